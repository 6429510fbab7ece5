// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.math.BigInteger;
import network.banyan.evm.Fork;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.UInt256;

/**
 * How many blobs a block may carry and how their price follows demand (EIP-4844, EIP-7840).
 *
 * @param target with so many a block the price stays
 * @param max 0 refuses blob transactions, as our own chains do
 * @param updateFraction the larger, the slower the price follows
 */
public record BlobSchedule(int target, int max, long updateFraction) {
    public static final BlobSchedule CANCUN = new BlobSchedule(3, 6, 3_338_477);

    /** Of Prague and Osaka (EIP-7691). */
    public static final BlobSchedule PRAGUE = new BlobSchedule(6, 9, 5_007_716);

    public static final BlobSchedule NONE = new BlobSchedule(0, 0, PRAGUE.updateFraction);

    /** Execution gas that a blob costs at least, by way of its price (EIP-7918). */
    private static final long BASE_COST = 1L << 13;

    /** The price of a unit of blob gas, in wei. */
    public UInt256 price(long excessBlobGas) {
        return BlobFee.of(BigInteger.valueOf(excessBlobGas), BigInteger.valueOf(updateFraction));
    }

    /** Most blob gas in a block. */
    public long gasMax() {
        return max * TransactionCheck.BLOB_GAS;
    }

    /** The excess blob gas of the block after {@code parent} (EIP-4844, from Osaka on EIP-7918). */
    public long excessAfter(BlockHeader parent, Fork fork) {
        long used = parent.blobGasUsed();
        long sum;
        try {
            sum = Math.addExact(parent.excessBlobGas(), used);
        } catch (ArithmeticException hostile) {
            return Long.MAX_VALUE;
        }
        long targetGas = target * TransactionCheck.BLOB_GAS;
        if (sum < targetGas) {
            return 0;
        }
        if (max > 0 && fork.includes(Fork.OSAKA) && dearerThanBlobs(parent)) {
            return parent.excessBlobGas() + used * (max - target) / max;
        }
        return sum - targetGas;
    }

    private boolean dearerThanBlobs(BlockHeader parent) {
        BigInteger floor = parent.baseFeePerGas().toBigInteger().multiply(BigInteger.valueOf(BASE_COST));
        BigInteger blob =
                price(parent.excessBlobGas()).toBigInteger().multiply(BigInteger.valueOf(TransactionCheck.BLOB_GAS));
        return floor.compareTo(blob) > 0;
    }
}
