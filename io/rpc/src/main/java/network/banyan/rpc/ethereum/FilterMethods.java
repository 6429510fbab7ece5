// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.LongSupplier;
import network.banyan.replica.ChainView;
import network.banyan.rpc.ethereum.Filters.Filter;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Caller;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/**
 * Logs by search, and filters that are asked again and again. A filter remembers only how far it has been read; what is
 * new is found in the chain when it is asked, so an unasked filter costs nothing.
 */
final class FilterMethods {
    private final ChainView chain;
    private final LogSearch search;
    private final CallPool pool;
    private final RecentPool recent;
    private final Filters filters;

    /**
     * @param nanos a clock that only moves forward, for the expiry of filters
     */
    FilterMethods(ChainView chain, CallPool pool, RecentPool recent, QueryLimits limits, LongSupplier nanos) {
        this.chain = chain;
        this.search = new LogSearch(chain, limits);
        this.pool = pool;
        this.recent = recent;
        this.filters = new Filters(limits.filters(), nanos);
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_getLogs", this::logs);
        methods.add("eth_newFilter", this::newFilter);
        methods.add("eth_newBlockFilter", this::newBlockFilter);
        methods.add("eth_newPendingTransactionFilter", this::newPendingFilter);
        methods.add("eth_getFilterChanges", this::changes);
        methods.add("eth_getFilterLogs", this::filterLogs);
        methods.add("eth_uninstallFilter", this::uninstall);
    }

    private JsonNode logs(JsonNode json) {
        Value asked = Params.of(json, 1).required(0).object();
        LogFilter filter = LogFilter.of(asked);
        LogSearch.Range range = search.range(asked);
        return pool.run(() -> search.find(filter, range));
    }

    private JsonNode newFilter(JsonNode json, Caller caller) {
        Value asked = Params.of(json, 1).required(0).object();
        if (!asked.field("blockHash").isAbsent()) {
            throw asked.wrong("a filter follows new blocks; use eth_getLogs for one block");
        }
        LogFilter filter = LogFilter.of(asked);
        long first = bound(asked.field("fromBlock"), 0);
        long last = bound(asked.field("toBlock"), Long.MAX_VALUE);
        if (first > last) {
            throw RpcException.invalidParams("invalid block range params");
        }
        return Json.text(filters.add(new Filter.Logs(filter, first, last), chain.height() + 1, caller.address()));
    }

    private static long bound(Value value, long ifOpen) {
        return switch (BlockChoice.of(value)) {
            case BlockChoice.Latest _ -> ifOpen;
            case BlockChoice.Numbered(long number) -> number;
            case BlockChoice.Hashed _ -> throw value.wrong("expected a block number or tag");
        };
    }

    private JsonNode newBlockFilter(JsonNode json, Caller caller) {
        Params.of(json, 0);
        return Json.text(filters.add(new Filter.Blocks(), chain.height() + 1, caller.address()));
    }

    private JsonNode newPendingFilter(JsonNode json, Caller caller) {
        Params.of(json, 1);
        return Json.text(filters.add(new Filter.Pending(), recent.next(), caller.address()));
    }

    private JsonNode changes(JsonNode json) {
        Filters.Installed installed = installed(json);
        // One poll at a time, or two would both tell the same news.
        return pool.run(() -> {
            synchronized (installed) {
                return switch (installed.filter()) {
                    case Filter.Logs logs -> newLogs(installed, logs);
                    case Filter.Blocks _ -> newBlocks(installed);
                    case Filter.Pending _ -> newPending(installed);
                };
            }
        });
    }

    private JsonNode newLogs(Filters.Installed installed, Filter.Logs logs) {
        long last = lastToRead(installed);
        long first = Math.max(installed.position(), logs.first());
        ArrayNode found = first > Math.min(last, logs.last())
                ? Json.array()
                : search.find(logs.filter(), new LogSearch.Range(first, Math.min(last, logs.last())));
        installed.moveTo(last + 1);
        return found;
    }

    private JsonNode newBlocks(Filters.Installed installed) {
        long last = lastToRead(installed);
        ArrayNode hashes = Json.array();
        for (long number = installed.position(); number <= last; number++) {
            chain.block(number).ifPresent(block -> hashes.add(block.hash().toHex()));
        }
        installed.moveTo(last + 1);
        return hashes;
    }

    /** A filter long unasked is read in steps, so that no answer grows without bound. */
    private long lastToRead(Filters.Installed installed) {
        return Math.min(chain.height(), installed.position() + search.blocksMax() - 1);
    }

    private JsonNode newPending(Filters.Installed installed) {
        RecentPool.News news = recent.since(installed.position());
        installed.moveTo(news.next());
        ArrayNode hashes = Json.array();
        news.hashes().forEach(hash -> hashes.add(hash.toHex()));
        return hashes;
    }

    private JsonNode filterLogs(JsonNode json) {
        if (!(installed(json).filter() instanceof Filter.Logs logs)) {
            throw RpcException.refused("filter not found");
        }
        long last = Math.min(logs.last(), chain.height());
        if (last - logs.first() >= search.blocksMax()) {
            throw RpcException.limit("block range too large: %d blocks, at most %d"
                    .formatted(last - logs.first() + 1, search.blocksMax()));
        }
        return pool.run(() -> search.find(logs.filter(), new LogSearch.Range(logs.first(), last)));
    }

    private Filters.Installed installed(JsonNode json) {
        return filters.find(Params.of(json, 1).required(0).text())
                .orElseThrow(() -> RpcException.refused("filter not found"));
    }

    private JsonNode uninstall(JsonNode json) {
        return Json.flag(filters.remove(Params.of(json, 1).required(0).text()));
    }
}
