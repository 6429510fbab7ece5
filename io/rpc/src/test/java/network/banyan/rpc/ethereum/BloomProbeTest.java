// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class BloomProbeTest {
    @Test
    void agreesWithTheLedgersBloom() {
        List<Log> logs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            logs.add(new Log(Address.ofNumber(i), List.of(topic(i)), Bytes.EMPTY));
        }
        Bloom bloom = Bloom.ofLogs(logs);

        int present = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] entry = topic(i).toArray();
            boolean there = BloomProbe.of(entry).mayBeIn(bloom);
            assertThat(there).isEqualTo(bloom.mayContain(entry));
            assertThat(there || i >= 40).isTrue();
            present += there ? 1 : 0;
        }
        assertThat(present).isBetween(40, 200);
    }

    private static Hash topic(int number) {
        return Keccak.hash(new byte[] {(byte) number, (byte) (number >> 8)});
    }
}
