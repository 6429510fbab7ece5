// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.LogRecord;
import network.banyan.consensus.Message;
import network.banyan.consensus.Message.CertificateRequest;
import network.banyan.consensus.Message.Certificates;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.SignedVote;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.Alarm;
import network.banyan.replica.Effect;
import network.banyan.replica.Input;
import network.banyan.replica.PeerMessage;

/**
 * What an honest replica owes the others, from one start to the next power cut: seen from outside, by what goes in, what
 * comes out and what is on its disk. Told of every step. What concerns views is forgotten with their epoch.
 */
final class Conduct {
    /** As many as docs/spec/consensus.md bounds the answers to one seat by. */
    private static final int ANSWERS = 4;

    /** Votes are kept so far from the current view. */
    private static final long WINDOW = 8;

    /** How long blocks that were asked for are waited for at first, and at most. */
    private static final long PATIENCE_MILLIS = 400;

    private static final long PATIENCE_MILLIS_MAX = 6_400;

    private final Simulation world;
    private final SimulatedNode node;

    /** The first true vote that came, by seat, view and type. */
    private final Map<Place, VoteSubject> heard = new HashMap<>();

    private final Set<Place> convicted = new HashSet<>();
    private final Map<Bytes, Integer> answersInView = new HashMap<>();
    /** Blocks that came or were asked for, by hash, and the views of which a proposal came. */
    private final Set<Hash> blocks = new HashSet<>();

    private final Set<Long> proposed = new HashSet<>();
    private long epoch;
    private long view;
    private boolean asked;

    /** Delta as the timers of this view that run longest were set with. */
    private long running;

    /** When blocks were asked for last, and until when the answer may be waited for; both 0 if nobody was asked. */
    private long askedAt;

    private long waitsUntil;

    private record Place(int seat, long view, VoteType type) {}

