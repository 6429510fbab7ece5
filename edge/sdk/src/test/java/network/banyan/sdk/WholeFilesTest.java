// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFileIsReplacedAndLeavesNoDraft() throws IOException {
        Path file = folder.resolve("file");

        WholeFiles.replace(file, OLD);
        WholeFiles.replace(file, NEW);

        assertThat(file).hasBinaryContent(NEW);
        assertThat(names()).containsExactly("file");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aNewFileNeverReplacesOneThatIsThere() throws IOException {
        Path file = folder.resolve("file");
        WholeFiles.create(file, OLD);

        assertThatThrownBy(() -> WholeFiles.create(file, NEW)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasBinaryContent(OLD);
        assertThat(names()).containsExactly("file");
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void whatIsPublishedIsNotForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("file");
        WholeFiles.replace(file, OLD);
        Path asUsual = Files.writeString(folder.resolve("usual"), "");

        WholeFiles.publish(file, NEW);

        assertThat(file).hasBinaryContent(NEW);
        assertThat(Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ))
                .isEqualTo(Files.getPosixFilePermissions(asUsual).contains(PosixFilePermission.OTHERS_READ));
    }

    @Test
    void aFolderThatVanishedDoesNotComeBackEmpty() {
        Path file = folder.resolve("gone").resolve("file");

        assertThatThrownBy(() -> WholeFiles.replace(file, NEW)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> WholeFiles.create(file, NEW)).isInstanceOf(NoSuchFileException.class);

        assertThat(folder.resolve("gone")).doesNotExist();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
