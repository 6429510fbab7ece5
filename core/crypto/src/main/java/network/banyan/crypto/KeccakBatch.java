// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Arrays;
import java.util.List;
import network.banyan.primitives.Hash;

/**
 * Keccak-256 of many inputs at once. Where the JVM was started with {@code --add-modules jdk.incubator.vector} and the machine
 * has vectors of at least four longs, inputs of the same number of blocks go through the permutation side by side;
 * elsewhere, and for what is left over, one by one. The hashes are the same.
 */
public final class KeccakBatch {
    private static final int RATE = Keccak.RATE_BYTES;
    private static final int WIDTH_MIN = 4;
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && KeccakVector.WIDTH >= WIDTH_MIN;

    private KeccakBatch() {}

    /** The hashes of the inputs, in their order. */
    public static Hash[] hash(List<byte[]> inputs) {
        Hash[] hashes = new Hash[inputs.size()];
        if (VECTORS && hashes.length >= KeccakVector.WIDTH) {
            sideBySide(inputs, hashes);
        } else {
            Arrays.setAll(hashes, i -> Keccak.hash(inputs.get(i)));
        }
        return hashes;
    }

    /** Sorts the inputs by their number of blocks, and takes a vector full of the same number at a time. */
    static void sideBySide(List<byte[]> inputs, Hash[] hashes) {
        long[] order = new long[hashes.length];
        Arrays.setAll(order, i -> (long) blocks(inputs.get(i)) << 32 | i);
        Arrays.sort(order);
        int width = KeccakVector.WIDTH;
        int at = 0;
        while (at < order.length) {
            int last = at + width - 1;
            if (last < order.length && order[at] >>> 32 == order[last] >>> 32) {
                absorb(inputs, hashes, order, at);
                at += width;
            } else {
                int alone = (int) order[at++];
                hashes[alone] = Keccak.hash(inputs.get(alone));
            }
        }
    }

    private static int blocks(byte[] input) {
        return input.length / RATE + 1;
    }

    private static void absorb(List<byte[]> inputs, Hash[] hashes, long[] order, int from) {
        int width = KeccakVector.WIDTH;
        int blocks = (int) (order[from] >>> 32);
        long[] states = new long[25 * width];
        byte[][] padded = new byte[width][];
        for (int k = 0; k < width; k++) {
            padded[k] = padded(inputs.get((int) order[from + k]), blocks);
        }
        for (int block = 0; block < blocks; block++) {
            for (int lane = 0; lane < RATE / 8; lane++) {
                for (int k = 0; k < width; k++) {
                    states[width * lane + k] ^= (long) Keccak.LITTLE_ENDIAN.get(padded[k], RATE * block + 8 * lane);
                }
            }
            KeccakVector.permute(states);
        }
        for (int k = 0; k < width; k++) {
            hashes[(int) order[from + k]] = new Hash(
                    Long.reverseBytes(states[k]),
                    Long.reverseBytes(states[width + k]),
                    Long.reverseBytes(states[2 * width + k]),
                    Long.reverseBytes(states[3 * width + k]));
        }
    }

    private static byte[] padded(byte[] input, int blocks) {
        byte[] padded = Arrays.copyOf(input, blocks * RATE);
        padded[input.length] = 1;
        padded[padded.length - 1] |= (byte) 0x80;
        return padded;
    }
}
