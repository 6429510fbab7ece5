// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.LogRecord;
import network.banyan.consensus.Message;
import network.banyan.consensus.MessageCodec;
import network.banyan.consensus.Pacing;
import network.banyan.consensus.Term;
import network.banyan.consensus.VoteSigner;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;

/**
 * One replica. It feeds the consensus machine and does what that asks: builds, fetches, executes, stores.
 *
 * <p>Single-threaded and deterministic: the same store and the same inputs at the same times give the same effects.
 * Everything the returned effects depend on is durable when {@link #step} returns.
 */
public final class Replica {
    private static final long STATUS_MILLIS = 2_000;

    private final Pacing pacing;
    private final ChainState chain;
    private final ForkTree tree;
    private final Journal journal;
    private final Admission admission;
    private final Membership membership;
    private Sitting sitting;

    /** Verifications that consensus waits for, by block. */
    private final Map<Hash, network.banyan.consensus.Effect.Verify> toVerify = new LinkedHashMap<>();

    private Optional<network.banyan.consensus.Effect.Build> toBuild = Optional.empty();

    private final Early early = new Early();

    /** Peers in an earlier epoch that were told where we are, since the last status. */
    private final Set<Bytes> helped = new HashSet<>();

    private final List<Effect> outbox = new ArrayList<>();
    private final Questions questions;
    private final Deque<network.banyan.consensus.Effect> pending = new ArrayDeque<>();
    private long now;

    public Replica(ChainState chain, Membership membership, Admission admission) {
        Genesis.Parameters parameters = chain.genesis().parameters();
        this.pacing = new Pacing(parameters.blockIntervalMillis(), parameters.viewTimeoutMillis());
        this.chain = chain;
        this.membership = membership;
        this.sitting = sit();
        this.tree = new ForkTree(chain);
        this.questions = new Questions(outbox, tree, sitting.catchUp());
        this.journal = new Journal(chain.store());
        this.admission = admission;
    }

    private Sitting sit() {
        var term = new Term(chain.terms().sitting(), chain.terms().last());
        return Sitting.of(term, membership, pacing);
    }

    /**
     * @param nowMillis the wall clock, milliseconds since 1970; never used to judge final blocks
     * @return what to do, in this order
     * @throws ReplicaFailure if going on would risk disagreement
     */
    public List<Effect> step(long nowMillis, Input input) {
        now = nowMillis;
        questions.at(nowMillis);
        switch (input) {
            case Input.Start _ -> start();
            case Input.AlarmRang rang -> ring(rang.alarm());
            case Input.Received received -> receive(received.peer(), received.message());
            case Input.Connected connected -> greet(connected.peer());
        }
        drain();
        while (isOver()) {
            handOver();
            drain();
        }
        journal.flush();
        List<Effect> effects = List.copyOf(outbox);
        outbox.clear();
        return effects;
    }

    public long height() {
        return tree.tip().block().number();
    }

    /** Whether the epoch we take part in has ended. */
    private boolean isOver() {
        return chain.terms().sitting().epoch() != sitting.epoch();
    }

    /** Leaves an epoch whose last block is final, and enters the next. */
    private void handOver() {
        toVerify.clear();
        toBuild = Optional.empty();
        helped.clear();
        sitting = sit();
        questions.enter(sitting.catchUp());
        seated();
        outbox.add(new Effect.Broadcast(status()));
        feed(new network.banyan.consensus.Input.Start(beginning(), Optional.empty(), List.of()));
        early.take().forEach((peer, messages) -> messages.forEach(message -> receive(peer, message)));
        questions.follow();
    }

    private void seated() {
        outbox.add(new Effect.Seated(sitting.committee(), sitting.seat()));
        nominated();
    }

    private void nominated() {
        outbox.add(new Effect.Nominated(chain.terms().candidates(tree.tip())));
    }

    /** The tip as the block that the epoch starts from. */
    private BlockId beginning() {
        Block tip = tree.tip().block();
        return new BlockId(sitting.epoch(), 0, tip.number(), tip.hash());
    }

    private void start() {
        seated();
        Journal.Recovered recovered = journal.recover(sitting.epoch());
        recovered.bodies().stream()
                .filter(body -> body.number() > height())
                .forEach(body -> tree.bodies().add(body));
        if (chain.terms().begins(height() + 1)) {
            feed(new network.banyan.consensus.Input.Start(beginning(), Optional.empty(), recovered.records()));
        } else {
            resume(recovered.records());
        }
        alarm(Alarm.Kind.STATUS, STATUS_MILLIS);
    }

