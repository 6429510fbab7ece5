// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;

/** When a chain's blocks were, in seconds since 1970; final blocks never change, so that each is asked for once. */
final class BlockTimes {
    private static final int KEPT_MAX = 4_096;

    private final ChainClient chain;
    private final SortedMap<Long, Long> known = new TreeMap<>();

    BlockTimes(ChainClient chain) {
        this.chain = chain;
    }

    Moment at(long block) {
        return new Moment(
                block,
                of(block)
                        .orElseThrow(() -> new RpcFailure.Unreachable(
                                "eth_getBlockByNumber: the node has no block " + block, null)));
    }

    /** The first block that is no older; the last one if none is. What a node let go is older. */
    long firstFrom(long seconds) {
        long low = 1;
        long high = Math.max(1, chain.blockNumber());
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (of(middle).orElse(Long.MIN_VALUE) < seconds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Optional<Long> of(long block) {
        Long before = known.get(block);
        if (before != null) {
            return Optional.of(before);
        }
        JsonNode json =
                chain.rpc().call("eth_getBlockByNumber", UInt256.of(block).toQuantity(), false);
        if (json.isNull()) {
            return Optional.empty();
        }
        try {
            long seconds = UInt256.fromHex(json.path("timestamp").asText()).toLongExact();
            if (known.size() < KEPT_MAX) {
                known.put(block, seconds);
            }
            return Optional.of(seconds);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new RpcFailure.Unreachable("eth_getBlockByNumber: the node told no time with a block", malformed);
        }
    }
}
