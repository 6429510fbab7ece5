// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static java.lang.Math.multiplyHigh;
import static java.lang.Math.unsignedMultiplyHigh;

/**
 * Products and squares of field elements, each with its reduction, column by column and written out.
 *
 * <p>A product of two limbs is split at bit 53: its high part is the high word of one limb shifted by six and the other
 * by five, its low part what is left. A column adds the high parts of the one before to its own low parts, which it gets
 * from wrapped sums: they are below 2^63 and so exact. Montgomery's reduction makes the five low columns zero by adding
 * multiples of the modulus, kept shifted to the top of a word; of the lowest product only its carry is needed.
 */
final class FpProduct {
    private static final int BITS = Fp.BITS;
    private static final long MASK = Fp.MASK;

    /** By how much the factors' limbs are shifted, so that the high word of their product starts at bit 53. */
    private static final int LEFT = 6;

    private static final int RIGHT = 5;

    /** The bits of a word above a limb. */
    private static final int ABOVE = 64 - BITS;

    /** {@code -1 / p mod 2^53}, shifted to the top of a word. */
    private static final long INVERSE = 0x120782e4866389L << ABOVE;

    private static final long P0 = 0x8c16d87cfd47L;
    private static final long P1 = 0x148b438e5469e1L;
    private static final long P2 = 0x60561765e05aL;
    private static final long P3 = 0x3405370a08b6dL;
    private static final long P4 = 0x30644e72e13L;

    private FpProduct() {}

    /** {@code r = x y / 2^265}. */
    static void multiply(Fp r, Fp x, Fp y) {
        long x0 = x.l0;
        long x1 = x.l1;
        long x2 = x.l2;
        long x3 = x.l3;
        long x4 = x.l4;
        long y0 = y.l0;
        long y1 = y.l1;
        long y2 = y.l2;
        long y3 = y.l3;
        long y4 = y.l4;
        long u0 = x0 << LEFT;
        long u1 = x1 << LEFT;
        long u2 = x2 << LEFT;
        long u3 = x3 << LEFT;
        long u4 = x4 << LEFT;
        long v0 = y0 << RIGHT;
        long v1 = y1 << RIGHT;
        long v2 = y2 << RIGHT;
        long v3 = y3 << RIGHT;
        long v4 = y4 << RIGHT;
        long h0 = multiplyHigh(u0, v0);
        long c0 = x0 * y0 - (h0 << BITS);
        long n0 = c0 * INVERSE;
        long m0 = n0 >>> ABOVE;
        long k0 = unsignedMultiplyHigh(n0, P0) - (-c0 >> BITS);
        long h1 = multiplyHigh(u0, v1) + multiplyHigh(u1, v0) + unsignedMultiplyHigh(n0, P1);
        long c1 = x0 * y1 + x1 * y0 + m0 * P1 - (h1 << BITS) + h0 + k0;
        long n1 = c1 * INVERSE;
        long m1 = n1 >>> ABOVE;
        long k1 = unsignedMultiplyHigh(n1, P0) - (-c1 >> BITS);
        long h2 = multiplyHigh(u0, v2)
                + multiplyHigh(u1, v1)
                + multiplyHigh(u2, v0)
                + unsignedMultiplyHigh(n0, P2)
                + unsignedMultiplyHigh(n1, P1);
        long c2 = x0 * y2 + x1 * y1 + x2 * y0 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long n2 = c2 * INVERSE;
        long m2 = n2 >>> ABOVE;
        long k2 = unsignedMultiplyHigh(n2, P0) - (-c2 >> BITS);
        long h3 = multiplyHigh(u0, v3)
                + multiplyHigh(u1, v2)
                + multiplyHigh(u2, v1)
                + multiplyHigh(u3, v0)
                + unsignedMultiplyHigh(n0, P3)
                + unsignedMultiplyHigh(n1, P2)
                + unsignedMultiplyHigh(n2, P1);
        long c3 = x0 * y3 + x1 * y2 + x2 * y1 + x3 * y0 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long n3 = c3 * INVERSE;
        long m3 = n3 >>> ABOVE;
        long k3 = unsignedMultiplyHigh(n3, P0) - (-c3 >> BITS);
        long h4 = multiplyHigh(u0, v4)
                + multiplyHigh(u1, v3)
                + multiplyHigh(u2, v2)
                + multiplyHigh(u3, v1)
                + multiplyHigh(u4, v0)
                + unsignedMultiplyHigh(n0, P4)
                + unsignedMultiplyHigh(n1, P3)
                + unsignedMultiplyHigh(n2, P2)
                + unsignedMultiplyHigh(n3, P1);
        long c4 = x0 * y4
                + x1 * y3
                + x2 * y2
                + x3 * y1
                + x4 * y0
                + m0 * P4
                + m1 * P3
                + m2 * P2
                + m3 * P1
                - (h4 << BITS)
                + h3
                + k3;
        long n4 = c4 * INVERSE;
        long m4 = n4 >>> ABOVE;
        long k4 = unsignedMultiplyHigh(n4, P0) - (-c4 >> BITS);
        long h5 = multiplyHigh(u1, v4)
                + multiplyHigh(u2, v3)
                + multiplyHigh(u3, v2)
                + multiplyHigh(u4, v1)
                + unsignedMultiplyHigh(n1, P4)
                + unsignedMultiplyHigh(n2, P3)
                + unsignedMultiplyHigh(n3, P2)
                + unsignedMultiplyHigh(n4, P1);
        long c5 =
                x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = multiplyHigh(u2, v4)
                + multiplyHigh(u3, v3)
                + multiplyHigh(u4, v2)
                + unsignedMultiplyHigh(n2, P4)
                + unsignedMultiplyHigh(n3, P3)
                + unsignedMultiplyHigh(n4, P2);
        long c6 = x2 * y4 + x3 * y3 + x4 * y2 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(u3, v4)
                + multiplyHigh(u4, v3)
                + unsignedMultiplyHigh(n3, P4)
                + unsignedMultiplyHigh(n4, P3);
        long c7 = x3 * y4 + x4 * y3 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(u4, v4) + unsignedMultiplyHigh(n4, P4);
        long c8 = x4 * y4 + m4 * P4 - (h8 << BITS) + h7;
        long c9 = h8;
        c6 += c5 >> BITS;
        c7 += c6 >> BITS;
        c8 += c7 >> BITS;
        r.l0 = c5 & MASK;
        r.l1 = c6 & MASK;
        r.l2 = c7 & MASK;
        r.l3 = c8 & MASK;
        r.l4 = c9 + (c8 >> BITS);
    }