    private void resume(List<LogRecord> log) {
        Block tip = tree.tip().block();
        Slot slot = tip.slot();
        // A certificate may cover several blocks; a crash between their commits leaves it ahead of the tip. Consensus
        // goes
        // on from what is certified, and the blocks up to there are fetched.
        Optional<Certificate> certificate = chain.store().certificate(height());
        BlockId start = certificate
                .map(found -> BlockId.of(found.subject()))
                .orElse(new BlockId(slot.epoch(), slot.view(), tip.number(), tip.hash()));
        feed(new network.banyan.consensus.Input.Start(start, certificate, log));
        certificate.ifPresent(this::finalise);
    }

    private void greet(Bytes peer) {
        outbox.add(new Effect.Send(peer, status()));
        questions.reconnected(peer);
        sitting.committee().seatOfNode(peer).ifPresent(its -> feed(new network.banyan.consensus.Input.Connected(its)));
    }

    private void ring(Alarm alarm) {
        switch (alarm.kind()) {
            case LEADER -> fire(network.banyan.consensus.Timer.Kind.LEADER, alarm.view());
            case ADVANCE -> fire(network.banyan.consensus.Timer.Kind.ADVANCE, alarm.view());
            case RETRY -> fire(network.banyan.consensus.Timer.Kind.RETRY, alarm.view());
            case PROPOSE ->
                toBuild.filter(build -> build.view() == alarm.view()).ifPresent(this::build);
            case FETCH -> askAgain();
            case STATUS -> {
                helped.clear();
                outbox.add(new Effect.Broadcast(status()));
                alarm(Alarm.Kind.STATUS, STATUS_MILLIS);
            }
        }
    }

    private void fire(network.banyan.consensus.Timer.Kind kind, long view) {
        feed(new network.banyan.consensus.Input.TimerFired(new network.banyan.consensus.Timer(kind, view)));
    }

    private void receive(Bytes peer, PeerMessage message) {
        switch (message) {
            case PeerMessage.Consensus consensus ->
                receiveConsensus(peer, message, consensus.payload(), Optional.empty());
            case PeerMessage.Proposal proposal ->
                receiveConsensus(peer, message, proposal.payload(), Optional.of(proposal.block()));
            case PeerMessage.Transactions transactions ->
                transactions.transactions().forEach(admission::offer);
            case PeerMessage.Announced _, PeerMessage.GetTransactions _ -> {
                // Between pools, which talk beside the replica.
            }
            case PeerMessage.GetBlocks request -> outbox.add(new Effect.Send(peer, finalBlocks(request.from())));
            case PeerMessage.Blocks blocks -> receiveBlocks(peer, blocks);
            case PeerMessage.GetBlock request ->
                find(request.hash()).ifPresent(block -> outbox.add(new Effect.Send(peer, new PeerMessage.Body(block))));
            case PeerMessage.Body body -> {
                if (tree.bodies().misses(body.block().hash())) {
                    tree.bodies().add(body.block());
                    progress();
                }
            }
            case PeerMessage.Status status -> {
                status.certificate().ifPresent(certificate -> learn(peer, certificate));
                if (status.height() <= height() && sitting.catchUp().hasNone(peer)) {
                    questions.askSomebodyElse(peer);
                }
            }
        }
    }

    /** Where we stand, if we have none: who asks need not wait then. */
    private PeerMessage finalBlocks(long from) {
        Optional<PeerMessage.Blocks> blocks = chain.finalBlocks(from);
        return blocks.isPresent() ? blocks.get() : status();
    }

    private Optional<Block> find(Hash hash) {
        return tree.bodies().find(hash).or(() -> chain.store().numberOf(hash).flatMap(chain.store()::block));
    }

