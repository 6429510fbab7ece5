// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;

/** What must hold after every step of every honest replica, whatever the weather. */
final class Watch {
    private final SortedSet<Integer> convicted = new TreeSet<>();
    private final World world;
    private final SortedMap<Long, Hash> finalByHeight = new TreeMap<>();
    private final Map<Integer, SortedMap<Long, Map<VoteType, VoteSubject>>> saidBySeat = new TreeMap<>();

    Watch(World world) {
        this.world = world;
        finalByHeight.put(0L, World.GENESIS.hash());
    }

    /** What must never happen has happened. */
    static final class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    long height() {
        return finalByHeight.lastKey();
    }

    /** The seats against which the honest have proof. */
    SortedSet<Integer> convicted() {
        return convicted;
    }

    /** Proof is proof, and only against liars. */
    void reported(World.Replica by, Evidence evidence) {
        if (by.honest()) {
            require(
                    world.scheme.verify(evidence.first()) && world.scheme.verify(evidence.second()),
                    "seat %d reports what was never signed",
                    by.seat);
            require(
                    world.replicas.stream()
                            .noneMatch(other -> other.honest()
                                    && other.seat == evidence.first().seat()),
                    "seat %d has proof against an honest seat",
                    by.seat);
            convicted.add(evidence.first().seat());
        }
    }

    /** Agreement: whoever finalises anything at a height finalises the same, and so for all its ancestors. */
    void finalised(World.Replica replica, Certificate certificate) {
        BlockId block = BlockId.of(certificate.subject());
        require(block.view() > replica.tip.view(), "seat %d finalises backwards", replica.seat);
        while (true) {
            Hash earlier = finalByHeight.putIfAbsent(block.height(), block.hash());
            require(
                    earlier == null || earlier.equals(block.hash()),
                    "AGREEMENT: at height %d both %s and %s are final",
                    block.height(),
                    earlier,
                    block.hash());
            if (earlier != null) {
                return;
            }
            World.Block known = world.blocks.get(block.hash());
            require(known != null && known.valid(), "a block that nobody could verify is final");
            block = known.parent();
        }
    }

    /** No honest seat contradicts itself, over all its lives; and nothing is said that the disk does not know. */
    void said(World.Replica replica, Message message) {
        VoteSubject subject;
        if (message instanceof Message.Vote vote) {
            require(vote.vote().seat() == replica.seat, "seat %d votes for another", replica.seat);
            subject = vote.vote().subject();
        } else if (message instanceof Message.Proposal proposal) {
            subject = proposal.block().notarize();
        } else {
            return;
        }
        require(onDisk(replica, subject), "seat %d says %s before it is durable", replica.seat, subject);
        var said = saidBySeat
                .computeIfAbsent(replica.seat, seat -> new TreeMap<>())
                .computeIfAbsent(subject.view(), view -> new EnumMap<>(VoteType.class));
        VoteSubject earlier = said.put(subject.type(), subject);
        require(earlier == null || earlier.equals(subject), "seat %d says %s and %s", replica.seat, earlier, subject);
        require(
                !(said.containsKey(VoteType.NULLIFY) && said.containsKey(VoteType.FINALIZE)),
                "seat %d says NULLIFY and FINALIZE in view %d",
                replica.seat,
                subject.view());
    }

    private static boolean onDisk(World.Replica replica, VoteSubject subject) {
        return replica.disk.stream().anyMatch(entry -> switch (entry) {
            case LogRecord.Voted voted -> voted.subject().equals(subject);
            case LogRecord.Proposed proposed -> proposed.block().notarize().equals(subject);
            case LogRecord.Certified certified -> false;
        });
    }

    /** Nobody honest is ever distrusted by the honest. */
    void distrusted(World.Replica by, Effect.Distrust distrust) {
        boolean unjust = by.honest()
                && world.replicas.stream().anyMatch(other -> other.seat == distrust.seat() && other.honest());
        require(!unjust, "seat %d is distrusted though honest: %s", distrust.seat(), distrust.reason());
    }

    void halted(World.Replica replica, Effect.Halt halt) {
        throw new Broken("HALT of seat " + replica.seat + ": " + halt.reason());
    }

    private static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new Broken(message.formatted(arguments));
        }
    }
}
