// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.ArrayList;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;

/**
 * Suggests a tip from what recent blocks accepted: of each block the cheapest few, of those the 60th percentile. The
 * cheapest count because a block that took them would have taken ours. Computed once a block.
 */
final class TipOracle {
    private static final int BLOCKS = 20;
    private static final int SAMPLES_PER_BLOCK = 3;
    private static final int PERCENTILE = 60;

    /** A thousandth of a gwei: proposers take any tip while blocks are not full. */
    private static final UInt256 LEAST = UInt256.of(1_000_000);

    private static final UInt256 MOST = UInt256.of(500_000_000_000L);

    private final ChainView chain;
    private volatile Suggestion last = new Suggestion(-1, LEAST);

    TipOracle(ChainView chain) {
        this.chain = chain;
    }

    private record Suggestion(long height, UInt256 tip) {}

    UInt256 suggestion() {
        long height = chain.height();
        Suggestion known = last;
        if (known.height() != height) {
            // Two threads may both compute; they find the same.
            known = new Suggestion(height, compute(height));
            last = known;
        }
        return known.tip();
    }

    private UInt256 compute(long height) {
        List<UInt256> samples = new ArrayList<>();
        for (long number = height; number > Math.max(0, height - BLOCKS); number--) {
            chain.block(number).ifPresent(block -> samples.addAll(cheapest(block)));
        }
        if (samples.isEmpty()) {
            return LEAST;
        }
        samples.sort(null);
        UInt256 tip = samples.get((samples.size() - 1) * PERCENTILE / 100);
        if (tip.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return tip.compareTo(MOST) > 0 ? MOST : tip;
    }

    private static List<UInt256> cheapest(Block block) {
        UInt256 baseFee = block.header().baseFeePerGas();
        return block.transactions().stream()
                .map(transaction -> Prices.tip(transaction.body(), baseFee))
                .sorted()
                .limit(SAMPLES_PER_BLOCK)
                .toList();
    }
}
