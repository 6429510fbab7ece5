// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import network.banyan.ledger.Bloom;
import network.banyan.primitives.Bytes;

/**
 * A bloom filter in few bytes. A log sets three bits for its address and for each of its topics, so most of the 2048 are
 * zero: the zeros before each one are counted, in one byte below 128, else in two (the high one with its top bit set). A
 * filter so full that this would take 256 bytes or more stands as it is.
 *
 * <p>Bit b is bit b % 8 of byte 255 - b / 8, as the Yellow Paper numbers them (section 4.3.1).
 */
final class SparseBloom {
    private static final int BITS = 8 * Bloom.SIZE;

    private SparseBloom() {}

    static Bytes write(Bloom bloom) {
        BitSet bits = BitSet.valueOf(flip(bloom.bytes()));
        var out = new ByteArrayOutputStream(Bloom.SIZE);
        int next = 0;
        for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
            int zeros = bit - next;
            if (zeros >= 128) {
                out.write(0x80 | (zeros >>> 7));
            }
            out.write(zeros & 0x7f);
            next = bit + 1;
        }
        return out.size() < Bloom.SIZE ? Bytes.wrap(out.toByteArray()) : bloom.bytes();
    }

    /**
     * Takes more than one form of a filter; who needs the only one writes it again.
     *
     * @throws EvidenceFormatException if the bytes are no filter
     */
    static Bloom read(Bytes encoded) {
        if (encoded.size() == Bloom.SIZE) {
            return new Bloom(encoded);
        }
        var bits = new BitSet(BITS);
        int bit = -1;
        for (int i = 0; i < encoded.size(); i++) {
            int zeros = encoded.at(i);
            if (zeros < 0) {
                i++;
                zeros = (zeros & 0x7f) << 7 | (i < encoded.size() ? encoded.at(i) : -1);
            }
            if (zeros < 0 || zeros >= BITS - 1 - bit) {
                throw new EvidenceFormatException("no bloom filter");
            }
            bit += zeros + 1;
            bits.set(bit);
        }
        return new Bloom(Bytes.wrap(flip(Bytes.wrap(Arrays.copyOf(bits.toByteArray(), Bloom.SIZE)))));
    }

    private static byte[] flip(Bytes bytes) {
        byte[] flipped = new byte[bytes.size()];
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = bytes.at(flipped.length - 1 - i);
        }
        return flipped;
    }
}
