// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.util.Arrays;

/** Parts of an input that reads as zeros behind its end. */
final class Slices {
    private Slices() {}

    /** {@code size} bytes from {@code from}, padded with zeros. */
    static byte[] padded(byte[] input, int from, int size) {
        return from >= input.length
                ? new byte[size]
                : Arrays.copyOf(Arrays.copyOfRange(input, from, Math.min(input.length, from + size)), size);
    }

    static boolean isZero(byte[] input, int from, int to) {
        for (int i = from; i < to; i++) {
            if (input[i] != 0) {
                return false;
            }
        }
        return true;
    }

    static long words(byte[] input) {
        return (input.length + 31L) / 32;
    }
}
