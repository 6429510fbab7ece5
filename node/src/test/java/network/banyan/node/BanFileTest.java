// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.peers.BanBook;
import network.banyan.peers.Culprit;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BanFileTest {
    @TempDir
    private Path dir;

    private final List<BanBook.Ban> bans = List.of(
            new BanBook.Ban(Culprit.ofSubnet(Bytes.fromHex("c0000201")), 1_800_000_000_000L, 3),
            new BanBook.Ban(Culprit.ofKey(Bytes.wrap(new byte[32])), 1_800_000_600_000L, 1));

    @Test
    void bansAreReadAsTheyWereWritten() {
        new BanFile(folder()).keep(bans);

        assertThat(new BanFile(folder()).bans()).isEqualTo(bans);
        assertThat(dir.resolve("data-peers/bans")).exists();
        assertThat(dir.resolve("data-peers")).isDirectoryNotContaining("glob:**/*.new*");
    }

    @Test
    void damagedLinesAreLeftOut() throws IOException {
        new BanFile(folder()).keep(bans);
        Path file = dir.resolve("data-peers/bans");
        Files.writeString(
                file,
                "nonsense\n0x00 1 1\n0xc00002 99999999999999999 1\n\n" + Files.readString(file) + "0xc00002 -1 1\n");

        assertThat(new BanFile(folder()).bans()).isEqualTo(bans);
    }

    @Test
    void aFileThatIsNoTextOrTooLongIsAbsent() throws IOException {
        Files.createDirectories(dir.resolve("data-peers"));
        Files.write(dir.resolve("data-peers/bans"), new byte[] {-1, -2, -3});
        assertThat(new BanFile(folder()).bans()).isEmpty();

        Files.write(dir.resolve("data-peers/bans"), new byte[(4 << 20) + 1]);
        assertThat(new BanFile(folder()).bans()).isEmpty();
    }

    private PeerFolder folder() {
        return new PeerFolder(dir.resolve("data"));
    }
}
