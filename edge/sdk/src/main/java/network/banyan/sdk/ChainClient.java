// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The few calls most programs need, with types. Every method throws {@link RpcFailure}. */
public final class ChainClient implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final JsonRpcClient rpc;

    public ChainClient(JsonRpcClient rpc) {
        this.rpc = rpc;
    }

    public static ChainClient connect(String node) {
        return new ChainClient(JsonRpcClient.connect(node));
    }

    /** For every other call. */
    public JsonRpcClient rpc() {
        return rpc;
    }

    public long chainId() {
        return longNumber("eth_chainId", rpc.call("eth_chainId"));
    }

    public long blockNumber() {
        return longNumber("eth_blockNumber", rpc.call("eth_blockNumber"));
    }

    /** The nonce of the account's next transaction, counting those that wait. */
    public long nonce(Address account) {
        return longNumber("eth_getTransactionCount", rpc.call("eth_getTransactionCount", account.toHex(), "pending"));
    }

    /** In wei. */
    public UInt256 balance(Address account) {
        return number("eth_getBalance", rpc.call("eth_getBalance", account.toHex(), "latest"));
    }

    public Bytes code(Address account) {
        return bytes("eth_getCode", rpc.call("eth_getCode", account.toHex(), "latest"));
    }

    /**
     * What gas costs now, in wei.
     *
     * @param baseFee of the next block
     * @param tip that recent blocks took
     */
    public record GasPrice(UInt256 baseFee, UInt256 tip) {
        /** A limit that still holds after five full blocks, each of which raises the base fee by an eighth. */
        public UInt256 maxFeePerGas() {
            return baseFee.timesExact(2).plusExact(tip);
        }
    }

    public GasPrice gasPrice() {
        UInt256 tip = number("eth_maxPriorityFeePerGas", rpc.call("eth_maxPriorityFeePerGas"));
        UInt256 whole = number("eth_gasPrice", rpc.call("eth_gasPrice"));
        return new GasPrice(whole.compareTo(tip) > 0 ? whole.minus(tip) : UInt256.ZERO, tip);
    }

    /** Asks a contract without a transaction; a revert is an {@link RpcFailure.Refused} of code 3. */
    public Bytes call(Address to, Bytes data) {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("to", to.toHex()).put("input", data.toHex());
        return bytes("eth_call", rpc.call("eth_call", request, "latest"));
    }

    /**
     * @param to empty to create a contract
     */
    public long estimateGas(Address from, Optional<Address> to, UInt256 value, Bytes data) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("from", from.toHex())
                .put("value", value.toQuantity())
                .put("input", data.toHex());
        to.ifPresent(address -> request.put("to", address.toHex()));
        return longNumber("eth_estimateGas", rpc.call("eth_estimateGas", request, "pending"));
    }

    /** Sends and does not wait. Sending the same transaction again is no error: a lost answer can be asked for anew. */
    public Hash send(Transaction transaction) {
        try {
            rpc.call("eth_sendRawTransaction", transaction.encoded().toHex());
        } catch (RpcFailure.Refused refused) {
            if (!refused.reason().startsWith("already known")) {
                throw refused;
            }
        }
        return transaction.hash();
    }

    /**
     * What became of a transaction.
     *
     * @param contract the contract it created
     * @param json the whole receipt, logs included
     */
    public record Outcome(
            Hash transaction,
            long block,
            int index,
            boolean success,
            long gasUsed,
            Optional<Address> contract,
            JsonNode json) {}

    /** Empty while the transaction is not final. */
    public Optional<Outcome> receipt(Hash transaction) {
        JsonNode json = rpc.call("eth_getTransactionReceipt", transaction.toHex());
        return json.isNull() ? Optional.empty() : Optional.of(outcome(transaction, json));
    }

    /**
     * Waits until a transaction is final, through outages of the node.
     *
     * @param timeMax after which the last outage, or silence, is reported
     */
    public Outcome await(Hash transaction, Duration timeMax) {
        long deadline = System.nanoTime() + timeMax.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                Optional<Outcome> outcome = receipt(transaction);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new RpcFailure.Unreachable(
                            "transaction " + transaction + " is not final after " + timeMax.toSeconds() + " s", null);
                }
            } catch (RpcFailure.Unreachable outage) {
                if (System.nanoTime() - deadline > 0) {
                    throw outage;
                }
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RpcFailure.Unreachable("interrupted while waiting for a receipt", stopping);
        }
    }

    private static Outcome outcome(Hash transaction, JsonNode json) {
        String method = "eth_getTransactionReceipt";
        JsonNode contract = json.path("contractAddress");
        return new Outcome(
                transaction,
                longNumber(method, json.path("blockNumber")),
                (int) longNumber(method, json.path("transactionIndex")),
                longNumber(method, json.path("status")) == 1,
                longNumber(method, json.path("gasUsed")),
                contract.isTextual() ? Optional.of(address(method, contract)) : Optional.empty(),
                json);
    }

    private static UInt256 number(String method, JsonNode json) {
        return read(method, json, UInt256::fromHex);
    }

    private static long longNumber(String method, JsonNode json) {
        return read(method, json, text -> UInt256.fromHex(text).toLongExact());
    }

    private static Bytes bytes(String method, JsonNode json) {
        return read(method, json, Bytes::fromHex);
    }

    private static Address address(String method, JsonNode json) {
        return read(method, json, Address::fromHex);
    }

    private static <T> T read(String method, JsonNode json, java.util.function.Function<String, T> read) {
        try {
            return read.apply(json.textValue() == null ? "" : json.textValue());
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new RpcFailure.Unreachable(method + ": the node answered with " + shown(json), wrong);
        }
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() > 100 ? text.substring(0, 100) + "..." : text;
    }

    @Override
    public void close() {
        rpc.close();
    }
}
