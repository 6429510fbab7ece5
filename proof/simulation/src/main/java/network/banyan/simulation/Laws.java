// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import network.banyan.consensus.Message;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView.FinalizedBlock;

/** What must hold after every step of every honest replica, whatever the weather. */
final class Laws {
    private final IntPredicate honest;
    private final Signatures signatures;
    private final History history;
    private final TreeMap<Long, Block> finalByHeight = new TreeMap<>();
    private final Map<Hash, Long> heightByTransaction = new HashMap<>();
    private final Map<Integer, TreeMap<Moment, Map<VoteType, VoteSubject>>> saidByMember = new HashMap<>();
    private final Map<Integer, Set<VoteSubject>> votesWritten = new HashMap<>();

    /** The first epoch that each member may still vote in, by what is on its disk; and by what it has told the world. */
    private final Map<Integer, Long> openEpoch = new HashMap<>();

    private final Map<Integer, Long> toldEpoch = new HashMap<>();
    private final Map<Long, Long> finalViewAtMost = new HashMap<>();
    private long finalHeightAtMost;

    /** A view of an epoch; later ones are greater. */
    private record Moment(long epoch, long view) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(view, other.view);
        }
    }

    /**
     * @param honest which members keep the laws
     */
    Laws(IntPredicate honest, Signatures signatures, History history) {
        this.honest = honest;
        this.signatures = signatures;
        this.history = history;
    }

    /** The highest block that is final anywhere. */
    long height() {
        return finalByHeight.isEmpty() ? 0 : finalByHeight.lastKey();
    }

    /** Where a transaction became final, if it did. */
    Optional<Long> finalAt(Hash transaction) {
        return Optional.ofNullable(heightByTransaction.get(transaction));
    }

    Optional<Block> finalBlock(long height) {
        return Optional.ofNullable(finalByHeight.get(height));
    }

    /**
     * Agreement: one block a height, each the child of the one before, each transaction once. A block on an honest disk is
     * final, whether or not the power lets its node say so.
     */
    void stored(String who, Block block) {
        Block earlier = finalByHeight.putIfAbsent(block.number(), block);
        Broken.unless(
                earlier == null || earlier.hash().equals(block.hash()),
                Law.AGREEMENT,
                "%s finalises %s, but another block is final",
                who,
                block);
        if (earlier == null) {
            Block parent = finalByHeight.get(block.number() - 1);
            Broken.unless(
                    parent == null || parent.hash().equals(block.header().parentHash()),
                    Law.AGREEMENT,
                    "%s finalises %s, which is no child of the block below",
                    who,
                    block);
            for (Transaction transaction : block.transactions()) {
                Long twice = heightByTransaction.put(transaction.hash(), block.number());
                Broken.unless(
                        twice == null, Law.ONCE, "a transaction is final in block %d and in %d", twice, block.number());
            }
        }
    }

    /** What a node tells the world about a block: a true certificate. */
    void published(String who, FinalizedBlock last) {
        Block block = last.block();
        Certificate certificate = last.certificate();
        var subject = certificate.subject();
        boolean covers = subject.type() == VoteType.FINALIZE
                && (subject.block().equals(block.hash()) || subject.height() > block.number());
        Broken.unless(covers, Law.CERTIFIED, "%s publishes %s with a certificate of something else", who, block);
        certified(who, certificate);
    }

    /** A certificate that a replica believes: a quorum is named, each honest seat among it voted so, and it verifies. */
    void certified(String who, Certificate certificate) {
        Sitting sitting = history.sitting(certificate.subject().epoch());
        BitSet signers = certificate.seats();
        Broken.unless(
                signers.cardinality() >= sitting.quorum() && signers.length() <= sitting.size(),
                Law.CERTIFIED,
                "%s believes a certificate that seats %s of %d signed",
                who,
                signers,
                sitting.size());
        signers.stream()
                .map(sitting::memberOf)
                .filter(honest)
                .forEach(member -> Broken.unless(
                        votesWritten.getOrDefault(member, Set.of()).contains(certificate.subject()),
                        Law.CERTIFIED,
                        "%s believes that member %d voted %s",
                        who,
                        member,
                        certificate.subject()));
        signatures.scheme(sitting.committee()).refusal(certificate).ifPresent(reason -> {
            throw new Broken(Law.CERTIFIED, "%s believes a certificate %s", who, reason);
        });
    }

    /** An honest member wrote a vote into its log. Its own certificates may count that before it is sent, if ever it is. */
    void wrote(int member, VoteSubject subject) {
        Broken.unless(
                history.sitting(subject.epoch()).seats(member),
                Law.SEAT,
                "member %d writes %s and has no seat there",
                member,
                subject);
        Broken.unless(
                subject.epoch() >= openEpoch.getOrDefault(member, 0L),
                Law.SEAT,
                "member %d has handed over and writes %s",
                member,
                subject);
        votesWritten.computeIfAbsent(member, any -> new HashSet<>()).add(subject);
        if (subject.type() == VoteType.FINALIZE) {
            finalViewAtMost.merge(subject.epoch(), subject.view(), Math::max);
            finalHeightAtMost = Math.max(finalHeightAtMost, subject.height());
        }
    }

    /** Whether a member ever voted in an epoch. */
    boolean voted(int member, long epoch) {
        return votesWritten.getOrDefault(member, Set.of()).stream().anyMatch(vote -> vote.epoch() == epoch);
    }

    /** An honest member stored the last block of an epoch. */
    void handedOver(int member, long epoch) {
        openEpoch.merge(member, epoch + 1, Math::max);
    }

    /** An honest member says that it is in an epoch. */
    void entered(int member, long epoch) {
        toldEpoch.merge(member, epoch, Math::max);
    }

    /** The highest view of an epoch for which an honest member voted FINALIZE: none after it can be final. */
    long finalViewAtMost(long epoch) {
        return finalViewAtMost.getOrDefault(epoch, 0L);
    }

    /** The like of heights. */
    long finalHeightAtMost() {
        return finalHeightAtMost;
    }

    /**
     * What an honest member says: nothing that contradicts what it said in any of its lives, nothing that its disk does not
     * know, nothing about a view before one that it spoke of, nothing in an epoch without a seat or one that is over, and
     * NOTARIZE only of what rule 3 allows.
     */
    void said(int member, Message message, MemoryChainStore disk) {
        VoteSubject subject;
        if (message instanceof Message.Vote vote) {
            subject = vote.vote().subject();
            OptionalInt seat = history.sitting(subject.epoch()).seatOf(member);
            Broken.unless(
                    seat.equals(OptionalInt.of(vote.vote().seat())),
                    Law.SEAT,
                    "member %d votes for seat %d: %s",
                    member,
                    vote.vote().seat(),
                    subject);
        } else if (message instanceof Message.Proposal proposal) {
            subject = proposal.block().notarize();
            Broken.unless(
                    history.sitting(subject.epoch()).leader(subject.view()) == member,
                    Law.SEAT,
                    "member %d proposes in a view that it does not lead: %s",
                    member,
                    subject);
        } else {
            return;
        }
        Broken.unless(
                subject.epoch() >= toldEpoch.getOrDefault(member, 0L),
                Law.SEAT,
                "member %d says %s and has entered a later epoch before",
                member,
                subject);
        // What is final is pruned from the log, and nothing is ever said about it again.
        boolean open = disk.isOpen(subject);
        Broken.unless(
                !open || disk.remembers(subject),
                Law.DURABILITY,
                "member %d says %s before it is durable",
                member,
                subject);
        boolean first = consistent(member, subject);
        if (first && open && subject.type() == VoteType.NOTARIZE) {
            grounded(member, subject, disk);
        }
    }

    /** With all that the member ever said; true if it had not said this before. */
    private boolean consistent(int member, VoteSubject subject) {
        TreeMap<Moment, Map<VoteType, VoteSubject>> saidByView =
                saidByMember.computeIfAbsent(member, any -> new TreeMap<>());
        var moment = new Moment(subject.epoch(), subject.view());
        Moment latest = saidByView.isEmpty() ? moment : saidByView.lastKey();
        Map<VoteType, VoteSubject> said = saidByView.computeIfAbsent(moment, any -> new EnumMap<>(VoteType.class));
        VoteSubject earlier = said.put(subject.type(), subject);
        Broken.unless(
                earlier == null || earlier.equals(subject),
                Law.CONTRADICTION,
                "member %d says %s and %s",
                member,
                earlier,
                subject);
        Broken.unless(
                !said.containsKey(VoteType.NULLIFY) || !said.containsKey(VoteType.FINALIZE),
                Law.CONTRADICTION,
                "member %d says NULLIFY and FINALIZE in %s",
                member,
                moment);
        if (earlier == null) {
            Broken.unless(
                    moment.compareTo(latest) >= 0,
                    Law.ORDER,
                    "member %d says %s for the first time, but spoke of %s before",
                    member,
                    subject,
                    latest);
        }
        return earlier == null;
    }

    /**
     * Rules 3 and 9, as far as the disk shows it: the block is there, what it stands on is certified, what lies between is
     * nullified. It stands on its parent; the last block of an epoch, when it is proposed again, on itself.
     */
    private void grounded(int member, VoteSubject subject, MemoryChainStore disk) {
        Optional<Block> body = disk.durable(subject.block());
        Broken.unless(
                body.isPresent(), Law.DURABILITY, "member %d says %s, and its disk lacks the block", member, subject);
        Block block = body.orElseThrow();
        Broken.unless(
                block.slot().epoch() == subject.epoch()
                        && history.epochOf(block.number()) == subject.epoch()
                        && block.number() == subject.height(),
                Law.LAST_BLOCK,
                "member %d says %s of a block of height %d in epoch %d",
                member,
                subject,
                block.number(),
                block.slot().epoch());
        boolean again = history.ends(block.number()) && block.slot().view() < subject.view();
        Broken.unless(
                again || block.slot().view() == subject.view(),
                Law.GROUND,
                "member %d says %s of a block of view %d",
                member,
                subject,
                block.slot().view());
        Hash ground = again ? block.hash() : block.header().parentHash();
        List<VoteSubject> known = disk.certified().stream()
                .map(Certificate::subject)
                .filter(other -> other.epoch() == subject.epoch())
                .toList();
        OptionalLong certified = known.stream()
                .filter(other -> other.block().equals(ground)
                        && other.type() != VoteType.NULLIFY
                        && other.view() < subject.view())
                .mapToLong(VoteSubject::view)
                .max();
        Broken.unless(
                certified.isPresent() || disk.tip().hash().equals(ground),
                Law.GROUND,
                "member %d says %s, whose parent is neither notarized nor the last final block",
                member,
                subject);
        Set<Long> nullified = known.stream()
                .filter(other -> other.type() == VoteType.NULLIFY)
                .map(VoteSubject::view)
                .collect(Collectors.toSet());
        for (long view = certified.orElse(disk.tipView()) + 1; view < subject.view(); view++) {
            Broken.unless(
                    nullified.contains(view),
                    Law.GROUND,
                    "member %d says %s, and view %d before it is not nullified",
                    member,
                    subject,
                    view);
        }
    }
}
