// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class SparseBloomTest {
    @Test
    void whatIsWrittenIsReadHoweverFull() {
        var random = new Random(5);
        for (int bits = 0; bits < 600; bits++) {
            byte[] filter = new byte[Bloom.SIZE];
            for (int i = 0; i < bits; i++) {
                int bit = random.nextInt(8 * Bloom.SIZE);
                filter[bit / 8] |= (byte) (1 << (bit % 8));
            }
            Bloom bloom = new Bloom(Bytes.wrap(filter));
            assertThat(SparseBloom.read(SparseBloom.write(bloom))).isEqualTo(bloom);
        }
    }

    @Test
    void theEndsOfTheFilterAreReached() {
        byte[] filter = new byte[Bloom.SIZE];
        filter[0] = (byte) 0x80;
        assertThat(SparseBloom.write(new Bloom(Bytes.wrap(filter)))).isEqualTo(Bytes.fromHex("8f7f"));
        filter[Bloom.SIZE - 1] = 1;
        assertThat(SparseBloom.write(new Bloom(Bytes.wrap(filter)))).isEqualTo(Bytes.fromHex("008f7e"));
        assertThat(SparseBloom.read(Bytes.fromHex("008f7e"))).isEqualTo(new Bloom(Bytes.wrap(filter)));
    }

    @Test
    void itTakesAboutAByteForABit() {
        assertThat(SparseBloom.write(Bloom.EMPTY).size()).isZero();
        Log log = new Log(Address.ofNumber(7), List.of(Hash.fromHex("ab".repeat(32))), Bytes.EMPTY);
        assertThat(SparseBloom.write(Bloom.ofLogs(List.of(log))).size()).isBetween(6, 12);
        byte[] full = new byte[Bloom.SIZE];
        java.util.Arrays.fill(full, (byte) -1);
        assertThat(SparseBloom.write(new Bloom(Bytes.wrap(full))).size()).isEqualTo(Bloom.SIZE);
    }

    @Test
    void bytesThatLeaveTheFilterAreRefused() {
        for (String hex : List.of("80", "8f", "8f80", "9000", "8f7f00", "8fff", "00".repeat(255) + "8f7f")) {
            assertThatThrownBy(() -> SparseBloom.read(Bytes.fromHex(hex)))
                    .as(hex)
                    .isInstanceOf(EvidenceFormatException.class);
        }
    }
}
