// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The product of optimal ate pairings. All pairs walk through Miller's loop together, so that the function is squared once
 * for all, and the final exponentiation is shared.
 */
public final class Pairing {
    /** What a product of pairings may turn out to be. */
    public enum Product {
        ONE,
        OTHER,
        /** A point of the twist was not in the group, so that there is no pairing. */
        UNDEFINED
    }

    /** {@code 6 t + 2}, the length of Miller's loop. */
    private static final byte[] LOOP = SignedDigits.of(
            BigInteger.valueOf(Curve.T).multiply(BigInteger.valueOf(6)).add(BigInteger.TWO), 2);

    private final Scratch scratch = new Scratch();
    private final List<Miller> pairs = new ArrayList<>();

    /** Multiplies the pairing of two points in. */
    public void add(G1 p, G2 q) {
        // With either point at infinity the pairing is one; but q has to be in the group all the same.
        if (!q.isInfinity()) {
            pairs.add(new Miller(p, q, scratch));
        }
    }

    /** The product of all pairings, which is one for none. */
    public Product product() {
        Fp12 f = new Fp12(scratch);
        Miller.Steps steps = new Miller.Steps(scratch);
        f.setOne();
        for (int i = LOOP.length - 2; i >= 0; i--) {
            f.setSquare(f);
            for (Miller pair : pairs) {
                pair.twice(f, steps);
                if (LOOP[i] != 0) {
                    pair.add(f, steps, LOOP[i]);
                }
            }
        }
        for (Miller pair : pairs) {
            pair.finish(f, steps);
            if (!pair.endsInGroup(steps)) {
                return Product.UNDEFINED;
            }
        }
        new FinalExponentiation(scratch).apply(f);
        return f.isOne() ? Product.ONE : Product.OTHER;
    }
}
