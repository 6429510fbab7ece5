// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.crypto.Ed25519;
import network.banyan.peers.AddressBook;
import network.banyan.peers.Endpoint;
import network.banyan.peers.PeerRecord;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressFileTest {
    private static final Hash NETWORK = Hash.fromHex("0b".repeat(32));
    private static final long NOW = 1_800_000_000L;

    @TempDir
    private Path dir;

    @Test
    void theBookAndTheAnchorsOutlastARestart() {
        AddressFile file = fill();
        AddressFile next = open(NETWORK);

        assertThat(next.book().content()).isEqualTo(file.book().content());
        assertThat(next.anchors()).containsExactly(record(1), record(2));
    }

    @Test
    void anchorsAreKeptWhenAllConnectionsAreLost() {
        fill().keep(List.of());

        assertThat(open(NETWORK).anchors()).hasSize(2);
    }

    @Test
    void damagedLinesAndRecordsOfOtherNetworksAreLeftOut() throws IOException {
        List<AddressBook.Known> content = fill().book().content();
        assertThat(open(Hash.ZERO).book().size()).isZero();

        Path file = dir.resolve("data-peers/addresses");
        List<String> lines = Files.readAllLines(file);
        String forged = lines.get(1).substring(0, lines.get(1).length() - 1);
        lines.set(1, forged + (lines.get(1).endsWith("0") ? "1" : "0"));
        lines.add("nonsense");
        lines.add("0x123 new 0 0 0x00");
        Files.write(file, lines);

        assertThat(open(NETWORK).book().content()).isEqualTo(content.subList(1, content.size()));
    }

    private AddressFile fill() {
        AddressFile file = open(NETWORK);
        for (int i = 0; i < 20; i++) {
            file.book().add(record(i), Bytes.fromHex("c000"), NOW);
        }
        file.book().succeeded(record(1).nodeKey(), NOW);
        file.book().failed(record(2).nodeKey(), NOW);
        file.keep(List.of(record(1), record(2)));
        return file;
    }

    private AddressFile open(Hash network) {
        return new AddressFile(new PeerFolder(dir.resolve("data")), network, NOW);
    }

    private static PeerRecord record(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        Endpoint endpoint = new Endpoint(Bytes.wrap(new byte[] {(byte) 198, (byte) number, 100, 7}), 30_700);
        return PeerRecord.sign(Ed25519.KeyPair.fromSeed(Bytes.wrap(seed)), NETWORK, List.of(endpoint), 1, NOW);
    }
}
