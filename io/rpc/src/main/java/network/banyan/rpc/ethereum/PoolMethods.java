// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;

/** The transactions that wait: {@code pending} could go into the next block, {@code queued} wait for an earlier nonce. */
final class PoolMethods {
    private static final long CONTENT_BYTES_MAX = 4 << 20;
    private static final int INSPECTED_MAX = 50_000;

    private final ChainView chain;

    PoolMethods(ChainView chain) {
        this.chain = chain;
    }

    void addTo(RpcMethods methods) {
        methods.add("txpool_status", this::status);
        methods.add("txpool_content", this::content);
        methods.add("txpool_contentFrom", this::contentFrom);
        methods.add("txpool_inspect", this::inspect);
    }

    private JsonNode status(JsonNode json) {
        Params.of(json, 0);
        int[] counts = new int[2];
        forEach((transaction, pending) -> counts[pending ? 0 : 1]++);
        return Json.object().put("pending", Json.hex(counts[0])).put("queued", Json.hex(counts[1]));
    }

    private JsonNode content(JsonNode json) {
        Params.of(json, 0);
        long bytes = chain.pool().stream()
                .mapToLong(transaction -> transaction.encoded().size())
                .sum();
        if (bytes > CONTENT_BYTES_MAX) {
            throw RpcException.limit("the pool holds %d bytes, of which at most %d are shown at once; "
                            .formatted(bytes, CONTENT_BYTES_MAX)
                    + "ask txpool_contentFrom");
        }
        ObjectNode content = Json.object();
        ObjectNode pendingOnes = content.putObject("pending");
        ObjectNode queuedOnes = content.putObject("queued");
        forEach((transaction, pending) -> {
            String sender = Checksum.of(sender(transaction));
            (pending ? pendingOnes : queuedOnes)
                    .withObjectProperty(sender)
                    .set(nonce(transaction), TransactionJson.pending(transaction));
        });
        return content;
    }

    private JsonNode contentFrom(JsonNode json) {
        Address wanted = Params.of(json, 1).required(0).address();
        ObjectNode content = Json.object();
        ObjectNode pendingOnes = content.putObject("pending");
        ObjectNode queuedOnes = content.putObject("queued");
        forEach((transaction, pending) -> {
            if (sender(transaction).equals(wanted)) {
                (pending ? pendingOnes : queuedOnes).set(nonce(transaction), TransactionJson.pending(transaction));
            }
        });
        return content;
    }

    /** A line for each transaction, for people to read. */
    private JsonNode inspect(JsonNode json) {
        Params.of(json, 0);
        if (chain.poolSize() > INSPECTED_MAX) {
            throw RpcException.limit("the pool holds %d transactions, of which at most %d are shown at once; "
                            .formatted(chain.poolSize(), INSPECTED_MAX)
                    + "ask txpool_contentFrom");
        }
        ObjectNode content = Json.object();
        ObjectNode pendingOnes = content.putObject("pending");
        ObjectNode queuedOnes = content.putObject("queued");
        forEach((transaction, pending) -> (pending ? pendingOnes : queuedOnes)
                .withObjectProperty(Checksum.of(sender(transaction)))
                .put(nonce(transaction), line(transaction.body())));
        return content;
    }

    private static String line(TransactionBody body) {
        return "%s: %s wei + %d gas × %s wei"
                .formatted(
                        body.to().map(Checksum::of).orElse("contract creation"),
                        body.value(),
                        body.gasLimit(),
                        body.maxFeePerGas());
    }

    private static Address sender(Transaction transaction) {
        return transaction.sender().orElse(Address.ZERO);
    }

    private static String nonce(Transaction transaction) {
        return Long.toUnsignedString(transaction.body().nonce());
    }

    private void forEach(BiConsumer<Transaction, Boolean> visit) {
        Map<Address, Long> nextNonces = new HashMap<>();
        for (Transaction transaction : chain.pool()) {
            long next = nextNonces.computeIfAbsent(sender(transaction), chain::pendingNonce);
            visit.accept(transaction, Long.compareUnsigned(transaction.body().nonce(), next) < 0);
        }
    }
}
