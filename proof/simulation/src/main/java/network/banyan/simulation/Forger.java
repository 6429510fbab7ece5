// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.Message;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.MessageCodec;
import network.banyan.consensus.SignedVote;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.PeerMessage;

/**
 * Rewrites what a member sends. It holds one key and knows everything that any member ever signed in another epoch or on
 * another chain, for keys are used again; what it makes up is well-formed, so that only the rules can tell.
 */
final class Forger {
    /** An epoch that the run does not reach. */
    private static final long EPOCHS_AHEAD = 1_000_000;

    private static final long ANOTHER_MOMENT_MILLIS = 1;

    /** Log entries that a disk loses at once, less one. */
    private static final int FORGOTTEN_MAX = 30;

    private final Simulation world;
    private final SimulatedNode self;
    private final Lie lie;
    private final ForgedBlocks blocks;
    private Optional<Certificate> nullification = Optional.empty();

    /** Nullifications by their view, of the last epoch that had one. */
    private final NavigableMap<Long, Certificate> nullifications = new TreeMap<>();

    Forger(Simulation world, SimulatedNode self, Lie lie) {
        this.world = world;
        this.self = self;
        this.lie = lie;
        this.blocks = new ForgedBlocks(world, self.member);
    }

    /** What is sent in place of a message. */
    List<Wording> instead(PeerMessage message) {
        return switch (lie) {
            case TWO_BLOCKS -> twoBlocks(message);
            case CONFLICTING_VOTES, NULLIFY_ALWAYS -> Wording.toAll(withContradiction(message));
            case SILENCE -> List.of();
            case LOG_FORGOTTEN -> List.of(Wording.toAll(message));
            default -> Wording.toAll(madeUp(message));
        };
    }

    /** Its power failed. */
    void crashed() {
        if (lie == Lie.LOG_FORGOTTEN) {
            self.disk().forget(world.random().nextInt(FORGOTTEN_MAX));
        }
    }

    /** One half of the others gets another block, as good as the own one. */
    private List<Wording> twoBlocks(PeerMessage message) {
        Optional<PeerMessage> other = decode(message)
                .filter(said -> said instanceof Proposal own && !isAgain(own))
                .flatMap(said -> {
                    Proposal own = (Proposal) said;
                    return self.disk()
                            .durable(own.parent().hash())
                            .map(parent -> instead(
                                    own, blocks.youngerChild(parent, own.block().view(), ANOTHER_MOMENT_MILLIS)));
                });
        return other.map(second ->
                        List.of(new Wording(message, Wording.Audience.EVEN), new Wording(second, Wording.Audience.ODD)))
                .orElse(List.of(Wording.toAll(message)));
    }

    /** Beside a vote another that must not be. */
    private List<PeerMessage> withContradiction(PeerMessage message) {
        Optional<VoteSubject> other = decode(message)
                .filter(Message.Vote.class::isInstance)
                .map(said -> ((Message.Vote) said).vote().subject())
                .map(said -> contradicting(said));
        return other.<List<PeerMessage>>map(subject -> List.of(message, vote(signed(subject))))
                .orElse(List.of(message));
    }

    private VoteSubject contradicting(VoteSubject said) {
        return lie == Lie.NULLIFY_ALWAYS || said.type() == VoteType.FINALIZE
                ? VoteSubject.nullify(said.epoch(), said.view())
                : new VoteSubject(
                        said.epoch(),
                        said.view(),
                        said.type() == VoteType.NULLIFY ? VoteType.FINALIZE : VoteType.NOTARIZE,
                        self.disk().height() + 1,
                        Hash.ZERO);
    }

    private Optional<Message> decode(PeerMessage message) {
        return world.reader().read(message);
    }

    private SignedVote signed(VoteSubject subject) {
        int seat = sitting(subject.epoch()).seatOf(self.member).orElseThrow();
        return new SignedVote(seat, subject, sign(subject));
    }

    /** Something made up, most of the time beside the message itself. */
    private List<PeerMessage> madeUp(PeerMessage message) {
        self.disk().certified().stream()
                .filter(seen -> seen.subject().type() == VoteType.NULLIFY)
                .forEach(seen -> nullifications.put(seen.subject().view(), seen));
        return switch (message) {
            case PeerMessage.Consensus consensus
            when MessageCodec.decode(consensus.payload().toArray()) instanceof Message.Vote vote ->
                insteadOf(vote.vote(), message);
            case PeerMessage.Proposal proposal
            when MessageCodec.decode(proposal.payload().toArray()) instanceof Proposal own ->
                insteadOf(own, proposal.block(), message);
            case PeerMessage.Status status
            when lie == Lie.STATUS_OF_NOTHING -> {
                long height = status.height() + 1_000;
                var subject = new VoteSubject(self.disk().epoch(), height, VoteType.FINALIZE, height, Hash.ZERO);
                yield List.of(new PeerMessage.Status(height, Optional.of(certificate(subject, sign(subject)))));
            }
            case PeerMessage.Blocks run
            when lie == Lie.BLOCKS_WITHOUT_CERTIFICATE -> {
                VoteSubject subject = run.certificate().subject();
                yield List.of(new PeerMessage.Blocks(run.blocks(), certificate(subject, sign(subject))));
            }
            default -> List.of(message);
        };
    }

