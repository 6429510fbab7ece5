// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.UnaryOperator;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * The slow and obvious way from an element of the field to a point of the group: the simplified SWU map to an isogenous
 * curve, the isogeny, and multiplication by the cofactor.
 *
 * <p>Source: RFC 9380, sections 6.6.2, 6.6.3 and 8.8.
 */
final class BlsMapModel {
    private static final int CHUNK_BITS = 128;

    private static final BlsMapModel TO_G1 = new BlsMapModel(
            BlsFp2.of("144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d"),
            BlsFp2.of(
                    "12e2908d11688030018b12e8753eee3b2016c1f0f24f4070a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0"),
            BlsFp2.of("b"),
            BlsIsogenies.G1,
            BlsFp2::rootInBaseField);

    private static final BlsMapModel TO_G2 = new BlsMapModel(
            BlsFp2.of("0", "f0"), BlsFp2.of("3f4", "3f4"), BlsFp2.of("2", "1").negate(), BlsIsogenies.G2, BlsFp2::root);

    private static final BigInteger G1_COFACTOR = new BigInteger("d201000000010001", 16);

    private static final BigInteger G2_COFACTOR = new BigInteger(
            "bc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956d82bf015d1212b02"
                    + "ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551",
            16);

    private final BlsFp2 curveA;
    private final BlsFp2 curveB;
    private final BlsFp2 z;
    private final BlsFp2[][] isogeny;
    private final UnaryOperator<BlsFp2> root;

    private BlsMapModel(BlsFp2 curveA, BlsFp2 curveB, BlsFp2 z, BlsFp2[][] isogeny, UnaryOperator<BlsFp2> root) {
        this.curveA = curveA;
        this.curveB = curveB;
        this.z = z;
        this.isogeny = isogeny;
        this.root = root;
    }

    private record Point(BlsFp2 x, BlsFp2 y) {}

    /** The simplified SWU map: a point of the isogenous curve. */
    private Point swu(BlsFp2 u) {
        BlsFp2 zuu = z.times(u.square());
        BlsFp2 sum = zuu.square().plus(zuu);
        BlsFp2 x = sum.isZero()
                ? curveB.times(z.times(curveA).inverse())
                : curveB.negate().times(curveA.inverse()).times(BlsFp2.ONE.plus(sum.inverse()));
        BlsFp2 right = right(x);
        BlsFp2 y = root.apply(right);
        if (!y.square().equals(right)) {
            x = zuu.times(x);
            y = root.apply(right(x));
        }
        return new Point(x, u.isOdd() == y.isOdd() ? y : y.negate());
    }

    private BlsFp2 right(BlsFp2 x) {
        return x.square().plus(curveA).times(x).plus(curveB);
    }

    /** The isogeny's image; empty for infinity, where its kernel goes. */
    private Optional<Point> image(Point point) {
        BlsFp2 xDenominator = evaluate(isogeny[1], point.x);
        BlsFp2 yDenominator = evaluate(isogeny[3], point.x);
        if (xDenominator.isZero() || yDenominator.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Point(
                evaluate(isogeny[0], point.x).times(xDenominator.inverse()),
                point.y.times(evaluate(isogeny[2], point.x)).times(yDenominator.inverse())));
    }

    private static BlsFp2 evaluate(BlsFp2[] coefficients, BlsFp2 x) {
        BlsFp2 value = BlsFp2.ZERO;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value.times(x).plus(coefficients[i]);
        }
        return value;
    }

    private static void write(BigInteger value, byte[] to, int end) {
        byte[] bytes = value.toByteArray();
        int from = bytes.length > 48 ? 1 : 0;
        System.arraycopy(bytes, from, to, end - bytes.length + from, bytes.length - from);
    }

    static byte[] toG1(BigInteger u) {
        return BlsEncoding.encode(TO_G1.image(TO_G1.swu(new BlsFp2(u, BigInteger.ZERO)))
                .map(BlsMapModel::pointOfG1)
                .orElseGet(P1::new));
    }

    static byte[] toG2(BigInteger real, BigInteger imaginary) {
        return BlsEncoding.encode(TO_G2.image(TO_G2.swu(new BlsFp2(real, imaginary)))
                .map(BlsMapModel::pointOfG2)
                .orElseGet(P2::new));
    }

    private static P1 pointOfG1(Point point) {
        byte[] raw = new byte[96];
        write(point.x.a(), raw, 48);
        write(point.y.a(), raw, 96);
        return new P1(new P1_Affine(raw)).mult(G1_COFACTOR);
    }

    private static P2 pointOfG2(Point point) {
        byte[] raw = new byte[192];
        write(point.x.b(), raw, 48);
        write(point.x.a(), raw, 96);
        write(point.y.b(), raw, 144);
        write(point.y.a(), raw, 192);
        return clearCofactor(new P2(new P2_Affine(raw)));
    }

    /**
     * In chunks, because blst takes longer factors for ones of a point in the group, and uses an endomorphism that holds
     * only there.
     */
    private static P2 clearCofactor(P2 point) {
        P2 result = new P2();
        int chunks = (G2_COFACTOR.bitLength() + CHUNK_BITS - 1) / CHUNK_BITS;
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            BigInteger factor = G2_COFACTOR.shiftRight(chunk * CHUNK_BITS).mod(BigInteger.ONE.shiftLeft(CHUNK_BITS));
            result = result.mult(BigInteger.ONE.shiftLeft(CHUNK_BITS))
                    .add(point.dup().mult(factor));
        }
        return result;
    }
}
