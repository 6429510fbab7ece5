// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile.bn254;

import java.math.BigInteger;

/** The numbers that the curve is made from. */
final class Curve {
    /** The parameter: the modulus is {@code 36 t^4 + 36 t^3 + 24 t^2 + 6 t + 1}. */
    static final long T = 4965661367192848881L;

    /** Order of the groups, {@code 36 t^4 + 36 t^3 + 18 t^2 + 6 t + 1}. */
    static final BigInteger ORDER =
            new BigInteger("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", 16);

    private Curve() {}
}
