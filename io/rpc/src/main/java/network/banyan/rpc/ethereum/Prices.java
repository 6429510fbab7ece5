// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.math.BigInteger;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.UInt256;

/** What a unit of gas costs. */
public final class Prices {
    /** EIP-4844 with the update fraction of EIP-7691, which Osaka keeps. */
    private static final BigInteger BLOB_FEE_UPDATE_FRACTION = BigInteger.valueOf(5_007_716);

    private Prices() {}

    /** EIP-1559: the base fee and the tip on top, but never more than the sender allows. */
    public static UInt256 effective(TransactionBody body, UInt256 baseFee) {
        UInt256 most = body.maxFeePerGas();
        return most.compareTo(baseFee) <= 0 ? most : baseFee.plus(tip(body, baseFee));
    }

    /** What of the price goes to the proposer; zero if the price does not even cover the base fee. */
    static UInt256 tip(TransactionBody body, UInt256 baseFee) {
        UInt256 most = body.maxFeePerGas();
        if (most.compareTo(baseFee) <= 0) {
            return UInt256.ZERO;
        }
        UInt256 headroom = most.minus(baseFee);
        UInt256 tip = body.maxPriorityFeePerGas();
        return tip.compareTo(headroom) < 0 ? tip : headroom;
    }

    /** EIP-4844's {@code fake_exponential} with a least fee of one wei. */
    static UInt256 blobBaseFee(long excessBlobGas) {
        if (excessBlobGas == 0) {
            return UInt256.ONE;
        }
        BigInteger numerator = BigInteger.valueOf(excessBlobGas);
        BigInteger sum = BigInteger.ZERO;
        BigInteger term = BLOB_FEE_UPDATE_FRACTION;
        for (long i = 1; term.signum() > 0 && sum.bitLength() <= 256; i++) {
            sum = sum.add(term);
            term = term.multiply(numerator).divide(BLOB_FEE_UPDATE_FRACTION.multiply(BigInteger.valueOf(i)));
        }
        BigInteger fee = sum.divide(BLOB_FEE_UPDATE_FRACTION);
        return fee.bitLength() > 256 ? UInt256.MAX : UInt256.of(fee);
    }
}