    private void receiveConsensus(Bytes peer, PeerMessage carrier, Bytes payload, Optional<Block> block) {
        OptionalInt from = sitting.committee().seatOfNode(peer);
        Message message;
        try {
            message = MessageCodec.decode(payload.toArray());
        } catch (RlpException malformed) {
            outbox.add(new Effect.Misbehaved(peer, "malformed consensus message: " + malformed.getMessage()));
            return;
        }
        if (message.epoch() != sitting.epoch()) {
            receiveOutOfTerm(peer, carrier, message.epoch());
            return;
        }
        if (message instanceof Message.Proposal proposal) {
            boolean fits = block.isPresent()
                    && block.get().hash().equals(proposal.block().hash());
            if (!fits) {
                outbox.add(new Effect.Misbehaved(peer, "a proposal without the block it names"));
                return;
            }
            // Only a member may fill our memory; others bring bodies when they are asked.
            if (from.isPresent() && block.get().number() > height()) {
                tree.bodies().add(block.get());
            }
        }
        if (from.isPresent()) {
            feed(new network.banyan.consensus.Input.Received(from.getAsInt(), message));
            progress();
        } else if (message instanceof Message.Certificates certificates) {
            certificates.certificates().forEach(certificate -> learn(peer, certificate));
        }
    }

    /** A peer is in another epoch: one of us has something to learn. */
    private void receiveOutOfTerm(Bytes peer, PeerMessage message, long epoch) {
        if (epoch < sitting.epoch()) {
            if (helped.add(peer)) {
                outbox.add(new Effect.Send(peer, status()));
            }
            return;
        }
        if (epoch == sitting.epoch() + 1) {
            early.add(peer, message);
        }
        questions.hear(peer, chain.terms().lastBefore(epoch), chain.terms().last());
    }

    /** A certificate that came outside the consensus machine's own conversation. */
    private void learn(Bytes peer, Certificate certificate) {
        var subject = certificate.subject();
        if (subject.epoch() > sitting.epoch()) {
            questions.hear(peer, subject.height(), chain.terms().last());
            return;
        }
        if (subject.type() != VoteType.FINALIZE || subject.height() <= height()) {
            return;
        }
        if (sitting.catchUp().knows(certificate)) {
            // Not checked again; that it names the same block is enough to ask the peer for it.
            if (sitting.catchUp()
                    .goal()
                    .filter(goal -> goal.subject().equals(subject))
                    .isPresent()) {
                sitting.catchUp().holds(peer);
            }
            return;
        }
        Optional<String> refusal = sitting.scheme().refusal(certificate);
        if (refusal.isPresent()) {
            outbox.add(new Effect.Misbehaved(peer, "false certificate: " + refusal.get()));
            return;
        }
        sitting.catchUp().holds(peer);
        feed(new network.banyan.consensus.Input.Certified(certificate));
        finalise(certificate);
    }

    private void receiveBlocks(Bytes peer, PeerMessage.Blocks message) {
        Certificate certificate = message.certificate();
        CatchUp catchUp = sitting.catchUp();
        if (!catchUp.expects(peer) || message.blocks().isEmpty()) {
            return;
        }
        catchUp.answered(peer);
        if (certificate.subject().epoch() != sitting.epoch()) {
            return;
        }
        Optional<String> lie = lie(message);
        if (lie.isPresent()) {
            outbox.add(new Effect.Misbehaved(peer, lie.get()));
            questions.askSomebodyElse(peer);
            return;
        }
        long before = height();
        if (certificate.subject().height() > before) {
            message.blocks().stream()
                    .filter(block -> block.number() > before)
                    .forEach(block -> tree.bodies().add(block));
            feed(new network.banyan.consensus.Input.Certified(certificate));
        }
        finalise(certificate);
        progress();
        if (height() > before) {
            questions.delivered();
        } else {
            questions.doubt(peer);
        }
        if (!isOver()) {
            questions.follow();
        }
    }

    private Optional<String> lie(PeerMessage.Blocks message) {
        if (!message.isChain()) {
            return Optional.of("blocks that do not form a certified chain");
        }
        return message.certificate().subject().height() <= height()
                ? Optional.empty()
                : sitting.scheme().refusal(message.certificate()).map(why -> "false certificate: " + why);
    }

    /** Something new is known: try again what waited for it. */
    private void progress() {
        for (var verify : List.copyOf(toVerify.values())) {
            judge(verify);
        }
        toBuild.ifPresent(this::schedule);
        sitting.catchUp().goal().ifPresent(this::finalise);
    }

    private void feed(network.banyan.consensus.Input input) {
        pending.addAll(sitting.simplex().step(input));
    }

    private void drain() {
        for (var effect = pending.poll(); effect != null; effect = pending.poll()) {
            perform(effect);
        }
    }