    private List<PeerMessage> insteadOf(SignedVote vote, PeerMessage message) {
        VoteSubject subject = vote.subject();
        Optional<PeerMessage> made = lie == Lie.NOT_ITS_VIEW
                ? inAnotherSeatsView(subject.epoch(), subject.view())
                : Optional.of(subject)
                        .filter(any -> world.random().nextInt(4) == 0)
                        .flatMap(this::madeUp);
        List<PeerMessage> all = new ArrayList<>(made.stream().toList());
        if (lie != Lie.WRONG_SIGNATURE || made.isEmpty()) {
            all.addFirst(message);
        }
        return all;
    }

    private Optional<PeerMessage> inAnotherSeatsView(long epoch, long view) {
        return blocks.best(self.disk(), view)
                .filter(best -> epoch == self.disk().epoch() && sitting(epoch).leader(view) != self.member)
                .map(best -> proposal(best.block(), best.parent(), best.certificate(), List.of()));
    }

    /** Something about the view of a vote. */
    private Optional<PeerMessage> madeUp(VoteSubject subject) {
        long epoch = subject.epoch();
        VoteSubject nothing = VoteSubject.nullify(epoch, subject.view());
        int seats = sitting(epoch).size();
        int seat = sitting(epoch).seatOf(self.member).orElseThrow();
        return switch (lie) {
            case WRONG_SIGNATURE -> Optional.of(vote(new SignedVote(seat, subject, sign(another(subject)))));
            case VOTE_OF_ANOTHER -> Optional.of(vote(new SignedVote((seat + 1) % seats, subject, sign(subject))));
            case FEW_SIGNERS -> Optional.of(certificates(signedBy(nothing, seat)));
            case SEAT_THAT_IS_NONE -> Optional.of(certificates(signedBy(nothing, 0, 1, 2, seats + 2)));
            case SIGNED_IN_ANOTHER_EPOCH -> {
                VoteSubject elsewhere = VoteSubject.nullify(epoch + EPOCHS_AHEAD, subject.view());
                yield Optional.of(certificates(certificate(nothing, signedByAll(epoch, elsewhere, chainId()))));
            }
            case SIGNED_ON_ANOTHER_CHAIN ->
                Optional.of(certificates(certificate(nothing, signedByAll(epoch, nothing, chainId() + 1))));
            case SIGNED_IN_ANOTHER_VIEW ->
                oldNullification(epoch)
                        .filter(seen -> seen.subject().view() < subject.view())
                        .map(seen -> certificates(new Certificate(nothing, seen.signers(), seen.signature())));
            case OLD_SIGNATURES ->
                ofAnEarlierEpoch(nothing)
                        .map(seen -> certificates(new Certificate(
                                VoteSubject.nullify(epoch, seen.subject().view()), seen.signers(), seen.signature())));
            case OLD_CERTIFICATES ->
                self.disk().certified().stream()
                        .filter(seen -> seen.subject().epoch() == epoch)
                        .findFirst()
                        .flatMap(own -> ofAnEarlierEpoch(nothing).map(seen -> certificates(own, seen)));
            case NOTARIZE_AS_FINALIZE ->
                self.disk().certified().stream()
                        .filter(seen -> seen.subject().type() == VoteType.NOTARIZE
                                && seen.subject().epoch() == epoch)
                        .reduce((earlier, later) -> later)
                        .map(seen -> certificates(new Certificate(
                                BlockId.of(seen.subject()).finalise(), seen.signers(), seen.signature())));
            default -> Optional.empty();
        };
    }

    /** One of this view or the next that there is, its signers named by the seats they have now, if all of them have one. */
    private Optional<Certificate> ofAnEarlierEpoch(VoteSubject nothing) {
        Sitting now = sitting(nothing.epoch());
        return nullifications.tailMap(nothing.view()).values().stream()
                .filter(seen -> seen.subject().epoch() < nothing.epoch())
                .flatMap(seen -> reseated(seen, now).stream())
                .findFirst();
    }

    private Optional<Certificate> reseated(Certificate seen, Sitting now) {
        Sitting then = sitting(seen.subject().epoch());
        var seats = new BitSet();
        seen.seats().stream()
                .map(then::memberOf)
                .forEach(member -> now.seatOf(member).ifPresent(seats::set));
        return seats.cardinality() == seen.seats().cardinality()
                ? Optional.of(Certificate.of(seen.subject(), seats, seen.signature()))
                : Optional.empty();
    }

    private Optional<Certificate> oldNullification(long epoch) {
        nullification = nullification
                .filter(seen -> seen.subject().epoch() == epoch)
                .or(() -> self.disk().certified().stream()
                        .filter(seen -> seen.subject().type() == VoteType.NULLIFY
                                && seen.subject().epoch() == epoch)
                        .findFirst());
        return nullification;
    }

