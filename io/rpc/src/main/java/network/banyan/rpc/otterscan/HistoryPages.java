// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.otterscan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import network.banyan.evm.ContractAddress;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.Location;
import network.banyan.rpc.ethereum.ChainReader;
import network.banyan.rpc.ethereum.ReceiptJson;
import network.banyan.rpc.ethereum.TransactionJson;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;

/** What accounts sent, received and created, by the chain's index of accounts: calls inside transactions are not in it. */
final class HistoryPages {
    private static final int PAGE_MAX = 100;
    private static final int INDEX_PAGE = 1_000;

    /** Transactions of one account that a search for one of them looks at. */
    private static final int SEARCHED_MAX = 10_000;

    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;

    HistoryPages(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
    }

    /** Places of one account in one direction, behind a place. */
    @FunctionalInterface
    private interface Walk {
        List<Location> from(Location place, int limit);
    }

    private record Asked(Address account, long block, int size) {
        static Asked of(JsonNode json) {
            Params params = Params.of(json, 3);
            return new Asked(
                    params.required(0).address(),
                    params.required(1).longQuantity(),
                    params.required(2).number(1, PAGE_MAX));
        }
    }

    private record Found(List<Location> places, boolean more) {}

    JsonNode before(JsonNode json) {
        Asked asked = Asked.of(json);
        boolean fromTip = asked.block == 0;
        var start = new Location(fromTip ? Long.MAX_VALUE : asked.block, 0);
        return pool.run(() -> {
            Found found = page(start, asked.size, (place, limit) -> chain.history(asked.account, place, limit));
            return answer(found.places, fromTip, !found.more);
        });
    }

    JsonNode after(JsonNode json) {
        Asked asked = Asked.of(json);
        var start = new Location(asked.block, Integer.MAX_VALUE);
        return pool.run(() -> {
            Found found = page(start, asked.size, (place, limit) -> chain.historyAfter(asked.account, place, limit));
            return answer(found.places.reversed(), !found.more, asked.block == 0);
        });
    }

    /** So many, and what else stands in the last one's block. */
    private static Found page(Location start, int size, Walk walk) {
        List<Location> places = new ArrayList<>(walk.from(start, size));
        if (places.size() < size) {
            return new Found(places, false);
        }
        while (true) {
            Location last = places.getLast();
            List<Location> next = walk.from(last, size);
            if (next.isEmpty()) {
                return new Found(places, false);
            }
            for (Location place : next) {
                if (place.block() != last.block()) {
                    return new Found(places, true);
                }
                places.add(place);
            }
        }
    }

    private JsonNode answer(List<Location> places, boolean firstPage, boolean lastPage) {
        ObjectNode answer = Json.object();
        ArrayNode transactions = answer.putArray("txs");
        ArrayNode receipts = answer.putArray("receipts");
        for (Location place : places) {
            Optional<Block> kept = chain.block(place.block());
            if (kept.isEmpty()) {
                continue; // It was forgotten since the index was read.
            }
            Block block = kept.get();
            transactions.add(TransactionJson.placed(block, place.index()));
            receipts.add(ReceiptJson.one(block, reader.receipts(block), place.index())
                    .put("timestamp", Json.hex(block.header().timestamp())));
        }
        return answer.put("firstPage", firstPage).put("lastPage", lastPage);
    }

    JsonNode bySenderAndNonce(JsonNode json) {
        Params params = Params.of(json, 2);
        Address sender = params.required(0).address();
        long nonce = params.required(1).longQuantity();
        // An account's own nonces fall on the way back, so the first that is not larger decides.
        return pool.run(() -> first(
                        new Location(Long.MAX_VALUE, 0),
                        (place, limit) -> chain.history(sender, place, limit),
                        transaction -> transaction.sender().equals(Optional.of(sender))
                                && transaction.body().nonce() <= nonce)
                .filter(transaction -> transaction.body().nonce() == nonce)
                .map(transaction -> Json.data(transaction.hash()))
                .orElseGet(Json::nothing));
    }

    /** Who created a contract by a transaction of its own; contracts that contracts created have no such place. */
    JsonNode creator(JsonNode json) {
        Address contract = Params.of(json, 1).required(0).address();
        return pool.run(() -> first(
                        new Location(0, 0),
                        (place, limit) -> chain.historyAfter(contract, place, limit),
                        transaction -> transaction.body().to().isEmpty()
                                && transaction
                                        .sender()
                                        .map(sender -> ContractAddress.of(
                                                sender, transaction.body().nonce()))
                                        .equals(Optional.of(contract)))
                .<JsonNode>map(transaction -> Json.object()
                        .put("hash", transaction.hash().toHex())
                        .put("creator", transaction.sender().orElseThrow().toHex()))
                .orElseGet(Json::nothing));
    }

    private Optional<Transaction> first(Location start, Walk walk, Predicate<Transaction> wanted) {
        Location from = start;
        for (int looked = 0; looked < SEARCHED_MAX; looked += INDEX_PAGE) {
            List<Location> places = walk.from(from, INDEX_PAGE);
            for (Location place : places) {
                Optional<Transaction> transaction = chain.block(place.block())
                        .map(block -> block.transactions().get(place.index()))
                        .filter(wanted);
                if (transaction.isPresent()) {
                    return transaction;
                }
            }
            if (places.size() < INDEX_PAGE) {
                return Optional.empty();
            }
            from = places.getLast();
        }
        throw RpcException.limit("it is not among %d transactions of the account, and no more are searched at once"
                .formatted(SEARCHED_MAX));
    }
}