    private void perform(network.banyan.consensus.Effect effect) {
        if (isOver() && !outlives(effect)) {
            return;
        }
        switch (effect) {
            case network.banyan.consensus.Effect.Persist persist -> persist(persist.entry());
            case network.banyan.consensus.Effect.Broadcast broadcast ->
                outbox.add(new Effect.Broadcast(wrap(broadcast.message())));
            case network.banyan.consensus.Effect.Send send ->
                outbox.add(
                        new Effect.Send(sitting.committee().member(send.seat()).nodeKey(), wrap(send.message())));
            case network.banyan.consensus.Effect.StartTimer start -> {
                Alarm alarm = Alarm.of(start.timer());
                outbox.add(new Effect.SetAlarm(alarm, start.delayMillis()));
                if (alarm.kind() == Alarm.Kind.LEADER) {
                    outbox.add(new Effect.Entered(alarm.view()));
                }
            }
            case network.banyan.consensus.Effect.Build build -> {
                toBuild = Optional.of(build);
                schedule(build);
            }
            case network.banyan.consensus.Effect.Verify verify -> {
                toVerify.put(verify.block().hash(), verify);
                judge(verify);
            }
            case network.banyan.consensus.Effect.Notarized _ -> {}
            case network.banyan.consensus.Effect.Finalized finalized -> finalise(finalized.certificate());
            case network.banyan.consensus.Effect.Report report ->
                outbox.add(new Effect.Caught(
                        report.evidence(),
                        sitting.committee().member(report.evidence().first().seat())));
            case network.banyan.consensus.Effect.Distrust distrust ->
                outbox.add(new Effect.Misbehaved(
                        sitting.committee().member(distrust.seat()).nodeKey(), distrust.reason()));
            case network.banyan.consensus.Effect.Halt halt ->
                outbox.add(new Effect.Alert(
                        "More than a third of the committee lied; this node stops. The proof: " + halt));
        }
    }

    /**
     * An epoch is left the moment its last block is stored: its log is gone by then, so nothing more may be said in it. The
     * status that goes out with the handover carries the certificate.
     */
    private static boolean outlives(network.banyan.consensus.Effect effect) {
        return switch (effect) {
            case network.banyan.consensus.Effect.Report _,
                    network.banyan.consensus.Effect.Distrust _,
                    network.banyan.consensus.Effect.Halt _ -> true;
            case network.banyan.consensus.Effect.Persist _,
                    network.banyan.consensus.Effect.Broadcast _,
                    network.banyan.consensus.Effect.Send _,
                    network.banyan.consensus.Effect.StartTimer _,
                    network.banyan.consensus.Effect.Build _,
                    network.banyan.consensus.Effect.Verify _,
                    network.banyan.consensus.Effect.Notarized _,
                    network.banyan.consensus.Effect.Finalized _ -> false;
        };
    }

    /** A vote for a block goes to disk together with the block (see {@link Journal}). */
    private void persist(LogRecord entry) {
        Optional<Hash> block = switch (entry) {
            case LogRecord.Proposed proposed -> Optional.of(proposed.block().hash());
            case LogRecord.Voted voted ->
                voted.subject().type() == VoteType.NOTARIZE
                        ? Optional.of(voted.subject().block())
                        : Optional.empty();
            case LogRecord.Certified _ -> Optional.empty();
        };
        block.flatMap(tree.bodies()::find).ifPresent(journal::add);
        journal.add(sitting.epoch(), entry);
    }

    private PeerMessage wrap(Message message) {
        Bytes payload = Bytes.wrap(MessageCodec.encode(message));
        if (message instanceof Message.Proposal proposal) {
            Optional<Block> body = find(proposal.block().hash());
            if (body.isPresent()) {
                return new PeerMessage.Proposal(payload, body.get());
            }
        }
        return new PeerMessage.Consensus(payload);
    }

    private void judge(network.banyan.consensus.Effect.Verify verify) {
        BlockId id = verify.block();
        switch (tree.resolve(id.hash())) {
            case ForkTree.State.Missing missing -> questions.fetch(missing.block(), OptionalInt.of(verify.leader()));
            case ForkTree.State.Refused refused -> verdict(verify, Optional.of(refused.reason()));
            case ForkTree.State.Overtaken _ -> {
                toVerify.remove(id.hash());
                feed(new network.banyan.consensus.Input.BlockJudged(id, false));
            }
            case ForkTree.State.Executed executed ->
                verdict(verify, Misfit.of(executed.candidate().block(), verify, sitting.scheme(), now));
        }
    }

