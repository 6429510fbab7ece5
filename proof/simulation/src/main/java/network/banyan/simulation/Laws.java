// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final int seats;
    private final IntPredicate honest;
    private final Signatures signatures;
    private final TreeMap<Long, Block> finalByHeight = new TreeMap<>();
    private final Map<Hash, Long> heightByTransaction = new HashMap<>();
    private final Map<Integer, TreeMap<Long, Map<VoteType, VoteSubject>>> saidBySeat = new HashMap<>();

    private final Map<Integer, Set<VoteSubject>> votesWritten = new HashMap<>();
    private long finalViewAtMost;
    private long finalHeightAtMost;

    /**
     * @param honest which seats keep the laws
     */
    Laws(int seats, IntPredicate honest, Signatures signatures) {
        this.seats = seats;
        this.honest = honest;
        this.signatures = signatures;
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

    /** Agreement: one block a height, each the child of the one before, each transaction once, each certificate true. */
    void published(String who, FinalizedBlock last) {
        Block block = last.block();
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
        certified(who, block, last.certificate());
    }

    private void certified(String who, Block block, Certificate certificate) {
        var subject = certificate.subject();
        boolean covers = subject.type() == VoteType.FINALIZE
                && (subject.block().equals(block.hash()) || subject.height() > block.number());
        Broken.unless(covers, Law.CERTIFIED, "%s publishes %s with a certificate of something else", who, block);
        certified(who, certificate);
    }

    /** A certificate that a replica believes: a quorum is named, each honest seat among it voted so, and it verifies. */
    void certified(String who, Certificate certificate) {
        BitSet signers = certificate.seats();
        Broken.unless(
                signers.cardinality() >= seats - (seats - 1) / 3 && signers.length() <= seats,
                Law.CERTIFIED,
                "%s believes a certificate that seats %s of %d signed",
                who,
                signers,
                seats);
        signers.stream()
                .filter(honest)
                .forEach(seat -> Broken.unless(
                        votesWritten.getOrDefault(seat, Set.of()).contains(certificate.subject()),
                        Law.CERTIFIED,
                        "%s believes that seat %d voted %s",
                        who,
                        seat,
                        certificate.subject()));
        signatures.refusal(certificate).ifPresent(reason -> {
            throw new Broken(Law.CERTIFIED, "%s believes a certificate %s", who, reason);
        });
    }

    /** An honest seat wrote a vote into its log. Its own certificates may count that before it is sent, if ever it is. */
    void wrote(int seat, VoteSubject subject) {
        votesWritten.computeIfAbsent(seat, any -> new HashSet<>()).add(subject);
        if (subject.type() == VoteType.FINALIZE) {
            finalViewAtMost = Math.max(finalViewAtMost, subject.view());
            finalHeightAtMost = Math.max(finalHeightAtMost, subject.height());
        }
    }

    /** The highest view for which an honest seat voted FINALIZE: none after it can be final. */
    long finalViewAtMost() {
        return finalViewAtMost;
    }

    /** The like of heights. */
    long finalHeightAtMost() {
        return finalHeightAtMost;
    }

    /**
     * What an honest seat says: nothing that contradicts what it said in any of its lives, nothing that its disk does not
     * know, nothing about a view before one that it spoke of, and NOTARIZE only of what rule 3 allows.
     */
    void said(int seat, Message message, MemoryChainStore disk) {
        VoteSubject subject;
        if (message instanceof Message.Vote vote) {
            Broken.unless(
                    vote.vote().seat() == seat,
                    Law.CONTRADICTION,
                    "seat %d votes for seat %d",
                    seat,
                    vote.vote().seat());
            subject = vote.vote().subject();
        } else if (message instanceof Message.Proposal proposal) {
            subject = proposal.block().notarize();
        } else {
            return;
        }
        // What is final is pruned from the log, and nothing is ever said about it again.
        boolean open = subject.view() > disk.tip().slot().view();
        Broken.unless(
                !open || disk.remembers(subject),
                Law.DURABILITY,
                "seat %d says %s before it is durable",
                seat,
                subject);
        boolean first = consistent(seat, subject);
        if (first && open && subject.type() == VoteType.NOTARIZE) {
            grounded(seat, subject, disk);
        }
    }

    /** With all that the seat ever said; true if it had not said this before. */
    private boolean consistent(int seat, VoteSubject subject) {
        TreeMap<Long, Map<VoteType, VoteSubject>> saidByView = saidBySeat.computeIfAbsent(seat, any -> new TreeMap<>());
        long latest = saidByView.isEmpty() ? 0 : saidByView.lastKey();
        Map<VoteType, VoteSubject> said =
                saidByView.computeIfAbsent(subject.view(), any -> new EnumMap<>(VoteType.class));
        VoteSubject earlier = said.put(subject.type(), subject);
        Broken.unless(
                earlier == null || earlier.equals(subject),
                Law.CONTRADICTION,
                "seat %d says %s and %s",
                seat,
                earlier,
                subject);
        Broken.unless(
                !said.containsKey(VoteType.NULLIFY) || !said.containsKey(VoteType.FINALIZE),
                Law.CONTRADICTION,
                "seat %d says NULLIFY and FINALIZE in view %d",
                seat,
                subject.view());
        if (earlier == null) {
            Broken.unless(
                    subject.view() >= latest,
                    Law.ORDER,
                    "seat %d says %s for the first time, but spoke of view %d before",
                    seat,
                    subject,
                    latest);
        }
        return earlier == null;
    }

    /** Rule 3, as far as the disk shows it: the block is there, its parent certified, what lies between nullified. */
    private static void grounded(int seat, VoteSubject subject, MemoryChainStore disk) {
        Optional<Block> body = disk.durable(subject.block());
        Broken.unless(body.isPresent(), Law.DURABILITY, "seat %d says %s, and its disk lacks the block", seat, subject);
        Hash parent = body.orElseThrow().header().parentHash();
        List<Certificate> known = disk.certified();
        OptionalLong certified = known.stream()
                .map(Certificate::subject)
                .filter(other -> other.block().equals(parent) && other.type() != VoteType.NULLIFY)
                .mapToLong(VoteSubject::view)
                .findFirst();
        Broken.unless(
                certified.isPresent() || disk.tip().hash().equals(parent),
                Law.GROUND,
                "seat %d says %s, whose parent is neither notarized nor the last final block",
                seat,
                subject);
        Set<Long> nullified = known.stream()
                .map(Certificate::subject)
                .filter(other -> other.type() == VoteType.NULLIFY)
                .map(VoteSubject::view)
                .collect(Collectors.toSet());
        for (long view = certified.orElse(disk.tip().slot().view()) + 1; view < subject.view(); view++) {
            Broken.unless(
                    nullified.contains(view),
                    Law.GROUND,
                    "seat %d says %s, and view %d before it is not nullified",
                    seat,
                    subject,
                    view);
        }
    }
}
