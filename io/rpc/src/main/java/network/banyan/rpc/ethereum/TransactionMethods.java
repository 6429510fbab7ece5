// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.Submission;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;

/** One transaction: sending it, and finding it again. */
final class TransactionMethods {
    private final ChainView chain;
    private final ChainReader reader;

    TransactionMethods(ChainView chain) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_sendRawTransaction", this::send);
        methods.add("eth_getTransactionByHash", this::byHash);
        methods.add("eth_getTransactionReceipt", this::receipt);
        methods.add("eth_getRawTransactionByHash", this::raw);
    }

    private JsonNode send(JsonNode json) {
        Bytes encoded = Params.of(json, 1).required(0).bytes();
        if (encoded.size() > Transaction.MAX_BYTES) {
            throw RpcException.refused(
                    "oversized data: transaction size %d, limit %d".formatted(encoded.size(), Transaction.MAX_BYTES));
        }
        Transaction transaction = decode(encoded);
        if (transaction.type() == TransactionBody.BLOB
                && !chain.genesis().parameters().blobs()) {
            throw RpcException.refused("transaction type not supported");
        }
        return switch (chain.submit(transaction)) {
            case Submission.Accepted() -> Json.data(transaction.hash());
            case Submission.Refused(String reason) -> throw RpcException.refused(reason);
        };
    }

    private static Transaction decode(Bytes encoded) {
        try {
            return Transaction.decode(encoded.unsafeArray());
        } catch (RlpException malformed) {
            String reason = malformed.getMessage();
            throw RpcException.refused(
                    reason != null && reason.startsWith("transaction type") ? reason : "rlp: " + reason);
        }
    }

    private JsonNode byHash(JsonNode json) {
        Hash hash = Params.of(json, 1).required(0).hash();
        Optional<JsonNode> placed = locate(hash).map(place -> TransactionJson.placed(place.block(), place.index()));
        return placed.or(() -> chain.pooled(hash).map(TransactionJson::pending)).orElseGet(Json::nothing);
    }

    private JsonNode receipt(JsonNode json) {
        Hash hash = Params.of(json, 1).required(0).hash();
        Optional<JsonNode> receipt = locate(hash)
                .map(place -> ReceiptJson.one(place.block(), reader.receipts(place.block()), place.index()));
        return receipt.orElseGet(Json::nothing);
    }

    private JsonNode raw(JsonNode json) {
        Hash hash = Params.of(json, 1).required(0).hash();
        Optional<Transaction> found = locate(hash)
                .map(place -> place.block().transactions().get(place.index()))
                .or(() -> chain.pooled(hash));
        return found.map(transaction -> Json.data(transaction.encoded())).orElseGet(Json::nothing);
    }

    private record Place(Block block, int index) {}

    private Optional<Place> locate(Hash hash) {
        return chain.locate(hash).map(location -> {
            Optional<Block> block = chain.block(location.block());
            Invariant.check(block.isPresent(), "transaction %s located in a missing block", hash);
            return new Place(block.get(), location.index());
        });
    }
}