    private void verdict(network.banyan.consensus.Effect.Verify verify, Optional<String> refusal) {
        toVerify.remove(verify.block().hash());
        refusal.ifPresent(reason -> outbox.add(new Effect.Misbehaved(
                sitting.committee().member(verify.leader()).nodeKey(),
                "proposed the invalid block %d %s: %s"
                        .formatted(verify.block().height(), verify.block().hash(), reason))));
        feed(new network.banyan.consensus.Input.BlockJudged(verify.block(), refusal.isEmpty()));
    }

    /** Waits until the block interval is over, then builds. */
    private void schedule(network.banyan.consensus.Effect.Build build) {
        switch (tree.resolve(build.parent().hash())) {
            case ForkTree.State.Executed executed -> {
                long due = Slot.timeMillis(executed.candidate().block().header()) + pacing.blockIntervalMillis();
                if (due <= now) {
                    build(build);
                } else {
                    // Never longer than an interval: the parent's clock may run ahead of ours, and the view will not
                    // wait.
                    alarm(
                            new Alarm(Alarm.Kind.PROPOSE, build.view()),
                            Math.min(due - now, pacing.blockIntervalMillis()));
                }
            }
            case ForkTree.State.Missing missing -> questions.fetch(missing.block(), OptionalInt.empty());
            case ForkTree.State.Refused _, ForkTree.State.Overtaken _ -> toBuild = Optional.empty();
        }
    }

    private void build(network.banyan.consensus.Effect.Build build) {
        toBuild = Optional.empty();
        if (!(tree.resolve(build.parent().hash()) instanceof ForkTree.State.Executed parent)
                || sitting.signer().isEmpty()) {
            return;
        }
        BlockId before = build.parent();
        if (before.height() == sitting.term().last()) {
            feed(new network.banyan.consensus.Input.BlockBuilt(
                    new BlockId(sitting.epoch(), build.view(), before.height(), before.hash())));
            return;
        }
        VoteSigner signer = sitting.signer().get();
        Optional<Bytes> reveal = signer.reveal(build.view());
        if (reveal.isEmpty()) {
            return;
        }
        Candidate built = chain.build(
                parent.candidate(),
                tree.above(parent.candidate()),
                new ChainState.Place(
                        sitting.epoch(),
                        build.view(),
                        now,
                        sitting.committee().member(signer.seat()).operator(),
                        reveal.get()),
                admission.pool());
        tree.add(built);
        Block block = built.block();
        feed(new network.banyan.consensus.Input.BlockBuilt(
                new BlockId(sitting.epoch(), build.view(), block.number(), block.hash())));
    }

    private void finalise(Certificate certificate) {
        switch (tree.finalise(certificate, journal)) {
            case ForkTree.Finalised.Missing missing -> {
                sitting.catchUp().aim(certificate);
                outbox.add(new Effect.Behind(certificate.subject().height()));
                questions.askForBlocks();
                if (sitting.catchUp().walks()) {
                    questions.fetch(missing.block(), OptionalInt.empty());
                }
            }
            case ForkTree.Finalised.Stored stored -> {
                sitting.catchUp().reached(height());
                toVerify.values().removeIf(verify -> verify.block().height() <= height());
                for (Candidate candidate : stored.blocks()) {
                    admission.settle(candidate);
                    outbox.add(new Effect.Published(
                            new ChainView.FinalizedBlock(candidate.block(), candidate.receipts(), certificate)));
                }
                if (stored.blocks().stream()
                        .anyMatch(candidate ->
                                chain.terms().begins(candidate.block().number()))) {
                    nominated();
                }
                if (!stored.blocks().isEmpty() && sitting.catchUp().goal().isPresent()) {
                    questions.askForBlocks();
                }
            }
        }
    }

    private void askAgain() {
        sitting.catchUp().alarmRang();
        tree.bodies().forgetMissing();
        progress();
        questions.again();
    }

    private PeerMessage.Status status() {
        return new PeerMessage.Status(
                height(),
                chain.store()
                        .certificate(height())
                        .filter(found -> found.subject().height() == height()));
    }

    private void alarm(Alarm.Kind kind, long delayMillis) {
        alarm(new Alarm(kind, 0), delayMillis);
    }

    private void alarm(Alarm alarm, long delayMillis) {
        outbox.add(new Effect.SetAlarm(alarm, delayMillis));
    }
}
