// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import network.banyan.crypto.Keccak;
import network.banyan.ledger.Bloom;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The three bits an entry sets in a bloom filter (Yellow Paper, section 4.3.1), computed once, so that asking thousands of
 * filters hashes nothing.
 */
record BloomProbe(int first, int second, int third) {
    static BloomProbe of(byte[] entry) {
        Hash digest = Keccak.hash(entry);
        return new BloomProbe(
                (int) (digest.a() >>> 48) & 0x7ff,
                (int) (digest.a() >>> 32) & 0x7ff,
                (int) (digest.a() >>> 16) & 0x7ff);
    }

    /** False if the entry is certainly absent. */
    boolean mayBeIn(Bloom bloom) {
        Bytes bits = bloom.bytes();
        return isSet(bits, first) && isSet(bits, second) && isSet(bits, third);
    }

    private static boolean isSet(Bytes bits, int bit) {
        return (bits.at(Bloom.SIZE - 1 - bit / 8) & (1 << (bit % 8))) != 0;
    }
}
