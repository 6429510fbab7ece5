// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.util.Optional;
import network.banyan.evm.precompile.bn254.G1;
import network.banyan.evm.precompile.bn254.G2;
import network.banyan.evm.precompile.bn254.Pairing;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/** 0x06 to 0x08: addition, multiplication and the pairing check on bn254 (EIP-196, 197), priced by EIP-1108. */
final class Bn254 {
    private static final int G1_SIZE = 64;
    private static final int G2_SIZE = 128;

    private Bn254() {}

    private static Optional<G1> g1(byte[] input, int from) {
        return G1.of(number(input, from), number(input, from + 32));
    }

    /** The halves of an element of Fp2 stand in the other order here: the multiple of u first. */
    private static Optional<G2> g2(byte[] input, int from) {
        return G2.of(number(input, from + 32), number(input, from), number(input, from + 96), number(input, from + 64));
    }

    private static UInt256 number(byte[] input, int from) {
        return UInt256.at(input, from);
    }

    private static byte[] encode(G1 point) {
        byte[] encoded = new byte[G1_SIZE];
        point.writeTo(encoded, 0);
        return encoded;
    }

    static final class Addition implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 150;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            byte[] points = Slices.padded(input, 0, 2 * G1_SIZE);
            Optional<G1> first = g1(points, 0);
            Optional<G1> second = g1(points, G1_SIZE);
            return first.isEmpty() || second.isEmpty()
                    ? null
                    : encode(first.get().plus(second.get()));
        }
    }

    static final class Multiplication implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 6_000;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            byte[] operands = Slices.padded(input, 0, G1_SIZE + 32);
            Optional<G1> point = g1(operands, 0);
            return point.isEmpty()
                    ? null
                    : encode(point.get().times(number(operands, G1_SIZE).toBigInteger()));
        }
    }

    /** Whether the product of the pairings is one; it is for no pairs. */
    static final class PairingCheck implements Precompile {
        private static final int PAIR = G1_SIZE + G2_SIZE;

        @Override
        public long gas(byte[] input) {
            return 45_000 + 34_000L * (input.length / PAIR);
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            if (input.length % PAIR != 0) {
                return null;
            }
            var pairing = new Pairing();
            for (int at = 0; at < input.length; at += PAIR) {
                Optional<G1> p = g1(input, at);
                Optional<G2> q = g2(input, at + G1_SIZE);
                if (p.isEmpty() || q.isEmpty()) {
                    return null;
                }
                pairing.add(p.get(), q.get());
            }
            return switch (pairing.product()) {
                case ONE -> UInt256.ONE.toArray();
                case OTHER -> UInt256.ZERO.toArray();
                case UNDEFINED -> null;
            };
        }
    }
}
