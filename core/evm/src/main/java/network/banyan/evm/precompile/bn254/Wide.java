// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import static java.lang.Math.multiplyHigh;

/**
 * A product of field elements before its reduction: columns of 53 bits that are not carried yet. Sums of products are
 * reduced once instead of each product.
 */
final class Wide {
    private static final int BITS = Fp.BITS;

    /** As in {@link FpProduct}. */
    private static final int LEFT = 6;

    private static final int RIGHT = 5;

    long c0;
    long c1;
    long c2;
    long c3;
    long c4;
    long c5;
    long c6;
    long c7;
    long c8;
    long c9;

    void setProduct(Fp x, Fp y) {
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
        c0 = x0 * y0 - (h0 << BITS);
        long h1 = multiplyHigh(u0, v1) + multiplyHigh(u1, v0);
        c1 = x0 * y1 + x1 * y0 - (h1 << BITS) + h0;
        long h2 = multiplyHigh(u0, v2) + multiplyHigh(u1, v1) + multiplyHigh(u2, v0);
        c2 = x0 * y2 + x1 * y1 + x2 * y0 - (h2 << BITS) + h1;
        long h3 = multiplyHigh(u0, v3) + multiplyHigh(u1, v2) + multiplyHigh(u2, v1) + multiplyHigh(u3, v0);
        c3 = x0 * y3 + x1 * y2 + x2 * y1 + x3 * y0 - (h3 << BITS) + h2;
        long h4 = multiplyHigh(u0, v4)
                + multiplyHigh(u1, v3)
                + multiplyHigh(u2, v2)
                + multiplyHigh(u3, v1)
                + multiplyHigh(u4, v0);
        c4 = x0 * y4 + x1 * y3 + x2 * y2 + x3 * y1 + x4 * y0 - (h4 << BITS) + h3;
        long h5 = multiplyHigh(u1, v4) + multiplyHigh(u2, v3) + multiplyHigh(u3, v2) + multiplyHigh(u4, v1);
        c5 = x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1 - (h5 << BITS) + h4;
        long h6 = multiplyHigh(u2, v4) + multiplyHigh(u3, v3) + multiplyHigh(u4, v2);
        c6 = x2 * y4 + x3 * y3 + x4 * y2 - (h6 << BITS) + h5;
        long h7 = multiplyHigh(u3, v4) + multiplyHigh(u4, v3);
        c7 = x3 * y4 + x4 * y3 - (h7 << BITS) + h6;
        long h8 = multiplyHigh(u4, v4);
        c8 = x4 * y4 - (h8 << BITS) + h7;
        c9 = h8;
    }

    void add(Wide other) {
        c0 += other.c0;
        c1 += other.c1;
        c2 += other.c2;
        c3 += other.c3;
        c4 += other.c4;
        c5 += other.c5;
        c6 += other.c6;
        c7 += other.c7;
        c8 += other.c8;
        c9 += other.c9;
    }

    void subtract(Wide other) {
        c0 -= other.c0;
        c1 -= other.c1;
        c2 -= other.c2;
        c3 -= other.c3;
        c4 -= other.c4;
        c5 -= other.c5;
        c6 -= other.c6;
        c7 -= other.c7;
        c8 -= other.c8;
        c9 -= other.c9;
    }
}
