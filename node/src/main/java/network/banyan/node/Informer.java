// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.consensus.Evidence;
import network.banyan.consensus.SignedVote;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.SlashingContract;
import network.banyan.contracts.staking.SlashingContract.Vote;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Secp256k1;
import network.banyan.election.Member;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Proves on the chain that a validator lied, from the account that this node's validator earns with. Every honest node
 * holds the proof; they speak one after the other, and who finds the liar convicted already spends nothing.
 */
final class Informer {
    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);
    private static final UInt256 TIP = UInt256.of(1_000_000_000);

    private final String node;
    private final ChainView chain;
    private final Hash key;
    private final Address account;

    /** One report a liar is enough: it is expelled by the first. */
    private final Set<Bytes> accused = ConcurrentHashMap.newKeySet();

    /** @param key of the account that pays for the report, and gets the reporter's part */
    Informer(String node, ChainView chain, Hash key) {
        this.node = node;
        this.chain = chain;
        this.key = key;
        this.account = Secp256k1.addressOf(key);
    }

    /** What came of a report. */
    sealed interface Outcome {
        record Sent(Transaction transaction) implements Outcome {}

        /** It would change nothing, or cannot be sent. */
        record NotSent(String reason) implements Outcome {}
    }

    /** Tells the operator at once, and the chain after a while, from a thread of its own. */
    void hear(Evidence evidence, Member liar, Duration patience) {
        LOG.error(
                "validator {} lied. The proof, which anyone may bring to the chain:\n{}",
                liar.name(),
                command(evidence, liar));
        if (accused.add(liar.blsPublicKey())) {
            Thread.ofVirtual().name("informer-" + node).start(() -> informAfter(patience, evidence, liar));
        }
    }

    private void informAfter(Duration patience, Evidence evidence, Member liar) {
        MDC.put("node", node);
        try {
            Thread.sleep(patience);
            switch (inform(evidence, liar.blsPublicKey())) {
                case Outcome.Sent sent ->
                    LOG.warn(
                            "reported {} with transaction {}",
                            liar.name(),
                            sent.transaction().hash());
                case Outcome.NotSent notSent -> LOG.info("did not report {}: {}", liar.name(), notSent.reason());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            // A closing store, a contract that answers nonsense: the operator has the proof in the log.
            LOG.warn("cannot report {}: {}", liar.name(), String.valueOf(failed.getMessage()));
        }
    }

    /** @param blsPublicKey the liar's, 48 bytes */
    Outcome inform(Evidence evidence, Bytes blsPublicKey) {
        Optional<Long> identity = identityOf(blsPublicKey);
        if (identity.isEmpty()) {
            return new Outcome.NotSent("its key is not that of a registered delegate now");
        }
        Bytes report = SlashingContract.report(identity.get(), vote(evidence.first()), vote(evidence.second()));
        Optional<GasEstimate> estimate = chain.estimateGas(request(report), chain.height());
        if (estimate.isEmpty() || !(estimate.get() instanceof GasEstimate.Enough enough)) {
            return new Outcome.NotSent("it was convicted before, or has nothing to lose");
        }
        Transaction transaction = sign(report, enough.gas() + enough.gas() / 4);
        return switch (chain.submit(transaction)) {
            case Submission.Accepted _ -> new Outcome.Sent(transaction);
            case Submission.Refused refused -> new Outcome.NotSent(refused.reason());
        };
    }

    private Transaction sign(Bytes report, long gasLimit) {
        UInt256 baseFee = chain.nextBaseFee();
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(chain.genesis().chainId())),
                chain.pendingNonce(account),
                TIP,
                baseFee.plus(baseFee).plus(TIP),
                gasLimit,
                Optional.of(SlashingContract.ADDRESS),
                UInt256.ZERO,
                report,
                List.of());
        return Transaction.sign(body, key);
    }

    private Optional<Long> identityOf(Bytes blsPublicKey) {
        return BlsPoints.ofKey(blsPublicKey)
                .flatMap(point -> number(DelegatesContract.delegateOfKey(point)))
                .flatMap(delegate -> number(DelegatesContract.identityOf(delegate)));
    }

    private Optional<Long> number(Bytes call) {
        CallRequest request = request(DelegatesContract.ADDRESS, call);
        try {
            return chain.call(request, chain.height())
                    .filter(CallOutcome.Returned.class::isInstance)
                    .map(outcome -> DelegatesContract.number(((CallOutcome.Returned) outcome).output()))
                    .filter(number -> number > 0);
        } catch (AbiException notOurContract) {
            return Optional.empty();
        }
    }

    private CallRequest request(Bytes report) {
        return request(SlashingContract.ADDRESS, report);
    }

    private CallRequest request(Address contract, Bytes data) {
        return new CallRequest(
                account,
                Optional.of(contract),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                data,
                List.of(),
                List.of());
    }

    private static Vote vote(SignedVote vote) {
        return new Vote(vote.subject(), vote.signature());
    }

    private String command(Evidence evidence, Member liar) {
        return "banyan delegate report %s --vote %s --vote %s"
                .formatted(liar.name(), words(evidence.first()), words(evidence.second()));
    }

    private String words(SignedVote vote) {
        Bytes message = Bytes.wrap(vote.subject().message(chain.genesis().chainId()));
        return message.toHex() + " " + vote.signature().toHex();
    }
}
