// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;
import org.jspecify.annotations.Nullable;

/**
 * Makes and sends the payer's transactions, one that is not final at a time. Several devices may share a payer: a new
 * transaction takes the next free nonce, and only one of our own is ever replaced.
 */
final class PayerTransactions {
    /** An anchor takes under 100,000 gas, a registration under 500,000. */
    private static final UInt256 MAX_GAS = UInt256.of(2_000_000);

    /** 10,000 gwei: at most some two coins for an anchor. */
    private static final UInt256 MAX_FEE = UInt256.of(10_000_000_000_000L);

    private final Address payer;
    private final Hash privateKey;
    private final Asking node;
    private @Nullable Open open;

    PayerTransactions(Address payer, Hash privateKey, Asking node) {
        this.payer = payer;
        this.privateKey = privateKey;
        this.node = node;
    }

    /** One question to the node, with the reader of its answer. */
    interface Asking {
        <T> T ask(String method, Function<JsonNode, T> read, Object... parameters);
    }

    private record Open(Hash hash, long nonce, Wallet.Fees fees) {}

    /**
     * @return the transaction's hash
     */
    Hash send(long chainId, Address to, Bytes data) {
        Open replaced = replaceable();
        long nonce = replaced == null ? nonce("pending") : replaced.nonce();
        long gas = node.ask(
                "eth_estimateGas",
                answer -> bounded(answer, MAX_GAS, "gas").toLongExact(),
                Map.of("from", payer.toHex(), "to", to.toHex(), "data", data.toHex()));
        UInt256 tip = node.ask("eth_maxPriorityFeePerGas", answer -> bounded(answer, MAX_FEE, "tip"));
        // Twice the present price lasts for six full blocks; what is not needed is not paid.
        UInt256 maxFee = node.ask("eth_gasPrice", answer -> bounded(answer, MAX_FEE, "gas price"))
                .timesExact(2);
        if (replaced != null) {
            tip = larger(tip, raised(replaced.fees().maxPriorityFeePerGas()));
            maxFee = larger(maxFee, raised(replaced.fees().maxFeePerGas()));
        }
        var fees = new Wallet.Fees(gas + gas / 4, tip, larger(maxFee, tip));
        Transaction transaction = Wallet.of(privateKey).sign(chainId, nonce, fees, Optional.of(to), UInt256.ZERO, data);
        // Remembered before it is sent: if the answer gets lost, the next attempt must not become a second one.
        open = new Open(transaction.hash(), nonce, fees);
        try {
            node.ask(
                    "eth_sendRawTransaction",
                    answer -> answer,
                    transaction.encoded().toHex());
        } catch (NodePort.Unavailable unavailable) {
            if (unavailable.getCause() instanceof Rpc.Failure) {
                // Refused, so it waits nowhere; its nonce may be another device's by now.
                open = replaced;
            }
            throw unavailable;
        }
        return transaction.hash();
    }

    void isFinal(Hash transaction) {
        if (open != null && open.hash().equals(transaction)) {
            open = null;
        }
    }

    /** Our last transaction, if its nonce is still free on the chain. */
    private @Nullable Open replaceable() {
        Open last = open;
        return last != null && nonce("latest") <= last.nonce() ? last : null;
    }

    private long nonce(String block) {
        return node.ask(
                "eth_getTransactionCount",
                answer -> RpcNodePort.quantity(answer).toLongExact(),
                payer.toHex(),
                block);
    }

    /** A price beyond reason comes from a broken node or a thief; the payer's money is not for them. */
    private static UInt256 bounded(JsonNode answer, UInt256 most, String what) {
        UInt256 value = RpcNodePort.quantity(answer);
        if (value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "the node asks for a %s of %s, this device pays at most %s".formatted(what, value, most));
        }
        return value;
    }

    /** By an eighth: pools ask for a tenth more before they replace. */
    private static UInt256 raised(UInt256 fee) {
        return fee.plusExact(UInt256.of(fee.toBigInteger().shiftRight(3))).plusExact(UInt256.ONE);
    }

    private static UInt256 larger(UInt256 one, UInt256 other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
