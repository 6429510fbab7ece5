// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import network.banyan.crypto.Sha256;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class PartitionTest {
    /** Pinned: where a device's records are may never change. */
    @Test
    void itIsTheFirstEightBytesUnsignedModuloTheCount() {
        Hash low = Hash.fromHex("0x" + "0000000000000007" + "f".repeat(48));
        Hash high = Hash.fromHex("0x" + "ffffffffffffffff" + "0".repeat(48));
        assertThat(Partition.of(low, 5)).isEqualTo(2);
        // 2^64 - 1 = 18446744073709551615
        assertThat(Partition.of(high, 7)).isEqualTo(1);
        assertThat(Partition.of(high, 10_000)).isEqualTo(1_615);
        assertThat(Partition.of(high, 1)).isZero();
    }

    @Test
    void eachDeviceHasOneAndTheyAreFilledEvenly() {
        int[] filled = new int[6];
        for (int i = 0; i < 6_000; i++) {
            Hash device = Sha256.hash(new byte[] {(byte) i, (byte) (i >> 8)});
            int taken = 0;
            for (int index = 0; index < 6; index++) {
                if (new Partition(index, 6).has(device)) {
                    filled[index]++;
                    taken++;
                }
            }
            assertThat(taken).isEqualTo(1);
        }
        for (int count : filled) {
            assertThat(count).isBetween(850, 1_150);
        }
    }
}
