// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.math.BigInteger;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.UInt256;

/** The price of gas that is burned: it follows demand by at most an eighth a block (EIP-1559), down to a floor. */
public final class BaseFee {
    private static final long ELASTICITY = 2;
    private static final BigInteger CHANGE_DENOMINATOR = BigInteger.valueOf(8);

    private BaseFee() {}

    /**
     * The base fee of the block after {@code parent}, in wei.
     *
     * @param floor below which it never falls
     */
    public static UInt256 after(BlockHeader parent, UInt256 floor) {
        UInt256 next = follow(parent);
        return next.compareTo(floor) < 0 ? floor : next;
    }

    private static UInt256 follow(BlockHeader parent) {
        long target = parent.gasLimit() / ELASTICITY;
        long excess = parent.gasUsed() - target;
        if (excess == 0 || target == 0) {
            return parent.baseFeePerGas();
        }
        BigInteger fee = parent.baseFeePerGas().toBigInteger();
        BigInteger change = fee.multiply(BigInteger.valueOf(Math.abs(excess)))
                .divide(BigInteger.valueOf(target))
                .divide(CHANGE_DENOMINATOR);
        if (excess < 0) {
            return UInt256.of(fee.subtract(change));
        }
        BigInteger risen = fee.add(change.max(BigInteger.ONE));
        return risen.bitLength() > 256 ? UInt256.MAX : UInt256.of(risen);
    }
}
