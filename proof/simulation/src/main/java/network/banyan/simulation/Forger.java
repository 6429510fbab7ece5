// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.consensus.BlockId;
import network.banyan.consensus.Message;
import network.banyan.consensus.Message.Proposal;
import network.banyan.consensus.MessageCodec;
import network.banyan.consensus.SignedVote;
import network.banyan.crypto.Bls;
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
    private final Simulation world;
    private final SimulatedNode self;
    private final Lie lie;
    private final ForgedBlocks blocks;
    private Optional<Certificate> nullification = Optional.empty();

    Forger(Simulation world, SimulatedNode self, Lie lie) {
        this.world = world;
        this.self = self;
        this.lie = lie;
        this.blocks = new ForgedBlocks(world, self.seat);
    }

    /** What is sent in place of a message. */
    List<PeerMessage> instead(PeerMessage message) {
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
                var subject = new VoteSubject(0, height, VoteType.FINALIZE, height, Hash.ZERO);
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
                ? inAnotherSeatsView(subject.view())
                : Optional.of(subject)
                        .filter(any -> world.random().nextInt(4) == 0)
                        .flatMap(this::madeUp);
        List<PeerMessage> all = new ArrayList<>(made.stream().toList());
        if (lie != Lie.WRONG_SIGNATURE || made.isEmpty()) {
            all.addFirst(message);
        }
        return all;
    }

    private Optional<PeerMessage> inAnotherSeatsView(long view) {
        return blocks.best(self.disk(), view)
                .filter(best -> leader(view) != self.seat)
                .map(best -> proposal(best.block(), best.parent(), best.certificate(), List.of()));
    }

    /** Something about the view of a vote. */
    private Optional<PeerMessage> madeUp(VoteSubject subject) {
        VoteSubject nothing = VoteSubject.nullify(0, subject.view());
        int seats = world.cast().committee().size();
        return switch (lie) {
            case WRONG_SIGNATURE -> Optional.of(vote(new SignedVote(self.seat, subject, sign(another(subject)))));
            case VOTE_OF_ANOTHER -> Optional.of(vote(new SignedVote((self.seat + 1) % seats, subject, sign(subject))));
            case FEW_SIGNERS -> Optional.of(certificates(signedBy(nothing, self.seat)));
            case SEAT_THAT_IS_NONE -> Optional.of(certificates(signedBy(nothing, 0, 1, 2, seats + 2)));
            case SIGNED_IN_ANOTHER_EPOCH -> {
                VoteSubject elsewhere = VoteSubject.nullify(1, subject.view());
                yield Optional.of(certificates(certificate(nothing, signedByAll(elsewhere, chainId()))));
            }
            case SIGNED_ON_ANOTHER_CHAIN ->
                Optional.of(certificates(certificate(nothing, signedByAll(nothing, chainId() + 1))));
            case SIGNED_IN_ANOTHER_VIEW ->
                oldNullification()
                        .filter(seen -> seen.subject().view() < subject.view())
                        .map(seen -> certificates(new Certificate(nothing, seen.signers(), seen.signature())));
            case NOTARIZE_AS_FINALIZE ->
                self.disk().certified().stream()
                        .filter(seen -> seen.subject().type() == VoteType.NOTARIZE)
                        .reduce((earlier, later) -> later)
                        .map(seen -> certificates(new Certificate(
                                BlockId.of(seen.subject()).finalise(), seen.signers(), seen.signature())));
            default -> Optional.empty();
        };
    }

    private Optional<Certificate> oldNullification() {
        nullification = nullification.or(() -> self.disk().certified().stream()
                .filter(seen -> seen.subject().type() == VoteType.NULLIFY)
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
            case WRONG_STATE_ROOT, WRONG_COMMITTEE, FROM_THE_FUTURE, TOO_EARLY, IN_ANOTHER_VIEW -> {
                Block wrong = blocks.spoilt(block, own.parent(), lie, self.disk());
                BlockId id = new BlockId(0, own.block().view(), wrong.number(), wrong.hash());
                yield List.of(proposal(id, wrong, own.parent(), own.parentCertificate(), own.nullifications()));
            }
            default -> List.of(message);
        };
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

    private static PeerMessage certificates(Certificate certificate) {
        return new PeerMessage.Consensus(
                Bytes.wrap(MessageCodec.encode(new Message.Certificates(List.of(certificate)))));
    }

    /** A certificate that names everybody. */
    private Certificate certificate(VoteSubject subject, Bytes signature) {
        var seats = new BitSet();
        seats.set(0, world.cast().committee().size());
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
        return world.signatures().signer(self.seat).sign(subject);
    }

    private Bytes signedByAll(VoteSubject subject, long chainId) {
        byte[] message = subject.message(chainId);
        return Bls.aggregate(world.cast().secrets().stream()
                        .map(secret -> secret.sign(message))
                        .toList())
                .orElseThrow();
    }

    private int leader(long view) {
        return Math.floorMod(view - 1, world.cast().committee().size());
    }

    private long chainId() {
        return world.cast().genesis().chainId();
    }
}
