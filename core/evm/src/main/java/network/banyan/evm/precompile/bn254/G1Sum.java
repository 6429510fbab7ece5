// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

/**
 * A running sum of points of G1. The formulas are complete: they hold for equal, opposite and infinite points, too,
 * because the curve has no point of order two.
 *
 * <p>Source: Renes, Costello and Batina, "Complete addition formulas for prime order elliptic curves" (2016), algorithms
 * 7 and 9.
 */
final class G1Sum {
    /** Three times the curve's constant. */
    private static final int TRIPLE_B = 9;

    private final Fp x = new Fp();
    private final Fp y = new Fp();
    private final Fp z = new Fp();
    private final Fp otherY = new Fp();
    private final Fp xx = new Fp();
    private final Fp yy = new Fp();
    private final Fp zz = new Fp();
    private final Fp xy = new Fp();
    private final Fp yz = new Fp();
    private final Fp xz = new Fp();
    private final Fp less = new Fp();
    private final Fp more = new Fp();
    private final Wide u = new Wide();
    private final Wide v = new Wide();

    G1Sum(G1 start) {
        x.set(start.x);
        y.set(start.y);
        z.set(start.z);
    }

    G1 point() {
        return new G1(x, y, z);
    }

    void add(G1 other) {
        add(other.x, other.y, other.z);
    }

    void subtract(G1 other) {
        otherY.setMultiple(other.y, -1);
        add(other.x, otherY, other.z);
    }

    private void add(Fp otherX, Fp otherY, Fp otherZ) {
        xx.setProduct(x, otherX);
        yy.setProduct(y, otherY);
        zz.setProduct(z, otherZ);
        setCross(xy, x, y, otherX, otherY, xx, yy);
        setCross(yz, y, z, otherY, otherZ, yy, zz);
        setCross(xz, x, z, otherX, otherZ, xx, zz);
        xx.setMultiple(xx, 3);
        zz.setMultiple(zz, TRIPLE_B);
        zz.settle();
        xz.setMultiple(xz, TRIPLE_B);
        xz.settle();
        less.setDifference(yy, zz);
        more.setSum(yy, zz);
        // x = xy less - 9 yz xz, y = less more + 27 xx xz, z = yz more + 3 xx xy
        u.setProduct(xy, less);
        v.setProduct(yz, xz);
        u.subtract(v);
        FpProduct.reduce(x, u);
        u.setProduct(less, more);
        v.setProduct(xx, xz);
        u.add(v);
        FpProduct.reduce(y, u);
        u.setProduct(yz, more);
        v.setProduct(xx, xy);
        u.add(v);
        FpProduct.reduce(z, u);
    }

    /** {@code r = k n + l m}, of which {@code (k + l)(m + n)} has {@code k m} and {@code l n} too much. */
    private void setCross(Fp r, Fp k, Fp l, Fp m, Fp n, Fp km, Fp ln) {
        less.setSum(k, l);
        more.setSum(m, n);
        r.setProduct(less, more);
        r.setDifference(r, km);
        r.setDifference(r, ln);
    }

    void twice() {
        yy.setSquare(y);
        zz.setSquare(z);
        yz.setProduct(y, z);
        xy.setProduct(x, y);
        zz.setMultiple(zz, TRIPLE_B);
        zz.settle();
        more.setSum(yy, zz);
        less.setMultiple(zz, 3);
        less.setDifference(yy, less);
        // x = 2 xy less, y = less more + 8 yy zz, z = 8 yy yz
        xy.setMultiple(xy, 2);
        x.setProduct(xy, less);
        yy.setMultiple(yy, 8);
        u.setProduct(less, more);
        v.setProduct(yy, zz);
        u.add(v);
        FpProduct.reduce(y, u);
        z.setProduct(yy, yz);
    }
}
