// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The JSON-RPC face of a node: accounts' nonces and a pool are its own, the contracts are a {@link FakeNode}'s. */
final class FakeRpc implements Rpc {
    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeNode contracts;
    final NavigableMap<Long, Transaction> pool = new TreeMap<>();
    final List<Transaction> sent = new ArrayList<>();
    final NavigableMap<Hash, String> receipts = new TreeMap<>();
    final NavigableMap<String, Object> overrides = new TreeMap<>();
    boolean losesAnswersToSend;
    private long nonce;

    FakeRpc(FakeNode contracts) {
        this.contracts = contracts;
    }

    /** Executes the pool's transactions that stand in line. */
    void mine() {
        while (pool.containsKey(nonce)) {
            Transaction transaction = pool.remove(nonce++);
            contracts.send(
                    transaction.body().to().orElseThrow(), transaction.body().data());
            int before = contracts.anchors.size()
                    + contracts.registered.map(key -> 1).orElse(0);
            contracts.mine();
            int after = contracts.anchors.size()
                    + contracts.registered.map(key -> 1).orElse(0);
            receipts.put(transaction.hash(), after > before ? "0x1" : "0x0");
        }
    }

    @Override
    public JsonNode call(String method, Object... parameters) {
        if (overrides.containsKey(method)) {
            Object answer = overrides.get(method);
            if (answer instanceof RuntimeException failure) {
                throw failure;
            }
            return JSON.valueToTree(answer);
        }
        JsonNode json = JSON.valueToTree(parameters);
        return JSON.valueToTree(
                switch (method) {
                    case "eth_chainId" -> "0x1252";
                    case "eth_call" -> view(json.get(0));
                    case "eth_estimateGas" -> "0x15f90";
                    case "eth_maxPriorityFeePerGas" -> "0x3b9aca00";
                    case "eth_gasPrice" -> "0x77359400";
                    case "eth_getTransactionCount" ->
                        "0x" + Long.toHexString(json.get(1).asText().equals("latest") ? nonce : nonce + pool.size());
                    case "eth_sendRawTransaction" -> submit(json.get(0).asText());
                    case "eth_getTransactionReceipt" -> {
                        String status = receipts.get(Hash.fromHex(json.get(0).asText()));
                        yield status == null ? JSON.nullNode() : Map.of("status", status);
                    }
                    case "banyan_lastPublished" -> contracts.lastPublished(Hash.ZERO);
                    case "banyan_publishRecords" -> {
                        List<Bytes> records = new ArrayList<>();
                        json.get(0).forEach(hex -> records.add(Bytes.fromHex(hex.asText())));
                        yield contracts.publish(records).stream()
                                .map(network.banyan.evidence.PublicationJson::write)
                                .toList();
                    }
                    default -> throw new Failure(-32601, "the method " + method + " does not exist");
                });
    }

    private String view(JsonNode request) {
        Bytes data = Bytes.fromHex(request.path("data").asText());
        Hash device = Hash.at(data.toArray(), 4);
        if (Address.fromHex(request.path("to").asText()).equals(Address.ofNumber(0x1002))) {
            return UInt256.of(contracts.nextSequence(device)).toHash().toHex();
        }
        byte[] words = new byte[160];
        contracts.standing(device).ifPresent(standing -> {
            standing.owner().toWord().writeTo(words, 0);
            standing.key().ifPresent(key -> {
                key.x().writeTo(words, 32);
                key.y().writeTo(words, 64);
                words[127] = 1;
            });
            words[159] = (byte) (standing.mayAnchor() ? 1 : 0);
        });
        return Bytes.wrap(words).toHex();
    }

    private String submit(String raw) {
        Transaction transaction = Transaction.decode(Bytes.fromHex(raw).toArray());
        long at = transaction.body().nonce();
        if (at < nonce) {
            throw new Failure(-32000, "nonce too low");
        }
        Transaction present = pool.get(at);
        if (present != null
                && transaction.body().maxFeePerGas().toBigInteger().longValue()
                        < present.body().maxFeePerGas().toBigInteger().longValue() * 11 / 10) {
            throw new Failure(-32000, "replacement transaction underpriced");
        }
        pool.put(at, transaction);
        sent.add(transaction);
        if (losesAnswersToSend) {
            throw new NodePort.Unavailable("timed out");
        }
        return transaction.hash().toHex();
    }
}
