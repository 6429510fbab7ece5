// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.math.BigInteger;
import network.banyan.primitives.UInt256;

/** {@code e ^ (excess / fraction)}, by the series of EIP-4844 in whole numbers: the price of a unit of blob gas in wei. */
final class BlobFee {
    private BlobFee() {}

    static UInt256 of(BigInteger excess, BigInteger fraction) {
        if (excess.signum() == 0) {
            return UInt256.ONE;
        }
        if (excess.divide(fraction).bitLength() > 8) {
            // e ^ 256 needs more than 256 bits, and the series must stay short whatever a header claims.
            return UInt256.MAX;
        }
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = fraction;
        for (long i = 1; term.signum() > 0; i++) {
            sum = sum.add(term);
            term = term.multiply(excess).divide(fraction.multiply(BigInteger.valueOf(i)));
        }
        BigInteger price = sum.divide(fraction);
        return price.bitLength() > 256 ? UInt256.MAX : UInt256.of(price);
    }
}
