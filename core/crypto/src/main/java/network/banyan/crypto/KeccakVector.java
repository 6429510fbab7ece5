// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The permutation of {@link Keccak} on as many states at once as a vector of this machine has longs: 8 with AVX-512, 4 with
 * AVX2. Nobody may touch this class in a JVM that was started without the incubator's module.
 *
 * <p>The 25 lanes are vectors in local variables, as the scalar permutation has them in registers. No helper methods: HotSpot
 * would not inline them all into one so large, and a vector that is passed to a method is an object on the heap.
 */
final class KeccakVector {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    /** States in one call. */
    static final int WIDTH = SPECIES.length();

    private KeccakVector() {}

    /** @param s lane by lane, of each the states one after the other: lane i of state k at {@code WIDTH * i + k} */
    static void permute(long[] s) {
        var a0 = LongVector.fromArray(SPECIES, s, 0 * WIDTH);
        var a1 = LongVector.fromArray(SPECIES, s, 1 * WIDTH);
        var a2 = LongVector.fromArray(SPECIES, s, 2 * WIDTH);
        var a3 = LongVector.fromArray(SPECIES, s, 3 * WIDTH);
        var a4 = LongVector.fromArray(SPECIES, s, 4 * WIDTH);
        var a5 = LongVector.fromArray(SPECIES, s, 5 * WIDTH);
        var a6 = LongVector.fromArray(SPECIES, s, 6 * WIDTH);
        var a7 = LongVector.fromArray(SPECIES, s, 7 * WIDTH);
        var a8 = LongVector.fromArray(SPECIES, s, 8 * WIDTH);
        var a9 = LongVector.fromArray(SPECIES, s, 9 * WIDTH);
        var a10 = LongVector.fromArray(SPECIES, s, 10 * WIDTH);
        var a11 = LongVector.fromArray(SPECIES, s, 11 * WIDTH);
        var a12 = LongVector.fromArray(SPECIES, s, 12 * WIDTH);
        var a13 = LongVector.fromArray(SPECIES, s, 13 * WIDTH);
        var a14 = LongVector.fromArray(SPECIES, s, 14 * WIDTH);
        var a15 = LongVector.fromArray(SPECIES, s, 15 * WIDTH);
        var a16 = LongVector.fromArray(SPECIES, s, 16 * WIDTH);
        var a17 = LongVector.fromArray(SPECIES, s, 17 * WIDTH);
        var a18 = LongVector.fromArray(SPECIES, s, 18 * WIDTH);
        var a19 = LongVector.fromArray(SPECIES, s, 19 * WIDTH);
        var a20 = LongVector.fromArray(SPECIES, s, 20 * WIDTH);
        var a21 = LongVector.fromArray(SPECIES, s, 21 * WIDTH);
        var a22 = LongVector.fromArray(SPECIES, s, 22 * WIDTH);
        var a23 = LongVector.fromArray(SPECIES, s, 23 * WIDTH);
        var a24 = LongVector.fromArray(SPECIES, s, 24 * WIDTH);
        for (int round = 0; round < Keccak.ROUNDS; round++) {
            long constant = Keccak.constant(round);
            var c0 = a0.lanewise(XOR, a5).lanewise(XOR, a10.lanewise(XOR, a15)).lanewise(XOR, a20);
            var c1 = a1.lanewise(XOR, a6).lanewise(XOR, a11.lanewise(XOR, a16)).lanewise(XOR, a21);
            var c2 = a2.lanewise(XOR, a7).lanewise(XOR, a12.lanewise(XOR, a17)).lanewise(XOR, a22);
            var c3 = a3.lanewise(XOR, a8).lanewise(XOR, a13.lanewise(XOR, a18)).lanewise(XOR, a23);
            var c4 = a4.lanewise(XOR, a9).lanewise(XOR, a14.lanewise(XOR, a19)).lanewise(XOR, a24);
            var d0 = c4.lanewise(XOR, c1.lanewise(ROL, 1));
            var d1 = c0.lanewise(XOR, c2.lanewise(ROL, 1));
            var d2 = c1.lanewise(XOR, c3.lanewise(ROL, 1));
            var d3 = c2.lanewise(XOR, c4.lanewise(ROL, 1));
            var d4 = c3.lanewise(XOR, c0.lanewise(ROL, 1));
            var b0 = a0.lanewise(XOR, d0);
            var b10 = a1.lanewise(XOR, d1).lanewise(ROL, 1);
            var b20 = a2.lanewise(XOR, d2).lanewise(ROL, 62);
            var b5 = a3.lanewise(XOR, d3).lanewise(ROL, 28);
            var b15 = a4.lanewise(XOR, d4).lanewise(ROL, 27);
            var b16 = a5.lanewise(XOR, d0).lanewise(ROL, 36);
            var b1 = a6.lanewise(XOR, d1).lanewise(ROL, 44);
            var b11 = a7.lanewise(XOR, d2).lanewise(ROL, 6);
            var b21 = a8.lanewise(XOR, d3).lanewise(ROL, 55);
            var b6 = a9.lanewise(XOR, d4).lanewise(ROL, 20);
            var b7 = a10.lanewise(XOR, d0).lanewise(ROL, 3);
            var b17 = a11.lanewise(XOR, d1).lanewise(ROL, 10);
            var b2 = a12.lanewise(XOR, d2).lanewise(ROL, 43);
            var b12 = a13.lanewise(XOR, d3).lanewise(ROL, 25);
            var b22 = a14.lanewise(XOR, d4).lanewise(ROL, 39);
            var b23 = a15.lanewise(XOR, d0).lanewise(ROL, 41);
            var b8 = a16.lanewise(XOR, d1).lanewise(ROL, 45);
            var b18 = a17.lanewise(XOR, d2).lanewise(ROL, 15);
            var b3 = a18.lanewise(XOR, d3).lanewise(ROL, 21);
            var b13 = a19.lanewise(XOR, d4).lanewise(ROL, 8);
            var b14 = a20.lanewise(XOR, d0).lanewise(ROL, 18);
            var b24 = a21.lanewise(XOR, d1).lanewise(ROL, 2);
            var b9 = a22.lanewise(XOR, d2).lanewise(ROL, 61);
            var b19 = a23.lanewise(XOR, d3).lanewise(ROL, 56);
            var b4 = a24.lanewise(XOR, d4).lanewise(ROL, 14);
            a0 = b0.lanewise(XOR, b2.lanewise(AND_NOT, b1)).lanewise(XOR, constant);
            a1 = b1.lanewise(XOR, b3.lanewise(AND_NOT, b2));
            a2 = b2.lanewise(XOR, b4.lanewise(AND_NOT, b3));
            a3 = b3.lanewise(XOR, b0.lanewise(AND_NOT, b4));
            a4 = b4.lanewise(XOR, b1.lanewise(AND_NOT, b0));
            a5 = b5.lanewise(XOR, b7.lanewise(AND_NOT, b6));
            a6 = b6.lanewise(XOR, b8.lanewise(AND_NOT, b7));
            a7 = b7.lanewise(XOR, b9.lanewise(AND_NOT, b8));
            a8 = b8.lanewise(XOR, b5.lanewise(AND_NOT, b9));
            a9 = b9.lanewise(XOR, b6.lanewise(AND_NOT, b5));
            a10 = b10.lanewise(XOR, b12.lanewise(AND_NOT, b11));
            a11 = b11.lanewise(XOR, b13.lanewise(AND_NOT, b12));
            a12 = b12.lanewise(XOR, b14.lanewise(AND_NOT, b13));
            a13 = b13.lanewise(XOR, b10.lanewise(AND_NOT, b14));
            a14 = b14.lanewise(XOR, b11.lanewise(AND_NOT, b10));
            a15 = b15.lanewise(XOR, b17.lanewise(AND_NOT, b16));
            a16 = b16.lanewise(XOR, b18.lanewise(AND_NOT, b17));
            a17 = b17.lanewise(XOR, b19.lanewise(AND_NOT, b18));
            a18 = b18.lanewise(XOR, b15.lanewise(AND_NOT, b19));
            a19 = b19.lanewise(XOR, b16.lanewise(AND_NOT, b15));
            a20 = b20.lanewise(XOR, b22.lanewise(AND_NOT, b21));
            a21 = b21.lanewise(XOR, b23.lanewise(AND_NOT, b22));
            a22 = b22.lanewise(XOR, b24.lanewise(AND_NOT, b23));
            a23 = b23.lanewise(XOR, b20.lanewise(AND_NOT, b24));
            a24 = b24.lanewise(XOR, b21.lanewise(AND_NOT, b20));
        }
        a0.intoArray(s, 0 * WIDTH);
        a1.intoArray(s, 1 * WIDTH);
        a2.intoArray(s, 2 * WIDTH);
        a3.intoArray(s, 3 * WIDTH);
        a4.intoArray(s, 4 * WIDTH);
        a5.intoArray(s, 5 * WIDTH);
        a6.intoArray(s, 6 * WIDTH);
        a7.intoArray(s, 7 * WIDTH);
        a8.intoArray(s, 8 * WIDTH);
        a9.intoArray(s, 9 * WIDTH);
        a10.intoArray(s, 10 * WIDTH);
        a11.intoArray(s, 11 * WIDTH);
        a12.intoArray(s, 12 * WIDTH);
        a13.intoArray(s, 13 * WIDTH);
        a14.intoArray(s, 14 * WIDTH);
        a15.intoArray(s, 15 * WIDTH);
        a16.intoArray(s, 16 * WIDTH);
        a17.intoArray(s, 17 * WIDTH);
        a18.intoArray(s, 18 * WIDTH);
        a19.intoArray(s, 19 * WIDTH);
        a20.intoArray(s, 20 * WIDTH);
        a21.intoArray(s, 21 * WIDTH);
        a22.intoArray(s, 22 * WIDTH);
        a23.intoArray(s, 23 * WIDTH);
        a24.intoArray(s, 24 * WIDTH);
    }
}
