// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import network.banyan.contracts.staking.CheckpointsContract;
import network.banyan.contracts.staking.CheckpointsContract.Signed;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.election.CheckpointStatement;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.node.OperatorAccount.Sending;
import network.banyan.node.signer.Statement;
import network.banyan.node.signer.VotingKey;
import network.banyan.primitives.Bytes;
import network.banyan.replica.ChainView;
import network.banyan.replica.Nominees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Vouches for the chain once a day, whether this node was drawn or not: signs the block that every 24th epoch starts from,
 * and leaves the signature with the contract {@code Checkpoints} (docs/spec/light-client.md, rules 17 to 19).
 */
final class CheckpointWitness {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWitness.class);

    private final String node;
    private final OperatorAccount account;
    private final ChainView chain;
    private final VotingKey key;
    private final Optional<Genesis.Epochs> epochs;
    private final AtomicLong settled = new AtomicLong();

    CheckpointWitness(String node, OperatorAccount account, VotingKey key) {
        this.node = node;
        this.account = account;
        this.chain = account.chain();
        this.key = key;
        this.epochs = chain.genesis().parameters().epochs();
    }

    /** What came of looking at a checkpoint. */
    sealed interface Outcome {
        record Sent(Transaction transaction) implements Outcome {}

        /** Nothing is to be done about this checkpoint, now or later. */
        record Settled(String reason) implements Outcome {}

        /** The next epoch may do better. */
        record NotYet(String reason) implements Outcome {}
    }

    /** Looks, from a thread of its own, whether this final block gives it something to sign. */
    void finalized(long number) {
        due(number).ifPresent(due -> Thread.ofVirtual().name("witness-" + node).start(() -> report(due)));
    }

    /**
     * The checkpoint to look at when a block is final. In the first block of an epoch the contracts hear of it. Who is still
     * epochs behind the others would sign with numbers that were used long ago, and waits.
     */
    Optional<Long> due(long number) {
        return epochs.filter(each -> each.begins(number) && each.of(chain.bestKnownHeight()) == each.of(number))
                .map(each -> each.of(number))
                .filter(epoch -> epoch % CheckpointsContract.EVERY < CheckpointsContract.WINDOW)
                .map(epoch -> epoch - epoch % CheckpointsContract.EVERY)
                .filter(due -> CheckpointsContract.isCheckpoint(due) && settled.get() < due);
    }

    private void report(long due) {
        MDC.put("node", node);
        try {
            switch (vouch(due)) {
                case Outcome.Sent(Transaction transaction) ->
                    LOG.info("signed the checkpoint of epoch {} with transaction {}", due, transaction.hash());
                case Outcome.Settled(String reason) -> {
                    settled.accumulateAndGet(due, Math::max);
                    LOG.debug("checkpoint of epoch {}: {}", due, reason);
                }
                case Outcome.NotYet(String reason) ->
                    LOG.warn("cannot sign the checkpoint of epoch {}: {}", due, reason);
            }
        } catch (RuntimeException failed) {
            // A closing store, a contract that answers nonsense: the next epoch tries again, and others sign.
            LOG.warn("cannot sign the checkpoint of epoch {}: {}", due, String.valueOf(failed.getMessage()));
        }
    }

    Outcome vouch(long due) {
        Optional<Long> identity = account.identityOf(key.publicKey());
        if (identity.isEmpty()) {
            return new Outcome.Settled("this node's key is not that of a registered delegate");
        }
        List<Long> candidates = account.ask(
                        ElectionContract.ADDRESS, ElectionContract.identities(due), CheckpointsContract::identities)
                .orElse(List.of());
        if (candidates.isEmpty()) {
            return new Outcome.NotYet("its candidates are not known");
        }
        List<Long> earlier = account.ask(
                        CheckpointsContract.ADDRESS,
                        CheckpointsContract.candidates(due - CheckpointsContract.EVERY),
                        CheckpointsContract::identities)
                .orElse(List.of());
        if (Stream.of(candidates, earlier).noneMatch(set -> set.contains(identity.get()))) {
            return new Outcome.Settled("this node was no candidate");
        }
        return statement(due, candidates)
                .map(statement -> key.sign(chain.genesis().chainId(), new Statement.Checkpoint(statement))
                        .map(signature -> leave(due, identity.get(), signature))
                        .orElseGet(() -> new Outcome.NotYet("the signer does not sign it")))
                .orElseGet(() -> new Outcome.NotYet("its block or its candidates are not known"));
    }

    private Optional<CheckpointStatement> statement(long due, List<Long> identities) {
        return chain.epoch(due)
                .flatMap(epoch -> chain.block(epoch.first() - 1))
                .flatMap(block -> account.ask(
                                DelegatesContract.ADDRESS,
                                DelegatesContract.members(identities),
                                answer -> DelegatesContract.members(answer, identities.size()))
                        .map(Nominees::of)
                        .map(members -> new CheckpointStatement(
                                due,
                                block.hash(),
                                Committee.elected(due, members).root())));
    }

    private Outcome leave(long due, long identity, Bytes signature) {
        boolean left = account.ask(
                        CheckpointsContract.ADDRESS,
                        CheckpointsContract.signaturesOf(due, List.of(identity)),
                        answer -> CheckpointsContract.signatures(answer, List.of(identity)))
                .orElse(List.of())
                .contains(new Signed(identity, signature));
        if (left) {
            return new Outcome.Settled("it is signed");
        }
        return switch (account.send(CheckpointsContract.ADDRESS, CheckpointsContract.sign(due, identity, signature))) {
            case Sending.Sent(Transaction transaction) -> new Outcome.Sent(transaction);
            case Sending.WouldFail() -> new Outcome.NotYet("the contract does not take it");
            case Sending.Refused(String reason) -> new Outcome.NotYet(reason);
        };
    }
}
