// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The cipher that a contract undoes for little gas: word {@code j} of record {@code i} is XORed with Keccak-256 of key,
 * {@code i} and {@code j}. It is its own inverse. A key serves one sale.
 */
public final class SaleCipher {
    private SaleCipher() {}

    /**
     * @param index of the record in its sale, from 0
     */
    public static Bytes apply(Hash key, long index, Bytes text) {
        byte[] out = text.toArray();
        byte[] input = new byte[3 * Hash.SIZE];
        key.writeTo(input, 0);
        UInt256.of(index).writeTo(input, Hash.SIZE);
        for (int word = 0; word * Hash.SIZE < out.length; word++) {
            UInt256.of(word).writeTo(input, 2 * Hash.SIZE);
            byte[] pad = Keccak.hash(input).toArray();
            int from = word * Hash.SIZE;
            for (int i = from; i < Math.min(out.length, from + Hash.SIZE); i++) {
                out[i] ^= pad[i - from];
            }
        }
        return Bytes.wrap(out);
    }

    /** What the chain knows a key by before it is revealed. */
    public static Hash keyHash(Hash key) {
        return Keccak.hash(key.toBytes());
    }
}
