// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import network.banyan.consensus.Evidence;
import network.banyan.consensus.SignedVote;
import network.banyan.contracts.staking.SlashingContract;
import network.banyan.contracts.staking.SlashingContract.Vote;
import network.banyan.election.Member;
import network.banyan.ledger.Transaction;
import network.banyan.node.OperatorAccount.Sending;
import network.banyan.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Proves on the chain that a validator lied, from the account that this node's validator earns with. Every honest node
 * holds the proof; they speak one after the other, and who finds the liar convicted already spends nothing.
 */
final class Informer {
    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);

    private final String node;
    private final OperatorAccount account;

    /** One report a liar is enough: it is expelled by the first. */
    private final Set<Bytes> accused = ConcurrentHashMap.newKeySet();

    /** @param account pays for the report, and gets the reporter's part */
    Informer(String node, OperatorAccount account) {
        this.node = node;
        this.account = account;
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
        Optional<Long> identity = account.identityOf(blsPublicKey);
        if (identity.isEmpty()) {
            return new Outcome.NotSent("its key is not that of a registered delegate now");
        }
        Bytes report = SlashingContract.report(identity.get(), vote(evidence.first()), vote(evidence.second()));
        return switch (account.send(SlashingContract.ADDRESS, report)) {
            case Sending.Sent(Transaction transaction) -> new Outcome.Sent(transaction);
            case Sending.WouldFail() -> new Outcome.NotSent("it was convicted before, or has nothing to lose");
            case Sending.Refused(String reason) -> new Outcome.NotSent(reason);
        };
    }

    private static Vote vote(SignedVote vote) {
        return new Vote(vote.subject(), vote.signature());
    }

    private String command(Evidence evidence, Member liar) {
        return "banyan delegate report %s --vote %s --vote %s"
                .formatted(liar.name(), words(evidence.first()), words(evidence.second()));
    }

    private String words(SignedVote vote) {
        Bytes message =
                Bytes.wrap(vote.subject().message(account.chain().genesis().chainId()));
        return message.toHex() + " " + vote.signature().toHex();
    }
}
