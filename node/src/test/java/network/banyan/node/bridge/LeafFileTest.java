// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.member.Holdings;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users keep for the day on which their chain is gone. */
class LeafFileTest {
    private static final Address ALICE = Address.ofNumber(0xa);
    private static final Address BOB = Address.ofNumber(0xb);

    @TempDir
    Path dir;

    private static LeafFile file() {
        var holdings = new Holdings();
        holdings.move(Address.ZERO, Address.ZERO, ALICE, UInt256.of(5));
        holdings.move(Address.ZERO, Address.ZERO, BOB, UInt256.of(7));
        holdings.hand(Address.ofNumber(9), ALICE, UInt256.of(3));
        Hash none = Hash.ZERO;
        var checkpoint = new Checkpoint(
                71,
                1,
                none,
                1,
                1,
                8,
                none,
                none,
                none,
                0,
                none,
                none,
                0,
                none,
                holdings.exits().hash(),
                none,
                none);
        return new LeafFile(checkpoint, holdings.leaves(ALICE));
    }

    @Test
    void whatIsWrittenIsRead() {
        Path path = dir.resolve("leaf.json");
        LeafFile file = file();
        file.write(path);

        assertThat(file.leaves()).hasSize(2);
        assertThat(LeafFile.read(path)).isEqualTo(file);
    }

    @Test
    void aFileThatProvesNothingIsRefused() throws IOException {
        Path path = dir.resolve("leaf.json");
        file().write(path);
        String good = Files.readString(path);

        for (String bad : new String[] {
            "",
            "{}",
            "[]",
            good.replace("\"value\" : \"5\"", "\"value\" : \"6\""),
            good.replace("\"value\" : \"5\"", "\"value\" : \"" + "9".repeat(79) + "\""),
            good.replace("\"which\" : 1", "\"which\" : 2"),
            good.replace("\"isLeft\" : false", "\"isLeft\" : true"),
            good.replaceFirst("\"exits\" : \"0x..", "\"exits\" : \"0x01"),
            good.replaceFirst("\"exits\" : \"0x", "\"exits\" : \"0x00"),
        }) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(path, bad);
            assertThatThrownBy(() -> LeafFile.read(path))
                    .as(bad)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("no file of leaves");
        }
    }
}