    /** {@code r = x^2 / 2^265}. */
    static void square(Fp r, Fp x) {
        long x0 = x.l0;
        long x1 = x.l1;
        long x2 = x.l2;
        long x3 = x.l3;
        long x4 = x.l4;
        long d0 = x0 << 1;
        long d1 = x1 << 1;
        long d2 = x2 << 1;
        long d3 = x3 << 1;
        long u0 = x0 << LEFT;
        long u1 = x1 << LEFT;
        long u2 = x2 << LEFT;
        long u3 = x3 << LEFT;
        long u4 = x4 << LEFT;
        long v0 = x0 << RIGHT;
        long v1 = x1 << RIGHT;
        long v2 = x2 << RIGHT;
        long v3 = x3 << RIGHT;
        long v4 = x4 << RIGHT;
        long h0 = multiplyHigh(u0, v0);
        long c0 = x0 * x0 - (h0 << BITS);
        long n0 = c0 * INVERSE;
        long m0 = n0 >>> ABOVE;
        long k0 = unsignedMultiplyHigh(n0, P0) - (-c0 >> BITS);
        long h1 = multiplyHigh(u0, u1) + unsignedMultiplyHigh(n0, P1);
        long c1 = d0 * x1 + m0 * P1 - (h1 << BITS) + h0 + k0;
        long n1 = c1 * INVERSE;
        long m1 = n1 >>> ABOVE;
        long k1 = unsignedMultiplyHigh(n1, P0) - (-c1 >> BITS);
        long h2 = multiplyHigh(u0, u2)
                + multiplyHigh(u1, v1)
                + unsignedMultiplyHigh(n0, P2)
                + unsignedMultiplyHigh(n1, P1);
        long c2 = d0 * x2 + x1 * x1 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long n2 = c2 * INVERSE;
        long m2 = n2 >>> ABOVE;
        long k2 = unsignedMultiplyHigh(n2, P0) - (-c2 >> BITS);
        long h3 = multiplyHigh(u0, u3)
                + multiplyHigh(u1, u2)
                + unsignedMultiplyHigh(n0, P3)
                + unsignedMultiplyHigh(n1, P2)
                + unsignedMultiplyHigh(n2, P1);
        long c3 = d0 * x3 + d1 * x2 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long n3 = c3 * INVERSE;
        long m3 = n3 >>> ABOVE;
        long k3 = unsignedMultiplyHigh(n3, P0) - (-c3 >> BITS);
        long h4 = multiplyHigh(u0, u4)
                + multiplyHigh(u1, u3)
                + multiplyHigh(u2, v2)
                + unsignedMultiplyHigh(n0, P4)
                + unsignedMultiplyHigh(n1, P3)
                + unsignedMultiplyHigh(n2, P2)
                + unsignedMultiplyHigh(n3, P1);
        long c4 = d0 * x4 + d1 * x3 + x2 * x2 + m0 * P4 + m1 * P3 + m2 * P2 + m3 * P1 - (h4 << BITS) + h3 + k3;
        long n4 = c4 * INVERSE;
        long m4 = n4 >>> ABOVE;
        long k4 = unsignedMultiplyHigh(n4, P0) - (-c4 >> BITS);
        long h5 = multiplyHigh(u1, u4)
                + multiplyHigh(u2, u3)
                + unsignedMultiplyHigh(n1, P4)
                + unsignedMultiplyHigh(n2, P3)
                + unsignedMultiplyHigh(n3, P2)
                + unsignedMultiplyHigh(n4, P1);
        long c5 = d1 * x4 + d2 * x3 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = multiplyHigh(u2, u4)
                + multiplyHigh(u3, v3)
                + unsignedMultiplyHigh(n2, P4)
                + unsignedMultiplyHigh(n3, P3)
                + unsignedMultiplyHigh(n4, P2);
        long c6 = d2 * x4 + x3 * x3 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(u3, u4) + unsignedMultiplyHigh(n3, P4) + unsignedMultiplyHigh(n4, P3);
        long c7 = d3 * x4 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(u4, v4) + unsignedMultiplyHigh(n4, P4);
        long c8 = x4 * x4 + m4 * P4 - (h8 << BITS) + h7;
        long c9 = h8;
        c6 += c5 >> BITS;
        c7 += c6 >> BITS;
        c8 += c7 >> BITS;
        r.l0 = c5 & MASK;
        r.l1 = c6 & MASK;
        r.l2 = c7 & MASK;
        r.l3 = c8 & MASK;
        r.l4 = c9 + (c8 >> BITS);
    }

