// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** What the transactions of a chain do. */
enum Load {
    /** Coins from one account to another. */
    TRANSFERS,
    /** Tokens from one holder to another. */
    ERC20,
    /** One of either, by chance. */
    MIXED;

    private static final long TRANSFER_GAS = 21_000;
    private static final UInt256 TIP = UInt256.of(1_000_000L);
    private static final UInt256 MOST = UInt256.of(3_000_000_000L);

    /** As people write it. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    TransactionBody body(UInt256 chainId, long nonce, Address to, Address token, SplittableRandom random) {
        boolean coins = this == TRANSFERS || (this == MIXED && random.nextBoolean());
        long amount = 1L + random.nextInt(1_000_000);
        return new TransactionBody.DynamicFee(
                Optional.of(chainId),
                nonce,
                TIP,
                MOST,
                coins ? TRANSFER_GAS : Token.TRANSFER_GAS_LIMIT,
                Optional.of(coins ? to : token),
                coins ? UInt256.of(amount) : UInt256.ZERO,
                coins ? Bytes.EMPTY : Token.transfer(to, amount),
                List.of());
    }
}
