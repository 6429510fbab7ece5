// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.Value;

/** Searches blocks for logs, the headers' bloom filters first. */
final class LogSearch {
    /** Few logs can hold much data; the answer to one search is bounded in that, too. */
    private static final int DATA_DIGITS_MAX = 16 << 20;

    private final ChainView chain;
    private final ChainReader reader;
    private final int blocksMax;
    private final int resultsMax;

    LogSearch(ChainView chain, QueryLimits limits) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.blocksMax = limits.logBlocksMax();
        this.resultsMax = limits.logResultsMax();
    }

    /** Blocks from {@code first} to {@code last}, both included. */
    record Range(long first, long last) {}

    int blocksMax() {
        return blocksMax;
    }

    /**
     * Which blocks a filter object names.
     *
     * @throws RpcException if it names none, too many, or some that do not exist yet
     */
    Range range(Value json) {
        Value hash = json.field("blockHash");
        Value from = json.field("fromBlock");
        Value to = json.field("toBlock");
        if (!hash.isAbsent()) {
            if (!from.isAbsent() || !to.isAbsent()) {
                throw json.wrong("cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other");
            }
            Optional<Block> block = chain.block(hash.hash());
            long number = block.map(Block::number).orElseThrow(() -> RpcException.refused("unknown block"));
            return new Range(number, number);
        }
        long latest = chain.height();
        Range range = new Range(number(from, latest), number(to, latest));
        if (range.first() > range.last()) {
            throw RpcException.invalidParams("invalid block range params");
        }
        if (range.last() > latest) {
            throw RpcException.invalidParams("block range extends beyond current head block");
        }
        if (range.last() - range.first() >= blocksMax) {
            throw RpcException.limit("block range too large: %d blocks, at most %d"
                    .formatted(range.last() - range.first() + 1, blocksMax));
        }
        return range;
    }

    private static long number(Value value, long latest) {
        return switch (BlockChoice.of(value)) {
            case BlockChoice.Latest _ -> latest;
            case BlockChoice.Numbered(long number) -> number;
            case BlockChoice.Hashed _ -> throw value.wrong("expected a block number or tag");
        };
    }

    /**
     * @throws RpcException if there are more than the limit; the message has the words clients split their range on
     */
    ArrayNode find(LogFilter filter, Range range) {
        ArrayNode found = Json.array();
        long[] bytes = new long[1];
        for (long number = range.first(); number <= range.last(); number++) {
            if (Thread.currentThread().isInterrupted()) {
                throw RpcException.refused("search interrupted");
            }
            if (!filter.mayMatch(header(number).bloom())) {
                continue;
            }
            collect(existing(number), filter, log -> {
                if (found.size() >= resultsMax) {
                    throw RpcException.limit("query returned more than " + resultsMax + " results");
                }
                bytes[0] += log.get("data").textValue().length();
                if (bytes[0] > DATA_DIGITS_MAX) {
                    throw RpcException.limit("query returned more than " + DATA_DIGITS_MAX / 2 + " bytes of data");
                }
                found.add(log);
            });
        }
        return found;
    }

    private BlockHeader header(long number) {
        return chain.header(number).orElseThrow(() -> missing(number));
    }

    private Block existing(long number) {
        return chain.block(number).orElseThrow(() -> missing(number));
    }

    /** That a node lacks older blocks must not look as if they had no logs. */
    private static RpcException missing(long number) {
        return RpcException.refused(
                "pruned history unavailable: block %d is not here, this node began with a snapshot or lets old blocks go"
                        .formatted(number));
    }

    private void collect(Block block, LogFilter filter, Consumer<ObjectNode> found) {
        if (!block.transactions().isEmpty()) {
            matching(block, reader.receipts(block), filter, found);
        }
    }

    /** Every log of a block that a filter wants, in order. */
    static void matching(Block block, List<Receipt> receipts, LogFilter filter, Consumer<ObjectNode> found) {
        int logIndex = 0;
        for (int i = 0; i < receipts.size(); i++) {
            for (Log log : receipts.get(i).logs()) {
                if (filter.matches(log)) {
                    found.accept(ReceiptJson.log(block, i, logIndex, log));
                }
                logIndex++;
            }
        }
    }
}
