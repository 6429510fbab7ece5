// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.math.BigInteger;
import java.util.Arrays;
import network.banyan.crypto.BlsPoints;
import network.banyan.primitives.Hex;
import org.jspecify.annotations.Nullable;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * Points and numbers of BLS12-381 between EIP-2537's encoding and blst's. The EIP pads a field element to 64 bytes,
 * writes the point at infinity as zeros and the two halves of an element of Fp2 in the other order.
 */
final class BlsEncoding {
    static final int FIELD = 64;
    static final int G1 = 2 * FIELD;
    static final int G2 = 4 * FIELD;
    static final int SCALAR = 32;

    /** Order of the groups. */
    static final BigInteger ORDER =
            new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

    private static final int PADDING = 16;
    private static final int RAW = FIELD - PADDING;

    private static final byte[] MODULUS = Hex.decode(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab");

    private BlsEncoding() {}

    /** Copies a field element's 48 bytes; false unless it is padded with zeros and below the modulus. */
    static boolean copyField(byte[] input, int from, byte[] to, int at) {
        boolean valid = Slices.isZero(input, from, from + PADDING)
                && Arrays.compareUnsigned(input, from + PADDING, from + FIELD, MODULUS, 0, RAW) < 0;
        System.arraycopy(input, from + PADDING, to, at, RAW);
        return valid;
    }

    /** A point on the curve, not necessarily in the group; null if there is none. */
    static @Nullable P1_Affine g1(byte[] input, int from) {
        if (Slices.isZero(input, from, from + G1)) {
            return new P1().to_affine();
        }
        byte[] raw = new byte[2 * RAW];
        if (!copyField(input, from, raw, 0) || !copyField(input, from + FIELD, raw, RAW)) {
            return null;
        }
        try {
            return new P1_Affine(raw);
        } catch (RuntimeException notOnTheCurve) {
            return null;
        }
    }

    /** As {@link #g1}, in the group; null if it is not. */
    static @Nullable P1_Affine g1InGroup(byte[] input, int from) {
        P1_Affine point = g1(input, from);
        return point != null && point.in_group() ? point : null;
    }

    static @Nullable P2_Affine g2(byte[] input, int from) {
        if (Slices.isZero(input, from, from + G2)) {
            return new P2().to_affine();
        }
        byte[] raw = new byte[4 * RAW];
        if (!copyField(input, from, raw, RAW)
                || !copyField(input, from + FIELD, raw, 0)
                || !copyField(input, from + 2 * FIELD, raw, 3 * RAW)
                || !copyField(input, from + 3 * FIELD, raw, 2 * RAW)) {
            return null;
        }
        try {
            return new P2_Affine(raw);
        } catch (RuntimeException notOnTheCurve) {
            return null;
        }
    }

    static @Nullable P2_Affine g2InGroup(byte[] input, int from) {
        P2_Affine point = g2(input, from);
        return point != null && point.in_group() ? point : null;
    }

    /** A multiplier, reduced: the groups have the order. */
    static BigInteger scalar(byte[] input, int from) {
        return new BigInteger(1, Arrays.copyOfRange(input, from, from + SCALAR)).mod(ORDER);
    }

    static byte[] encode(P1 point) {
        return BlsPoints.ofG1(point.serialize());
    }

    static byte[] encode(P2 point) {
        return BlsPoints.ofG2(point.serialize());
    }
}
