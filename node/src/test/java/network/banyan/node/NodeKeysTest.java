// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeysTest {
    @TempDir
    Path folder;

    @Test
    void keysComeBackAsTheyWereAndOnlyTheirOwnerMayReadThem() throws IOException {
        NodeKeys keys = NodeKeys.random(new SecureRandom());
        keys.write(folder);

        assertThat(NodeKeys.read(folder)).isEqualTo(keys);
        for (String file : new String[] {"validator.key", "node.key", "operator.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aKeyNeverShowsInText() {
        NodeKeys keys = NodeKeys.random(new SecureRandom());

        assertThat(keys.toString()).doesNotContain(keys.operatorKey().toHex().substring(2));
    }

    @Test
    void aMissingOrDamagedKeyFileIsASentence() throws IOException {
        NodeKeys.random(new SecureRandom()).write(folder);
        Files.writeString(folder.resolve("node.key"), "not hex at all");
        assertThatThrownBy(() -> NodeKeys.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("node.key")
                .hasMessageContaining("64 hex digits");

        Files.delete(folder.resolve("validator.key"));
        assertThatThrownBy(() -> NodeKeys.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be read");
    }
}