    Conduct(Simulation world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    /** What was so before a step, which tells what the step had to do. */
    record Before(long epoch, long finalView, List<Certificate> certified, List<LogRecord> records) {}

    Before before(Input input) {
        MemoryChainStore disk = node.disk();
        return new Before(
                disk.epoch(),
                disk.finalView(),
                disk.certified(),
                input instanceof Input.Start || input instanceof Input.Connected ? disk.records() : List.of());
    }

    void after(Input input, Before before, List<Effect> effects) {
        int begin = 0;
        for (int i = 0; i < effects.size(); i++) {
            if (effects.get(i) instanceof Effect.Seated seated) {
                pass(input, effects.subList(begin, i));
                enter(seated.committee().epoch());
                begin = i;
            }
        }
        long earlier = view;
        List<Effect> last = effects.subList(begin, effects.size());
        pass(input, last);
        if (input instanceof Input.Received received) {
            note(received.message(), effects);
            gives(received, effects);
        }
        if (before.epoch == epoch) {
            owed(input, before, earlier, last);
        }
        asks(effects);
        waits(input, effects);
        count(last);
        convicted(effects);
        for (Certificate certificate : node.disk().certified()) {
            if (!before.certified.contains(certificate)) {
                world.laws().certified(node.name(), certificate);
            }
        }
    }

    private void enter(long next) {
        epoch = next;
        view = 0;
        heard.clear();
        convicted.clear();
        answersInView.clear();
        proposed.clear();
    }

    /** From view to view, within an epoch. */
    private void pass(Input input, List<Effect> effects) {
        long earlier = view;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Entered entered) {
                view = entered.view();
                answersInView.clear();
                running = 0;
            }
        }
        boolean begun = earlier == 0 && (view == 1 || input instanceof Input.Start);
        if (!begun && !(input instanceof Input.Connected)) {
            passesOn(earlier, effects);
        }
    }

    /** What follows from the input, in a step that did not change the epoch. */
    private void owed(Input input, Before before, long earlier, List<Effect> effects) {
        switch (input) {
            case Input.Start _ -> repeats(before, broadcasts(effects));
            case Input.AlarmRang _ -> {}
            case Input.Connected connected -> {
                if (seatOf(connected.peer()).isPresent()) {
                    repeats(before, told(effects, connected.peer()));
                }
            }
            case Input.Received received -> {
                OptionalInt seat = seatOf(received.peer());
                decode(received.message())
                        .filter(message -> message.epoch() == epoch && seat.isPresent())
                        .ifPresent(message -> listens(seat.getAsInt(), received, message, earlier, before, effects));
            }
        }
    }

    private void listens(
            int seat, Input.Received received, Message message, long earlier, Before before, List<Effect> effects) {
        if (message instanceof CertificateRequest request) {
            answers(received.peer(), request, before, effects);
        }
        convicts(seat, message, earlier, before, effects);
        int member = sitting().memberOf(seat);
        if (message instanceof Proposal proposal
                && sitting().leader(proposal.block().view()) == member) {
            fetches(member, proposal);
        }
    }

    private Sitting sitting() {
        return world.history().sitting(epoch);
    }

    private OptionalInt seatOf(Bytes peer) {
        return sitting().seatOf(world.cast().member(peer));
    }

    private Optional<Message> decode(PeerMessage message) {
        return world.reader().read(message);
    }

    private List<Message> broadcasts(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Broadcast.class::isInstance)
                .flatMap(effect -> decode(((Effect.Broadcast) effect).message()).stream())
                .toList();
    }

    private List<Message> told(List<Effect> effects, Bytes peer) {
        return effects.stream()
                .filter(effect ->
                        effect instanceof Effect.Send send && send.peer().equals(peer))
                .flatMap(effect -> decode(((Effect.Send) effect).message()).stream())
                .toList();
    }

    /** Rules 7 and 8: votes of the last two views, and the own proposal of the current one. */
    private void repeats(Before before, List<Message> messages) {
        Set<VoteSubject> votes = new HashSet<>();
        Set<VoteSubject> proposals = new HashSet<>();
        for (Message message : messages) {
            switch (message) {
                case Message.Vote vote -> votes.add(vote.vote().subject());
                case Proposal proposal -> proposals.add(proposal.block().notarize());
                case Certificates _, CertificateRequest _ -> {}
            }
        }
        for (LogRecord record : before.records) {
            boolean due = record.view() >= view - 1 && record.view() > before.finalView;
            boolean done = switch (record) {
                case LogRecord.Voted voted -> votes.contains(voted.subject());
                case LogRecord.Proposed own ->
                    votes.contains(own.block().notarize())
                            && (own.view() < view
                                    || proposals.contains(own.block().notarize()));
                case LogRecord.Certified _ -> true;
            };
            Broken.unless(!due || done, Law.REPETITION, "%s in view %d does not repeat %s", node.name(), view, record);
        }
    }

    /** Rules 4 to 6. */
    private void passesOn(long earlier, List<Effect> effects) {
        boolean passed = view == earlier
                || broadcasts(effects).stream()
                        .anyMatch(message -> message instanceof Certificates several
                                && several.certificates().stream()
                                        .anyMatch(certificate ->
                                                certificate.subject().view() == view - 1));
        Broken.unless(passed, Law.PASSING_ON, "%s enters view %d and tells nobody why", node.name(), view);
    }

    /** Rule 8: a certificate that is missing is asked for; and bounds. */
    private void answers(Bytes peer, CertificateRequest request, Before before, List<Effect> effects) {
        boolean knows = before.certified.stream()
                .map(Certificate::subject)
                .filter(subject -> subject.epoch() == epoch)
                .mapToLong(VoteSubject::view)
                .anyMatch(about -> about > before.finalView && about >= request.from() && about <= request.to());
        boolean answered = effects.stream()
                .anyMatch(effect -> effect instanceof Effect.Send send
                        && send.peer().equals(peer)
                        && decode(send.message()).orElse(null) instanceof Certificates);
        Broken.unless(
                answered || !knows || world.liars().contains(peer) || answersInView.getOrDefault(peer, 0) >= ANSWERS,
                Law.ANSWER,
                "%s has certificates of views %d to %d, is asked for them and does not answer",
                node.name(),
                request.from(),
                request.to());
    }

    /** Blocks, to whoever asks for them; who has none of a run says where it stands. */
    private void gives(Input.Received received, List<Effect> effects) {
        MemoryChainStore disk = node.disk();
        boolean has = switch (received.message()) {
            case PeerMessage.GetBlocks run ->
                disk.certificate(run.from())
                        .filter(found -> found.subject().height() < run.from() + PeerMessage.MAX_BLOCKS
                                && found.subject().height() <= disk.height())
                        .isPresent();
            case PeerMessage.GetBlock one ->
                disk.durable(one.hash())
                        .filter(block -> block.number() > disk.height()
                                || disk.numberOf(block.hash()).isPresent())
                        .isPresent();
            default -> false;
        };
        boolean given = effects.stream()
                .anyMatch(effect -> effect instanceof Effect.Send send
                        && send.peer().equals(received.peer())
                        && (send.message() instanceof PeerMessage.Blocks
                                || send.message() instanceof PeerMessage.Body
                                || (!has && send.message() instanceof PeerMessage.Status)));
        boolean due = has || received.message() instanceof PeerMessage.GetBlocks;
        Broken.unless(!due || given, Law.ANSWER, "%s does not answer %s", node.name(), received.message());
    }

    private void note(PeerMessage message, List<Effect> effects) {
        switch (message) {
            case PeerMessage.Proposal proposal -> blocks.add(proposal.block().hash());
            case PeerMessage.Body body -> blocks.add(body.block().hash());
            case PeerMessage.Blocks run -> run.blocks().forEach(block -> blocks.add(block.hash()));
            default -> {}
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && send.message() instanceof PeerMessage.GetBlock one) {
                blocks.add(one.hash());
            }
        }
    }

    /** Whoever could judge a proposal, had it the parent, asks for the parent. Looked at where that is plain to see. */
    private void fetches(int leader, Proposal proposal) {
        BlockId parent = proposal.parent();
        MemoryChainStore disk = node.disk();
        boolean first = proposed.add(proposal.block().view());
        boolean judged = first
                && sitting().seats(node.member)
                && world.natureOf(leader) == Nature.HONEST
                && proposal.block().view() == view
                && parent.view() == view - 1
                && parent.view() > disk.finalView()
                && disk.certified().stream()
                        .map(Certificate::subject)
                        .anyMatch(known -> known.equals(parent.notarize()))
                && disk.records().stream()
                        .noneMatch(record -> record instanceof LogRecord.Voted voted
                                && voted.subject().view() == view
                                && voted.subject().type() == VoteType.NOTARIZE);
        Broken.unless(
                !judged
                        || blocks.contains(parent.hash())
                        || disk.durable(parent.hash()).isPresent(),
                Law.ASKING,
                "%s has a proposal in view %d whose parent it misses, and asks nobody for it",
                node.name(),
                view);
    }

    /**
     * Rule 10: how long this replica may wait for blocks that it asked for, each time twice as long as the last time and 6.4 s at
     * most. An answer ends it.
     */
    private void waits(Input input, List<Effect> effects) {
        if (input instanceof Input.Received received && received.message() instanceof PeerMessage.Blocks) {
            askedAt = 0;
            waitsUntil = 0;
        }
        long now = world.schedule().now();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && send.message() instanceof PeerMessage.GetBlocks) {
                long before = askedAt == 0 ? 0 : now - askedAt;
                waitsUntil = now + Math.clamp(2 * before, PATIENCE_MILLIS, PATIENCE_MILLIS_MAX);
                askedAt = now;
            }
        }
    }

    /** Milliseconds from now on. */
    long waitMillis() {
        return Math.max(0, waitsUntil - world.schedule().now());
    }

    /** Who learns that it is behind asks at once, unless it asked before: then it may still wait for an answer. */
    private void asks(List<Effect> effects) {
        boolean behind = effects.stream().anyMatch(Effect.Behind.class::isInstance);
        asked |= effects.stream()
                .anyMatch(effect ->
                        effect instanceof Effect.Send send && send.message() instanceof PeerMessage.GetBlocks);
        Broken.unless(
                !behind || asked, Law.ASKING, "%s knows of final blocks that it has not, and asks nobody", node.name());
    }

    private void count(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send && decode(send.message()).orElse(null) instanceof Certificates) {
                answersInView.merge(send.peer(), 1, Integer::sum);
            }
        }
    }

    /**
     * The section on proof of misconduct. Whoever forges signatures is not looked at: after a few nobody listens
     * to it.
     */
    private void convicts(int seat, Message message, long earlierView, Before before, List<Effect> effects) {
        Optional<SignedVote> vote = switch (message) {
            case Message.Vote cast -> Optional.of(cast.vote()).filter(its -> its.seat() == seat);
            case Proposal proposal ->
                Optional.of(new SignedVote(seat, proposal.block().notarize(), proposal.signature()));
            case Certificates _, CertificateRequest _ -> Optional.empty();
        };
        boolean forges = world.natureOf(sitting().memberOf(seat)) == Nature.FORGING
                && !world.lie().isTrulySigned();
        if (vote.isEmpty() || forges) {
            return;
        }
        VoteSubject subject = vote.get().subject();
        long about = subject.view();
        boolean listened = about > Math.max(before.finalView, node.disk().finalView())
                && about >= view - WINDOW
                && about <= earlierView + WINDOW;
        if (!listened) {
            return;
        }
        boolean contradicts = false;
        for (VoteType type : VoteType.values()) {
            VoteSubject other = heard.get(new Place(seat, about, type));
            boolean excluded = type == subject.type()
                    ? other != null && !other.equals(subject)
                    : other != null && type != VoteType.NOTARIZE && subject.type() != VoteType.NOTARIZE;
            contradicts |= excluded;
        }
        heard.putIfAbsent(new Place(seat, about, subject.type()), subject);
        if (contradicts && convicted.add(new Place(seat, about, VoteType.NOTARIZE))) {
            Broken.unless(
                    effects.stream().anyMatch(Effect.Caught.class::isInstance),
                    Law.CONVICTION,
                    "%s received two votes of seat %d in view %d that convict it, and does not report it",
                    node.name(),
                    seat,
                    about);
        }
    }

    /** Who was convicted once need not be again, whatever else comes, and be it that it spoke before the epoch began. */
    private void convicted(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Caught caught) {
                SignedVote vote = caught.evidence().first();
                if (vote.subject().epoch() == epoch) {
                    convicted.add(new Place(vote.seat(), vote.subject().view(), VoteType.NOTARIZE));
                }
            }
        }
    }

    /** Rules 2 and 7: what a timer of an epoch may run at least and at most, given what may be final by now. */
    void timed(long epochOfAlarm, Alarm alarm, long delayMillis, Before before) {
        Optional<Long> deltas = switch (alarm.kind()) {
            case LEADER, RETRY -> Optional.of(2L);
            case ADVANCE -> Optional.of(3L);
            case PROPOSE, FETCH, STATUS -> Optional.empty();
        };
        if (deltas.isEmpty()) {
            return;
        }
        long interval =
                alarm.kind() == Alarm.Kind.RETRY ? 0 : world.cast().pacing().blockIntervalMillis();
        long finalBefore = before.epoch == epochOfAlarm ? before.finalView : 0;
        long finalAtMost = Math.max(world.laws().finalViewAtMost(epochOfAlarm), finalBefore);
        long least = interval + deltas.get() * delta(alarm.view() - finalAtMost);
        long most = interval + deltas.get() * delta(alarm.view() - finalBefore);
        Broken.unless(
                delayMillis >= least && delayMillis <= most,
                Law.PATIENCE,
                "%s sets the %s alarm of view %d to %d ms; %d to %d are right",
                node.name(),
                alarm.kind(),
                alarm.view(),
                delayMillis,
                least,
                most);
        if (alarm.view() == view) {
            running = Math.max(running, (delayMillis - interval) / deltas.get());
        }
    }

    /** In the view it is in: what its timers were set with, though finality may have come since. */
    long deltaMillis() {
        return Math.max(running, delta(view - node.disk().finalView()));
    }

    private long delta(long viewsSinceFinality) {
        long delta = world.cast().pacing().deltaMillis();
        return delta + delta * Math.max(0, Math.min(viewsSinceFinality - 3, 30)) / 2;
    }
}
