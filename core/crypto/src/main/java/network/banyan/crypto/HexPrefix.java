// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import network.banyan.primitives.RlpException;

/**
 * A path of nibbles as it stands in a Merkle Patricia node: packed two to a byte, behind a flag that says whether the node
 * is a leaf and whether the number of nibbles is odd (Yellow Paper, appendix C). Unpacked paths hold one nibble per byte.
 */
public final class HexPrefix {
    private static final int LEAF = 0x20;
    private static final int ODD = 0x10;

    private HexPrefix() {}

    /** The nibbles of a key, the high half of each byte first. */
    public static byte[] nibbles(byte[] key) {
        byte[] nibbles = new byte[2 * key.length];
        for (int i = 0; i < key.length; i++) {
            nibbles[2 * i] = (byte) ((key[i] & 0xff) >>> 4);
            nibbles[2 * i + 1] = (byte) (key[i] & 15);
        }
        return nibbles;
    }

    /** Packs the nibbles from {@code from} to {@code to}. */
    public static byte[] encode(byte[] nibbles, int from, int to, boolean leaf) {
        int count = to - from;
        byte[] packed = new byte[count / 2 + 1];
        int next = from;
        packed[0] = (byte) (leaf ? LEAF : 0);
        if (count % 2 == 1) {
            packed[0] |= (byte) (ODD | nibbles[next++]);
        }
        for (int i = 1; i < packed.length; i++, next += 2) {
            packed[i] = (byte) (nibbles[next] << 4 | nibbles[next + 1]);
        }
        return packed;
    }

    /** Whether a packed path belongs to a leaf. */
    public static boolean isLeaf(byte[] packed) {
        return packed.length > 0 && (packed[0] & LEAF) != 0;
    }

    /**
     * Unpacks strictly: only what {@link #encode} writes is accepted.
     *
     * @throws RlpException if the flag or its padding is anything else
     */
    public static byte[] decode(byte[] packed) {
        if (packed.length == 0 || (packed[0] & 0xc0) != 0) {
            throw new RlpException("not a hex-prefix path");
        }
        boolean odd = (packed[0] & ODD) != 0;
        if (!odd && (packed[0] & 15) != 0) {
            throw new RlpException("hex-prefix path with padding that is not zero");
        }
        byte[] nibbles = new byte[2 * packed.length - (odd ? 1 : 2)];
        int next = 0;
        if (odd) {
            nibbles[next++] = (byte) (packed[0] & 15);
        }
        for (int i = 1; i < packed.length; i++) {
            nibbles[next++] = (byte) ((packed[i] & 0xff) >>> 4);
            nibbles[next++] = (byte) (packed[i] & 15);
        }
        return nibbles;
    }
}
