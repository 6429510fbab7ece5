// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import network.banyan.execution.TransactionCheck;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member or a watcher does on a chain, one transaction after the other. */
public final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int REVERTED = 3;
    private static final int SELECTOR_TEXT = 10;

    private final ChainClient chain;
    private final Wallet wallet;
    private final String where;
    private Optional<Pending> pending = Optional.empty();

    /** Sent and not seen final, when the chain was at a block. */
    private record Pending(Transaction transaction, long block) {}

    /** @param where for the log: the chain's name */
    public Hands(ChainClient chain, Wallet wallet, String where) {
        this.chain = chain;
        this.wallet = wallet;
        this.where = where;
    }

    public Address account() {
        return wallet.address();
    }

    /**
     * Whether that is over: it happened, or the contract refuses it, because another member was faster, or it is too early.
     *
     * @param what for the log
     */
    public boolean send(String what, Address contract, Bytes call) {
        return send(what, contract, UInt256.ZERO, call, 0);
    }

    /** @param gasLeast for what costs more if others do theirs first */
    public boolean send(String what, Address contract, Bytes call, long gasLeast) {
        return send(what, contract, UInt256.ZERO, call, gasLeast);
    }

    /** @param value coins that go with it, in wei */
    public boolean pay(String what, Address contract, UInt256 value, Bytes call) {
        return send(what, contract, value, call, 0);
    }

    private boolean send(String what, Address contract, UInt256 value, Bytes call, long gasLeast) {
        try {
            settle();
            Transaction transaction = prepared(contract, value, call, gasLeast);
            pending = Optional.of(new Pending(transaction, chain.blockNumber()));
            ChainClient.Outcome outcome = await(transaction);
            LOG.info(
                    "{}: {} ({}block {}, {} gas)",
                    where,
                    what,
                    outcome.success() ? "" : "too late, ",
                    outcome.block(),
                    outcome.gasUsed());
            return outcome.success();
        } catch (RpcFailure.Refused refused) {
            pending = Optional.empty();
            if (refused.reason().startsWith("insufficient funds")) {
                LOG.error("{}: {}: account {} has no coins for the gas", where, what, wallet.address());
                return false;
            }
            LOG.info("{}: {}: refused, {} {}", where, what, refused.reason(), error(refused));
            return refused.code() == REVERTED;
        }
    }

    /** Which error of the contract, by its selector. */
    private static String error(RpcFailure.Refused refused) {
        String data = refused.data().map(JsonNode::asText).orElse("");
        return data.length() > SELECTOR_TEXT ? data.substring(0, SELECTOR_TEXT) : data;
    }

    private Transaction prepared(Address contract, UInt256 value, Bytes call, long gasLeast) {
        long estimate = chain.estimateGas(wallet.address(), Optional.of(contract), value, call);
        ChainClient.GasPrice price = chain.gasPrice();
        long gas = Math.min(TransactionCheck.GAS_LIMIT_MAX, Math.max(gasLeast, estimate + estimate / 5));
        var fees = new Wallet.Fees(gas, price.tip(), price.maxFeePerGas());
        return wallet.sign(chain.chainId(), chain.nonce(wallet.address()), fees, Optional.of(contract), value, call);
    }

    private ChainClient.Outcome await(Transaction transaction) {
        ChainClient.Outcome outcome = chain.await(chain.send(transaction), PATIENCE);
        pending = Optional.empty();
        return outcome;
    }

    /** What waits for its turn while blocks go by has too low a fee by now, and nothing behind it would ever have its turn. */
    private void settle() {
        if (pending.isPresent()) {
            Transaction waits = pending.get().transaction();
            if (chain.receipt(waits.hash()).isPresent()) {
                pending = Optional.empty();
            } else if (chain.blockNumber() > pending.get().block()
                    && waits.body() instanceof TransactionBody.DynamicFee body) {
                Transaction raised = raised(body);
                pending = Optional.of(new Pending(raised, chain.blockNumber()));
                await(raised);
            } else {
                await(waits);
            }
        }
    }

    private Transaction raised(TransactionBody.DynamicFee body) {
        UInt256 now = chain.gasPrice().maxFeePerGas();
        UInt256 more = more(body.maxFeePerGas());
        var fees = new Wallet.Fees(
                body.gasLimit(), more(body.maxPriorityFeePerGas()), now.compareTo(more) > 0 ? now : more);
        return wallet.sign(chain.chainId(), body.nonce(), fees, body.to(), body.value(), body.data());
    }

    /** An eighth more, and one: what pools want of a replacement. */
    private static UInt256 more(UInt256 fee) {
        return UInt256.of(
                fee.toBigInteger().multiply(BigInteger.valueOf(9)).shiftRight(3).add(BigInteger.ONE));
    }
}
