// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import network.banyan.bridge.ChainBlocks;
import network.banyan.bridge.Hands;
import network.banyan.bridge.RootDisputes;
import network.banyan.bridge.RootDisputes.Case;
import network.banyan.bridge.RootDisputes.Laid;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.contracts.hub.MembersContract;
import network.banyan.execution.Evidence;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.CommitteeKeys;
import network.banyan.ledger.Block;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who looks (docs/spec/disputes.md): executes what a chain's checkpoints name, and tells the root what is false before it
 * is paid. Steps are taken by one thread; what they throw is a node's that did not answer, and the next step goes on.
 */
public final class Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** What comes with a transaction; a pool takes 128 KiB of one. */
    private static final int INLINE_BYTES = 90 * 1024;

    private final RootHub root;
    private final RootDisputes disputes;
    private final ChainBlocks chain;
    private final Watch watch;
    private final CommitteeKeys committee;
    private final Hands hands;
    private final Consumer<Checkpoint> found;
    private final long delay;
    private final Deque<Accepted> waiting = new ArrayDeque<>();
    private Optional<Checkpoint> before = Optional.empty();
    private long rootRead;
    private volatile Standing standing = new Standing(0, 0, 0, Optional.empty());

    private record Accepted(Case its, long block) {}

    /**
     * How far it is.
     *
     * @param accepted checkpoints that the root has taken
     * @param found of these, which are true
     * @param block the last one executed
     * @param lie what was found false; after that there is nothing to watch
     */
    public record Standing(long accepted, long found, long block, Optional<String> lie) {}

    /**
     * @param chain where blocks are asked for first, before they are demanded
     * @param committee that signs the chain's checkpoints
     * @param found told of each checkpoint that is true, while the watch stands at its end
     */
    public Watcher(
            RootHub root,
            ChainBlocks chain,
            Watch watch,
            CommitteeKeys committee,
            Hands hands,
            Consumer<Checkpoint> found) {
        this.root = root;
        this.disputes = new RootDisputes(root);
        this.chain = chain;
        this.watch = watch;
        this.committee = committee;
        this.hands = hands;
        this.found = found;
        this.delay = root.charter().delaySeconds();
    }

    public Standing standing() {
        return standing;
    }

    /** Does what is due. */
    public void step() {
        read();
        while (!waiting.isEmpty() && standing.lie().isEmpty()) {
            Accepted next = waiting.getFirst();
            Finding finding = watch.look(
                    next.its().checkpoint(), next.its().blocks(), (number, hash) -> block(next, number, hash));
            tell(standing.found());
            if (finding instanceof Finding.Missing missing) {
                miss(next, missing);
                return;
            }
            if (!(finding instanceof Finding.True)) {
                accuse(next.its(), finding);
                return;
            }
            waiting.removeFirst();
            before = Optional.of(next.its().checkpoint());
            found.accept(next.its().checkpoint());
            tell(next.its().checkpoint().sequence());
        }
    }

    private void tell(long found) {
        long accepted =
                waiting.isEmpty() ? found : waiting.getLast().its().checkpoint().sequence();
        standing = new Standing(accepted, found, watch.tip().number(), standing.lie());
    }

    private void read() {
        long last = root.client().blockNumber();
        if (last > rootRead) {
            List<RootDisputes.Submitted> fresh = disputes.submitted(rootRead + 1, last);
            for (RootDisputes.Submitted each : fresh) {
                RootHub.Accepted accepted = root.accepted(each.sequence(), each.block(), each.block())
                        .orElseThrow(() -> new IllegalStateException("no checkpoint " + each.sequence()));
                waiting.addLast(new Accepted(new Case(accepted.checkpoint(), each.blocks()), each.block()));
            }
            rootRead = last;
            tell(standing.found());
        }
    }

    /** From the chain's node if it has just that block, else from what was shown on the root. */
    private Optional<Block> block(Accepted next, long number, Hash hash) {
        Optional<Block> found = chain.block(number).filter(each -> each.hash().equals(hash));
        return found.isPresent()
                ? found
                : disputes.shown(next.its().checkpoint().sequence(), number, next.block(), rootRead).stream()
                        .map(Watcher::decoded)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<Block> decoded(Bytes evidence) {
        try {
            return Optional.of(Evidence.OfBytes.decode(evidence.toArray()).block());
        } catch (RlpException noBlock) {
            return Optional.empty();
        }
    }

    /** Gives the chain's node a sixth of the delay, then demands; who does not show it in time is reported. */
    private void miss(Accepted next, Finding.Missing missing) {
        long sequence = next.its().checkpoint().sequence();
        long age = disputes.age(sequence);
        if (disputes.isOpen(sequence, missing.number())) {
            if (age >= delay - delay / 3) {
                hands.send(
                        "reports that block %d is withheld".formatted(missing.number()),
                        RootDisputes.CONTRACT,
                        RootDisputes.reportWithheld(next.its(), missing.number()));
                lie("block %d of checkpoint %d is withheld".formatted(missing.number(), sequence));
            }
        } else if (age >= delay / 6 && age < delay / 3) {
            hands.pay(
                    "demands block %d".formatted(missing.number()),
                    RootDisputes.CONTRACT,
                    disputes.deposit(),
                    RootDisputes.demand(next.its(), missing.number()));
        } else if (age >= delay / 3) {
            LOG.warn(
                    "block {} of checkpoint {} is not to be had, and it is too late to demand it",
                    missing.number(),
                    sequence);
        }
    }

    private void accuse(Case its, Finding finding) {
        switch (finding) {
            case Finding.FalseBlock block -> {
                Laid laid = disputes.laid(block.evidence().encode(), INLINE_BYTES, hands);
                accuse(
                        its,
                        "block %d is false: %s".formatted(block.number(), block.why()),
                        disputes.bond(),
                        RootDisputes.disputeBlock(its, committee, block.number(), laid));
            }
            case Finding.FalseList list ->
                accuse(
                        its,
                        "the list is false: " + list.why(),
                        UInt256.ZERO,
                        RootDisputes.disputeList(
                                its,
                                committee,
                                list.number(),
                                list.header(),
                                before.orElse(its.checkpoint()),
                                watch.rules().encode()));
            case Finding.FalseRecord said -> {
                Laid laid = disputes.laid(said.evidence().encode(), INLINE_BYTES, hands);
                accuse(
                        its,
                        "the checkpoint is false: " + said.why(),
                        disputes.bond(),
                        RootDisputes.disputeRecord(its, committee, said.number(), laid));
            }
            case Finding.Missing _, Finding.True _ -> throw new IllegalArgumentException("nothing is false");
        }
    }

    private void accuse(Case its, String what, UInt256 bond, Bytes call) {
        long sequence = its.checkpoint().sequence();
        LOG.error("chain {}: checkpoint {}: {}", root.chainId(), sequence, what);
        hands.pay("disputes checkpoint %d: %s".formatted(sequence, what), RootDisputes.CONTRACT, bond, call);
        State state = root.state();
        if (state == State.FROZEN || state == State.EXIT) {
            if (!bond.isZero()) {
                hands.send("takes its bond back", RootDisputes.CONTRACT, RootDisputes.withdraw());
            }
            hands.send("takes half of what the liars lost", MembersContract.ADDRESS, MembersContract.fetch());
            lie("checkpoint %d: %s".formatted(sequence, what));
        } else {
            LOG.error("chain {} is {} all the same; it is tried again", root.chainId(), state);
        }
    }

    private void lie(String what) {
        standing = new Standing(standing.accepted(), standing.found(), standing.block(), Optional.of(what));
    }
}
