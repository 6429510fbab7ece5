// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that must not be half there and that only their owner may read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a new file that is whole and durable once it has its name. */
    public static void create(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Files.createDirectories(folder);
        Path draft = draft(folder, content);
        // A link, unlike a move, never replaces a key that somebody else put there meanwhile.
        Files.createLink(file, draft);
        Files.delete(draft);
        syncFolder(folder);
    }

    /** Replaces a file, or makes it: whoever reads, and whoever comes after a power cut, has the old content or the new one. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Path draft = draft(folder, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folder);
    }

    private static Path draft(Path folder, byte[] content) throws IOException {
        Path draft = Files.createTempFile(
                folder, ".new", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException full) {
            Files.deleteIfExists(draft);
            throw full;
        }
        return draft;
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /** Makes the names in a folder durable: a file that survives without its name is lost. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
