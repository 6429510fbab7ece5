// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import network.banyan.primitives.UInt256;

/** An affine point of the curve or, with both halves in use, of its twist; chord and tangent as in a textbook. */
record ModelPoint(ModelFp2 x, ModelFp2 y, boolean infinity) {
    static final ModelPoint INFINITY = new ModelPoint(ModelFp2.of(0, 0), ModelFp2.of(0, 0), true);

    /** The generator of G1 (EIP-196). */
    static final ModelPoint G1 = new ModelPoint(ModelFp2.of(1, 0), ModelFp2.of(2, 0), false);

    /** The generator of G2 (EIP-197). */
    static final ModelPoint G2 = new ModelPoint(
            new ModelFp2(
                    new BigInteger("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed", 16),
                    new BigInteger("198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2", 16)),
            new ModelFp2(
                    new BigInteger("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa", 16),
                    new BigInteger("90689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b", 16)),
            false);

    /** Points of the twist for each point of G2. */
    static final BigInteger COFACTOR = Fp.MODULUS.shiftLeft(1).subtract(Curve.ORDER);

    /** Anywhere on the twist, so hardly ever in the group. */
    static ModelPoint onTwist(Random random) {
        ModelFp2 b = ModelFp2.of(3, 0).times(ModelFp2.XI.inverse());
        for (int i = 0; i < 100; i++) {
            ModelFp2 x = new ModelFp2(new BigInteger(254, random), new BigInteger(254, random));
            ModelFp2 right = x.times(x).times(x).plus(b);
            ModelFp2 y = right.root();
            if (y.times(y).equals(right)) {
                return new ModelPoint(x, y, false);
            }
        }
        throw new AssertionError("one x in two belongs to a point");
    }

    ModelPoint negate() {
        return new ModelPoint(x, ModelFp2.of(0, 0).minus(y), infinity);
    }

    ModelPoint plus(ModelPoint other) {
        if (infinity || other.infinity) {
            return infinity ? other : this;
        }
        if (x.equals(other.x) && !y.equals(other.y)) {
            return INFINITY;
        }
        ModelFp2 slope = x.equals(other.x)
                ? ModelFp2.of(3, 0).times(x).times(x).times(y.plus(y).inverse())
                : other.y.minus(y).times(other.x.minus(x).inverse());
        ModelFp2 sumX = slope.times(slope).minus(x).minus(other.x);
        return new ModelPoint(sumX, slope.times(x.minus(sumX)).minus(y), false);
    }

    ModelPoint times(BigInteger scalar) {
        ModelPoint result = INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            result = result.plus(result);
            result = scalar.testBit(bit) ? result.plus(this) : result;
        }
        return result;
    }

    Optional<G1> toG1() {
        return network.banyan.evm.precompile.bn254.G1.of(UInt256.of(x.a()), UInt256.of(y.a()));
    }

    Optional<G2> toG2() {
        return network.banyan.evm.precompile.bn254.G2.of(
                UInt256.of(x.a()), UInt256.of(x.b()), UInt256.of(y.a()), UInt256.of(y.b()));
    }
}
