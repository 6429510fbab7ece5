// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import org.jspecify.annotations.Nullable;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/** 0x0d and 0x0e: the group G2 of BLS12-381 (EIP-2537). */
final class BlsG2 {
    private BlsG2() {}

    /** Adds two points of the curve, which need not lie in the group. */
    static final class Addition implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 600;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            if (input.length != 2 * BlsEncoding.G2) {
                return null;
            }
            P2_Affine a = BlsEncoding.g2(input, 0);
            P2_Affine b = BlsEncoding.g2(input, BlsEncoding.G2);
            return a == null || b == null ? null : BlsEncoding.encode(new P2(a).add(b));
        }
    }

    /** The sum of points times numbers. */
    static final class MultiScalarMultiplication implements Precompile {
        private static final int PAIR = BlsEncoding.G2 + BlsEncoding.SCALAR;

        @Override
        public long gas(byte[] input) {
            int pairs = input.length / PAIR;
            return pairs * 22_500L * BlsDiscount.g2(pairs) / 1000;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            if (input.length == 0 || input.length % PAIR != 0) {
                return null;
            }
            P2 sum = new P2();
            for (int at = 0; at < input.length; at += PAIR) {
                P2_Affine point = BlsEncoding.g2InGroup(input, at);
                if (point == null) {
                    return null;
                }
                sum = sum.add(new P2(point).mult(BlsEncoding.scalar(input, at + BlsEncoding.G2)));
            }
            return BlsEncoding.encode(sum);
        }
    }
}
