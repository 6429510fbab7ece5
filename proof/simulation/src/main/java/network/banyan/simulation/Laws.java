// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.consensus.LogRecord;
import network.banyan.consensus.Message;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView.FinalizedBlock;

/** What must hold after every step of every honest replica, whatever the weather. */
final class Laws {
    private final Signatures signatures;
    private final TreeMap<Long, Block> finalByHeight = new TreeMap<>();
    private final Map<Hash, Long> heightByTransaction = new HashMap<>();
    private final Map<Integer, TreeMap<Long, Map<VoteType, VoteSubject>>> saidBySeat = new HashMap<>();

    Laws(Signatures signatures) {
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
                "AGREEMENT: %s finalises %s, but another block is final",
                who,
                block);
        if (earlier == null) {
            Block parent = finalByHeight.get(block.number() - 1);
            Broken.unless(
                    parent == null || parent.hash().equals(block.header().parentHash()),
                    "AGREEMENT: %s finalises %s, which is no child of the block below",
                    who,
                    block);
            for (Transaction transaction : block.transactions()) {
                Long twice = heightByTransaction.put(transaction.hash(), block.number());
                Broken.unless(twice == null, "a transaction is final in block %d and in %d", twice, block.number());
            }
        }
        certified(who, block, last.certificate());
    }

    private void certified(String who, Block block, Certificate certificate) {
        var subject = certificate.subject();
        boolean covers = subject.type() == VoteType.FINALIZE
                && (subject.block().equals(block.hash()) || subject.height() > block.number());
        Broken.unless(covers, "%s publishes %s with a certificate of something else", who, block);
        signatures.refusal(certificate).ifPresent(reason -> {
            throw new Broken("%s publishes %s with a certificate %s".formatted(who, block, reason));
        });
    }

    /** No honest seat contradicts itself over all its lives, and nothing is said that its disk does not know. */
    void said(int seat, Message message, ChainStore disk) {
        VoteSubject subject;
        if (message instanceof Message.Vote vote) {
            Broken.unless(
                    vote.vote().seat() == seat,
                    "seat %d votes for seat %d",
                    seat,
                    vote.vote().seat());
            subject = vote.vote().subject();
        } else if (message instanceof Message.Proposal proposal) {
            subject = proposal.block().notarize();
        } else {
            return;
        }
        Broken.unless(isDurable(subject, disk), "seat %d says %s before it is durable", seat, subject);
        Map<VoteType, VoteSubject> said = saidBySeat
                .computeIfAbsent(seat, any -> new TreeMap<>())
                .computeIfAbsent(subject.view(), any -> new EnumMap<>(VoteType.class));
        VoteSubject earlier = said.put(subject.type(), subject);
        Broken.unless(earlier == null || earlier.equals(subject), "seat %d says %s and %s", seat, earlier, subject);
        Broken.unless(
                !said.containsKey(VoteType.NULLIFY) || !said.containsKey(VoteType.FINALIZE),
                "seat %d says NULLIFY and FINALIZE in view %d",
                seat,
                subject.view());
    }

    /** In the log; or its view is final already, so that nothing is ever said about it again. */
    private static boolean isDurable(VoteSubject subject, ChainStore disk) {
        long finalView = disk.block(disk.height()).orElseThrow().slot().view();
        return subject.view() <= finalView
                || disk.log().stream().anyMatch(entry -> {
                    byte[] record = entry.record().toArray();
                    if (record[0] != 1) {
                        return false;
                    }
                    return switch (LogRecord.decode(Arrays.copyOfRange(record, 1, record.length))) {
                        case LogRecord.Voted voted -> voted.subject().equals(subject);
                        case LogRecord.Proposed proposed ->
                            proposed.block().notarize().equals(subject);
                        case LogRecord.Certified certified -> false;
                    };
                });
    }
}