    /** {@code r = w / 2^265}. */
    static void reduce(Fp r, Wide w) {
        long c0 = w.c0;
        long n0 = c0 * INVERSE;
        long m0 = n0 >>> ABOVE;
        long k0 = unsignedMultiplyHigh(n0, P0) - (-c0 >> BITS);
        long h1 = unsignedMultiplyHigh(n0, P1);
        long c1 = w.c1 + m0 * P1 - (h1 << BITS) + k0;
        long n1 = c1 * INVERSE;
        long m1 = n1 >>> ABOVE;
        long k1 = unsignedMultiplyHigh(n1, P0) - (-c1 >> BITS);
        long h2 = unsignedMultiplyHigh(n0, P2) + unsignedMultiplyHigh(n1, P1);
        long c2 = w.c2 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long n2 = c2 * INVERSE;
        long m2 = n2 >>> ABOVE;
        long k2 = unsignedMultiplyHigh(n2, P0) - (-c2 >> BITS);
        long h3 = unsignedMultiplyHigh(n0, P3) + unsignedMultiplyHigh(n1, P2) + unsignedMultiplyHigh(n2, P1);
        long c3 = w.c3 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long n3 = c3 * INVERSE;
        long m3 = n3 >>> ABOVE;
        long k3 = unsignedMultiplyHigh(n3, P0) - (-c3 >> BITS);
        long h4 = unsignedMultiplyHigh(n0, P4)
                + unsignedMultiplyHigh(n1, P3)
                + unsignedMultiplyHigh(n2, P2)
                + unsignedMultiplyHigh(n3, P1);
        long c4 = w.c4 + m0 * P4 + m1 * P3 + m2 * P2 + m3 * P1 - (h4 << BITS) + h3 + k3;
        long n4 = c4 * INVERSE;
        long m4 = n4 >>> ABOVE;
        long k4 = unsignedMultiplyHigh(n4, P0) - (-c4 >> BITS);
        long h5 = unsignedMultiplyHigh(n1, P4)
                + unsignedMultiplyHigh(n2, P3)
                + unsignedMultiplyHigh(n3, P2)
                + unsignedMultiplyHigh(n4, P1);
        long c5 = w.c5 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = unsignedMultiplyHigh(n2, P4) + unsignedMultiplyHigh(n3, P3) + unsignedMultiplyHigh(n4, P2);
        long c6 = w.c6 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = unsignedMultiplyHigh(n3, P4) + unsignedMultiplyHigh(n4, P3);
        long c7 = w.c7 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = unsignedMultiplyHigh(n4, P4);
        long c8 = w.c8 + m4 * P4 - (h8 << BITS) + h7;
        long c9 = w.c9 + h8;
        c6 += c5 >> BITS;
        c7 += c6 >> BITS;
        c8 += c7 >> BITS;
        r.l0 = c5 & MASK;
        r.l1 = c6 & MASK;
        r.l2 = c7 & MASK;
        r.l3 = c8 & MASK;
        r.l4 = c9 + (c8 >> BITS);
    }
}
