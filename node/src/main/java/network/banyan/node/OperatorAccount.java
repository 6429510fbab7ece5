// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.replica.ChainView.GasEstimate;
import network.banyan.replica.ChainView.Submission;

/** The account that this node's validator earns with: what the node says on the chain by itself, it says from here. */
final class OperatorAccount {
    private static final UInt256 TIP = UInt256.of(1_000_000_000);

    private final ChainView chain;
    private final Hash key;
    private final Address address;

    OperatorAccount(ChainView chain, Hash key) {
        this.chain = chain;
        this.key = key;
        this.address = Secp256k1.addressOf(key);
    }

    /** What came of a wish to send. */
    sealed interface Sending {
        record Sent(Transaction transaction) implements Sending {}

        /** The contract would refuse it; nothing is sent. */
        record WouldFail() implements Sending {}

        /** @param reason in Ethereum's usual words */
        record Refused(String reason) implements Sending {}
    }

    ChainView chain() {
        return chain;
    }

    /** The number of the identity that a delegate has now, if this is its BLS key of 48 bytes. */
    Optional<Long> identityOf(Bytes blsPublicKey) {
        return delegateOf(blsPublicKey).flatMap(delegate -> number(DelegatesContract.identityOf(delegate)));
    }

    /** The number of the delegate that has this BLS key of 48 bytes. */
    Optional<Long> delegateOf(Bytes blsPublicKey) {
        return BlsPoints.ofKey(blsPublicKey).flatMap(point -> number(DelegatesContract.delegateOfKey(point)));
    }

    private Optional<Long> number(Bytes call) {
        return ask(DelegatesContract.ADDRESS, call, DelegatesContract::number).filter(number -> number > 0);
    }

    /** What a contract answers now; empty if it refuses, or is not the contract we know. */
    <T> Optional<T> ask(Address contract, Bytes data, Function<Bytes, T> meaning) {
        try {
            return chain.call(request(contract, data), chain.height())
                    .filter(CallOutcome.Returned.class::isInstance)
                    .map(outcome -> meaning.apply(((CallOutcome.Returned) outcome).output()));
        } catch (AbiException notOurContract) {
            return Optional.empty();
        }
    }

    Sending send(Address contract, Bytes data) {
        Optional<GasEstimate> estimate = chain.estimateGas(request(contract, data), chain.height());
        if (estimate.isEmpty() || !(estimate.get() instanceof GasEstimate.Enough enough)) {
            return new Sending.WouldFail();
        }
        Transaction transaction = sign(contract, data, enough.gas() + enough.gas() / 4);
        return switch (chain.submit(transaction)) {
            case Submission.Accepted _ -> new Sending.Sent(transaction);
            case Submission.Refused refused -> new Sending.Refused(refused.reason());
        };
    }

    private Transaction sign(Address contract, Bytes data, long gasLimit) {
        UInt256 baseFee = chain.nextBaseFee();
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(chain.genesis().chainId())),
                chain.pendingNonce(address),
                TIP,
                baseFee.plus(baseFee).plus(TIP),
                gasLimit,
                Optional.of(contract),
                UInt256.ZERO,
                data,
                List.of());
        return Transaction.sign(body, key);
    }

    private CallRequest request(Address contract, Bytes data) {
        return new CallRequest(
                address,
                Optional.of(contract),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                data,
                List.of(),
                List.of());
    }
}