    private List<PeerMessage> insteadOf(Proposal own, Block block, PeerMessage message) {
        return switch (lie) {
            case PARENT_NOT_NOTARIZED -> {
                // The first block is shown early, as the proposal of a view that ended without anybody having heard of
                // it.
                Block tip = self.disk().tip();
                long view = own.block().view();
                if (tip.slot().view() >= view - 1) {
                    yield List.of(message);
                }
                Block bare = blocks.child(tip, view - 1);
                Block above = blocks.child(bare, view);
                yield List.of(
                        proposal(bare, ForgedBlocks.id(tip), Optional.empty(), List.of()),
                        proposal(above, ForgedBlocks.id(bare), Optional.empty(), List.of()));
            }
            case VIEWS_NOT_NULLIFIED -> {
                Block tip = self.disk().tip();
                yield List.of(proposal(
                        blocks.child(tip, own.block().view()),
                        ForgedBlocks.id(tip),
                        self.disk()
                                .certificate(tip.number())
                                .filter(found -> found.subject().block().equals(tip.hash())),
                        List.of()));
            }
            case CHILD_OF_THE_LAST ->
                isAgain(own)
                        ? List.of(instead(
                                own,
                                blocks.child(
                                        block, own.block().epoch(), own.block().view())))
                        : List.of(message);
            case ANOTHER_LAST_BLOCK ->
                self.disk()
                        .durable(block.header().parentHash())
                        .filter(before -> isAgain(own))
                        .map(before -> List.of(
                                instead(own, blocks.child(before, own.block().view()))))
                        .orElse(List.of(message));
            case REVEAL_WITHHELD -> {
                boolean unkind = world.history().ends(block.number())
                        && !isAgain(own)
                        && !world.history()
                                .after(own.block().epoch(), block.header().mixHash())
                                .seats(self.member);
                yield unkind ? List.of() : List.of(message);
            }
            case WRONG_STATE_ROOT,
                    WRONG_COMMITTEE,
                    FROM_THE_FUTURE,
                    TOO_EARLY,
                    IN_ANOTHER_VIEW,
                    ANOTHER_COMMITTEE,
                    FALSE_REVEAL -> {
                if (isAgain(own)) {
                    yield List.of(message);
                }
                Block wrong = blocks.spoilt(block, own.parent(), lie, self.disk());
                BlockId id = new BlockId(own.block().epoch(), own.block().view(), wrong.number(), wrong.hash());
                yield List.of(proposal(id, wrong, own.parent(), own.parentCertificate(), own.nullifications()));
            }
            default -> List.of(message);
        };
    }

    /** Whether the last block of the epoch is proposed once more. */
    private static boolean isAgain(Proposal own) {
        return own.block().hash().equals(own.parent().hash());
    }

    private PeerMessage instead(Proposal own, Block other) {
        return proposal(ForgedBlocks.id(other), other, own.parent(), own.parentCertificate(), own.nullifications());
    }

    private PeerMessage proposal(
            Block block, BlockId parent, Optional<Certificate> certificate, List<Certificate> skips) {
        return proposal(ForgedBlocks.id(block), block, parent, certificate, skips);
    }

    private PeerMessage proposal(
            BlockId id, Block block, BlockId parent, Optional<Certificate> certificate, List<Certificate> skips) {
        var proposal = new Proposal(id, parent, certificate, skips, sign(id.notarize()));
        return new PeerMessage.Proposal(Bytes.wrap(MessageCodec.encode(proposal)), block);
    }

    private static PeerMessage vote(SignedVote vote) {
        return new PeerMessage.Consensus(Bytes.wrap(MessageCodec.encode(new Message.Vote(vote))));
    }

    private static PeerMessage certificates(Certificate... certificates) {
        return new PeerMessage.Consensus(
                Bytes.wrap(MessageCodec.encode(new Message.Certificates(List.of(certificates)))));
    }

    /** A certificate that names everybody. */
    private Certificate certificate(VoteSubject subject, Bytes signature) {
        var seats = new BitSet();
        seats.set(0, sitting(subject.epoch()).size());
        return Certificate.of(subject, seats, signature);
    }

    /** One that names these, and has only its own signature. */
    private Certificate signedBy(VoteSubject subject, int... named) {
        var seats = new BitSet();
        IntStream.of(named).forEach(seats::set);
        return Certificate.of(subject, seats, sign(subject));
    }

    private static VoteSubject another(VoteSubject subject) {
        return VoteSubject.nullify(subject.epoch(), subject.view() + 1_000);
    }

    private Bytes sign(VoteSubject subject) {
        return world.signatures().sign(self.member, subject);
    }

    private Bytes signedByAll(long epoch, VoteSubject subject, long chainId) {
        byte[] message = subject.message(chainId);
        return world.signatures()
                .sum(sitting(epoch).members().stream()
                        .map(member -> world.signatures().sign(member, message))
                        .toList())
                .orElseThrow();
    }

    private Sitting sitting(long epoch) {
        return world.history().sitting(epoch);
    }

    private long chainId() {
        return world.cast().genesis().chainId();
    }
}
