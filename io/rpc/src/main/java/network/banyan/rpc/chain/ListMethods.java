// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.Location;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** Pages of blocks and transactions, newest first; each page goes on before the last row of the one before it. */
public final class ListMethods {
    private static final int ROWS_MAX = 100;
    private static final int ROWS_IF_UNSAID = 25;

    /** On a chain of empty blocks the search for a page of transactions ends here. */
    private static final int BLOCKS_SEARCHED_MAX = 10_000;

    private static final int SELECTOR_SIZE = 4;

    private final ChainView chain;
    private final CallPool pool;

    public ListMethods(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.pool = pool;
    }

    public void addTo(RpcMethods methods) {
        methods.add("banyan_blocks", this::blocks);
        methods.add("banyan_transactions", this::transactions);
        methods.add("banyan_history", this::history);
    }

    private JsonNode blocks(JsonNode json) {
        Value options = options(json);
        long before = options.field("before").optional(Value::longQuantity).orElse(Long.MAX_VALUE);
        int limit = limit(options);
        return pool.run(() -> {
            ArrayNode rows = Json.array();
            for (long number = Math.min(before - 1, chain.height()); number >= 0 && rows.size() < limit; number--) {
                chain.block(number).ifPresent(block -> rows.add(row(block)));
            }
            return rows;
        });
    }

    private static JsonNode row(Block block) {
        BlockHeader header = block.header();
        Slot slot = block.slot();
        return Json.object()
                .put("number", header.number())
                .put("hash", block.hash().toHex())
                .put("timestampMillis", Slot.timeMillis(header))
                .put("transactionCount", block.transactions().size())
                .put("gasUsed", header.gasUsed())
                .put("gasLimit", header.gasLimit())
                .put("beneficiary", header.beneficiary().toHex())
                .put("baseFeePerGas", header.baseFeePerGas().toString())
                .put("size", block.encode().length)
                .put("epoch", slot.epoch())
                .put("view", slot.view());
    }

    private JsonNode transactions(JsonNode json) {
        Value options = options(json);
        Location before = before(options);
        int limit = limit(options);
        return pool.run(() -> newest(before, limit));
    }

    private ArrayNode newest(Location before, int limit) {
        ArrayNode rows = Json.array();
        long newest = Math.min(chain.height(), before.block());
        long oldest = Math.max(0, newest - BLOCKS_SEARCHED_MAX + 1);
        for (long number = newest; number >= oldest && rows.size() < limit; number--) {
            Optional<Block> block = chain.block(number);
            int count = block.map(found -> found.transactions().size()).orElse(0);
            int end = number == before.block() ? Math.min(count, before.index()) : count;
            if (end > 0 && block.isPresent()) {
                List<Receipt> receipts = chain.receipts(number).orElse(List.of());
                for (int index = end - 1; index >= 0 && rows.size() < limit; index--) {
                    rows.add(row(block.get(), receipts, index));
                }
            }
        }
        return rows;
    }

    private JsonNode history(JsonNode json) {
        Value options = options(json);
        Address account = options.field("account").address();
        Location before = before(options);
        int limit = limit(options);
        return pool.run(() -> {
            ArrayNode rows = Json.array();
            for (Location location : chain.history(account, before, limit)) {
                chain.block(location.block())
                        .ifPresent(block -> rows.add(
                                row(block, chain.receipts(location.block()).orElse(List.of()), location.index())));
            }
            return rows;
        });
    }

    private static JsonNode row(Block block, List<Receipt> receipts, int index) {
        Transaction transaction = block.transactions().get(index);
        TransactionBody body = transaction.body();
        ObjectNode row = Json.object()
                .put("hash", transaction.hash().toHex())
                .put("block", block.number())
                .put("index", index)
                .put("from", transaction.sender().orElse(Address.ZERO).toHex());
        row.set("to", body.to().map(Json::data).orElseGet(Json::nothing));
        row.put("value", body.value().toString())
                .put("success", index < receipts.size() && receipts.get(index).success())
                .put("timestampMillis", Slot.timeMillis(block.header()));
        return row.set("method", selector(body));
    }

    /** The four bytes that name a contract's function, where there may be one. */
    private static JsonNode selector(TransactionBody body) {
        Bytes data = body.data();
        return body.to().isPresent() && data.size() >= SELECTOR_SIZE
                ? Json.data(data.slice(0, SELECTOR_SIZE))
                : Json.nothing();
    }

    private static Value options(JsonNode json) {
        Value options = Params.of(json, 1).at(0);
        return options.isAbsent() ? new Value(Json.object(), options.where()) : options.object();
    }

    private static int limit(Value options) {
        return options.field("limit")
                .optional(limit -> limit.number(1, ROWS_MAX))
                .orElse(ROWS_IF_UNSAID);
    }

    private static Location before(Value options) {
        return options.field("before")
                .optional(place -> new Location(
                        place.object().field("block").longQuantity(),
                        place.field("index").number(0, Integer.MAX_VALUE)))
                .orElse(new Location(Long.MAX_VALUE, 0));
    }
}
