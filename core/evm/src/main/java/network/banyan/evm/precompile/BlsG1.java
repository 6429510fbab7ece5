// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import org.jspecify.annotations.Nullable;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/** 0x0b and 0x0c: the group G1 of BLS12-381 (EIP-2537). */
final class BlsG1 {
    private BlsG1() {}

    /** Adds two points of the curve, which need not lie in the group. */
    static final class Addition implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 375;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            if (input.length != 2 * BlsEncoding.G1) {
                return null;
            }
            P1_Affine a = BlsEncoding.g1(input, 0);
            P1_Affine b = BlsEncoding.g1(input, BlsEncoding.G1);
            return a == null || b == null ? null : BlsEncoding.encode(new P1(a).add(b));
        }
    }

    /** The sum of points times numbers. */
    static final class MultiScalarMultiplication implements Precompile {
        private static final int PAIR = BlsEncoding.G1 + BlsEncoding.SCALAR;

        @Override
        public long gas(byte[] input) {
            int pairs = input.length / PAIR;
            return pairs * 12_000L * BlsDiscount.g1(pairs) / 1000;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            if (input.length == 0 || input.length % PAIR != 0) {
                return null;
            }
            P1 sum = new P1();
            for (int at = 0; at < input.length; at += PAIR) {
                P1_Affine point = BlsEncoding.g1InGroup(input, at);
                if (point == null) {
                    return null;
                }
                sum = sum.add(new P1(point).mult(BlsEncoding.scalar(input, at + BlsEncoding.G1)));
            }
            return BlsEncoding.encode(sum);
        }
    }
}
