// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static java.lang.Math.multiplyHigh;

/**
 * Products and squares of field elements, each with its reduction, column by column and written out.
 *
 * <p>A product of two limbs is split at bit 53: its high part is the high word of one limb shifted by six and the other
 * by five, its low part what is left. A column adds the high parts of the one before to its own low parts, which it gets
 * from wrapped sums: they are below 2^63 and so exact. Montgomery's reduction makes the five low columns zero by adding
 * multiples of the modulus; of the lowest product only its carry is needed.
 */
final class FpProduct {
    private static final int BITS = Fp.BITS;
    private static final long MASK = Fp.MASK;

    /** By how much the factors' limbs are shifted, so that the high word of their product starts at bit 53. */
    private static final int LEFT = 6;

    private static final int RIGHT = 5;

    /** {@code -1 / p mod 2^53}. */
    private static final long INVERSE = 0x120782e4866389L;

    private static final long P0 = 0x8c16d87cfd47L;
    private static final long P1 = 0x148b438e5469e1L;
    private static final long P2 = 0x60561765e05aL;
    private static final long P3 = 0x3405370a08b6dL;
    private static final long P4 = 0x30644e72e13L;
    private static final long Q0 = P0 << RIGHT;
    private static final long Q1 = P1 << RIGHT;
    private static final long Q2 = P2 << RIGHT;
    private static final long Q3 = P3 << RIGHT;
    private static final long Q4 = P4 << RIGHT;

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
        long m0 = c0 * INVERSE & MASK;
        long n0 = m0 << LEFT;
        long k0 = multiplyHigh(n0, Q0) - (-c0 >> BITS);
        long h1 = multiplyHigh(u0, v1) + multiplyHigh(u1, v0) + multiplyHigh(n0, Q1);
        long c1 = x0 * y1 + x1 * y0 + m0 * P1 - (h1 << BITS) + h0 + k0;
        long m1 = c1 * INVERSE & MASK;
        long n1 = m1 << LEFT;
        long k1 = multiplyHigh(n1, Q0) - (-c1 >> BITS);
        long h2 = multiplyHigh(u0, v2)
                + multiplyHigh(u1, v1)
                + multiplyHigh(u2, v0)
                + multiplyHigh(n0, Q2)
                + multiplyHigh(n1, Q1);
        long c2 = x0 * y2 + x1 * y1 + x2 * y0 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long m2 = c2 * INVERSE & MASK;
        long n2 = m2 << LEFT;
        long k2 = multiplyHigh(n2, Q0) - (-c2 >> BITS);
        long h3 = multiplyHigh(u0, v3)
                + multiplyHigh(u1, v2)
                + multiplyHigh(u2, v1)
                + multiplyHigh(u3, v0)
                + multiplyHigh(n0, Q3)
                + multiplyHigh(n1, Q2)
                + multiplyHigh(n2, Q1);
        long c3 = x0 * y3 + x1 * y2 + x2 * y1 + x3 * y0 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long m3 = c3 * INVERSE & MASK;
        long n3 = m3 << LEFT;
        long k3 = multiplyHigh(n3, Q0) - (-c3 >> BITS);
        long h4 = multiplyHigh(u0, v4)
                + multiplyHigh(u1, v3)
                + multiplyHigh(u2, v2)
                + multiplyHigh(u3, v1)
                + multiplyHigh(u4, v0)
                + multiplyHigh(n0, Q4)
                + multiplyHigh(n1, Q3)
                + multiplyHigh(n2, Q2)
                + multiplyHigh(n3, Q1);
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
        long m4 = c4 * INVERSE & MASK;
        long n4 = m4 << LEFT;
        long k4 = multiplyHigh(n4, Q0) - (-c4 >> BITS);
        long h5 = multiplyHigh(u1, v4)
                + multiplyHigh(u2, v3)
                + multiplyHigh(u3, v2)
                + multiplyHigh(u4, v1)
                + multiplyHigh(n1, Q4)
                + multiplyHigh(n2, Q3)
                + multiplyHigh(n3, Q2)
                + multiplyHigh(n4, Q1);
        long c5 =
                x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = multiplyHigh(u2, v4)
                + multiplyHigh(u3, v3)
                + multiplyHigh(u4, v2)
                + multiplyHigh(n2, Q4)
                + multiplyHigh(n3, Q3)
                + multiplyHigh(n4, Q2);
        long c6 = x2 * y4 + x3 * y3 + x4 * y2 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(u3, v4) + multiplyHigh(u4, v3) + multiplyHigh(n3, Q4) + multiplyHigh(n4, Q3);
        long c7 = x3 * y4 + x4 * y3 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(u4, v4) + multiplyHigh(n4, Q4);
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
        long m0 = c0 * INVERSE & MASK;
        long n0 = m0 << LEFT;
        long k0 = multiplyHigh(n0, Q0) - (-c0 >> BITS);
        long h1 = multiplyHigh(u0, u1) + multiplyHigh(n0, Q1);
        long c1 = d0 * x1 + m0 * P1 - (h1 << BITS) + h0 + k0;
        long m1 = c1 * INVERSE & MASK;
        long n1 = m1 << LEFT;
        long k1 = multiplyHigh(n1, Q0) - (-c1 >> BITS);
        long h2 = multiplyHigh(u0, u2) + multiplyHigh(u1, v1) + multiplyHigh(n0, Q2) + multiplyHigh(n1, Q1);
        long c2 = d0 * x2 + x1 * x1 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long m2 = c2 * INVERSE & MASK;
        long n2 = m2 << LEFT;
        long k2 = multiplyHigh(n2, Q0) - (-c2 >> BITS);
        long h3 = multiplyHigh(u0, u3)
                + multiplyHigh(u1, u2)
                + multiplyHigh(n0, Q3)
                + multiplyHigh(n1, Q2)
                + multiplyHigh(n2, Q1);
        long c3 = d0 * x3 + d1 * x2 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long m3 = c3 * INVERSE & MASK;
        long n3 = m3 << LEFT;
        long k3 = multiplyHigh(n3, Q0) - (-c3 >> BITS);
        long h4 = multiplyHigh(u0, u4)
                + multiplyHigh(u1, u3)
                + multiplyHigh(u2, v2)
                + multiplyHigh(n0, Q4)
                + multiplyHigh(n1, Q3)
                + multiplyHigh(n2, Q2)
                + multiplyHigh(n3, Q1);
        long c4 = d0 * x4 + d1 * x3 + x2 * x2 + m0 * P4 + m1 * P3 + m2 * P2 + m3 * P1 - (h4 << BITS) + h3 + k3;
        long m4 = c4 * INVERSE & MASK;
        long n4 = m4 << LEFT;
        long k4 = multiplyHigh(n4, Q0) - (-c4 >> BITS);
        long h5 = multiplyHigh(u1, u4)
                + multiplyHigh(u2, u3)
                + multiplyHigh(n1, Q4)
                + multiplyHigh(n2, Q3)
                + multiplyHigh(n3, Q2)
                + multiplyHigh(n4, Q1);
        long c5 = d1 * x4 + d2 * x3 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = multiplyHigh(u2, u4)
                + multiplyHigh(u3, v3)
                + multiplyHigh(n2, Q4)
                + multiplyHigh(n3, Q3)
                + multiplyHigh(n4, Q2);
        long c6 = d2 * x4 + x3 * x3 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(u3, u4) + multiplyHigh(n3, Q4) + multiplyHigh(n4, Q3);
        long c7 = d3 * x4 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(u4, v4) + multiplyHigh(n4, Q4);
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
        long m0 = c0 * INVERSE & MASK;
        long n0 = m0 << LEFT;
        long k0 = multiplyHigh(n0, Q0) - (-c0 >> BITS);
        long h1 = multiplyHigh(n0, Q1);
        long c1 = w.c1 + m0 * P1 - (h1 << BITS) + k0;
        long m1 = c1 * INVERSE & MASK;
        long n1 = m1 << LEFT;
        long k1 = multiplyHigh(n1, Q0) - (-c1 >> BITS);
        long h2 = multiplyHigh(n0, Q2) + multiplyHigh(n1, Q1);
        long c2 = w.c2 + m0 * P2 + m1 * P1 - (h2 << BITS) + h1 + k1;
        long m2 = c2 * INVERSE & MASK;
        long n2 = m2 << LEFT;
        long k2 = multiplyHigh(n2, Q0) - (-c2 >> BITS);
        long h3 = multiplyHigh(n0, Q3) + multiplyHigh(n1, Q2) + multiplyHigh(n2, Q1);
        long c3 = w.c3 + m0 * P3 + m1 * P2 + m2 * P1 - (h3 << BITS) + h2 + k2;
        long m3 = c3 * INVERSE & MASK;
        long n3 = m3 << LEFT;
        long k3 = multiplyHigh(n3, Q0) - (-c3 >> BITS);
        long h4 = multiplyHigh(n0, Q4) + multiplyHigh(n1, Q3) + multiplyHigh(n2, Q2) + multiplyHigh(n3, Q1);
        long c4 = w.c4 + m0 * P4 + m1 * P3 + m2 * P2 + m3 * P1 - (h4 << BITS) + h3 + k3;
        long m4 = c4 * INVERSE & MASK;
        long n4 = m4 << LEFT;
        long k4 = multiplyHigh(n4, Q0) - (-c4 >> BITS);
        long h5 = multiplyHigh(n1, Q4) + multiplyHigh(n2, Q3) + multiplyHigh(n3, Q2) + multiplyHigh(n4, Q1);
        long c5 = w.c5 + m1 * P4 + m2 * P3 + m3 * P2 + m4 * P1 - (h5 << BITS) + h4 + k4;
        long h6 = multiplyHigh(n2, Q4) + multiplyHigh(n3, Q3) + multiplyHigh(n4, Q2);
        long c6 = w.c6 + m2 * P4 + m3 * P3 + m4 * P2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(n3, Q4) + multiplyHigh(n4, Q3);
        long c7 = w.c7 + m3 * P4 + m4 * P3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(n4, Q4);
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
