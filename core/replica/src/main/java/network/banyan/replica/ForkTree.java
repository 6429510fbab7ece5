// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * Everything above the final tip: blocks as they are known, executed as far as their parents are. One branch of it becomes
 * final, the others are dropped.
 */
final class ForkTree {
    private final ChainState chain;
    private final Bodies bodies = new Bodies();
    private final Map<Hash, Candidate> executed = new LinkedHashMap<>();
    private final Set<Hash> refused = new LinkedHashSet<>();

    ForkTree(ChainState chain) {
        this.chain = chain;
    }

    /** What is known of a block. */
    sealed interface State {
        record Executed(Candidate candidate) implements State {}

        /** It does not follow from its parent, or an ancestor does not. */
        record Refused(String reason) implements State {}

        /** It stands on a branch that lost. That is nobody's fault: it may have been proposed while the branch was open. */
        record Overtaken() implements State {}

        /** It, or an ancestor, has not come yet; the missing one is now in {@link Bodies#missing}. */
        record Missing(Hash block) implements State {}
    }

    Bodies bodies() {
        return bodies;
    }

    Candidate tip() {
        return chain.tip();
    }

    /** Executes a block and whichever ancestors wait for it. */
    State resolve(Hash hash) {
        Deque<Block> path = new ArrayDeque<>();
        Hash at = hash;
        while (!known(at)) {
            if (refused.contains(at)) {
                return new State.Refused("an ancestor was refused");
            }
            Optional<Block> body = bodies.find(at);
            if (body.isEmpty()) {
                bodies.miss(at);
                return new State.Missing(at);
            }
            path.push(body.get());
            at = body.get().header().parentHash();
            if (body.get().number() <= tip().block().number() + 1
                    && !at.equals(tip().block().hash())) {
                return new State.Overtaken();
            }
        }
        Candidate parent = at.equals(tip().block().hash()) ? tip() : Invariant.present(executed.get(at));
        for (Block block : path) {
            switch (chain.execute(block, parent, above(parent))) {
                case ChainState.Outcome.Valid valid -> {
                    keep(valid.candidate());
                    parent = valid.candidate();
                }
                case ChainState.Outcome.Invalid invalid -> {
                    refused.add(block.hash());
                    return new State.Refused(invalid.reason());
                }
            }
        }
        return new State.Executed(parent);
    }

    private boolean known(Hash hash) {
        return executed.containsKey(hash) || hash.equals(tip().block().hash());
    }

    /** The hashes of a candidate and of the candidates below it. */
    ChainState.Above above(Candidate candidate) {
        return number -> {
            Candidate at = candidate;
            while (at != null && at.block().number() > number) {
                at = executed.get(at.block().header().parentHash());
            }
            return at != null && at.block().number() == number
                    ? Optional.of(at.block().hash())
                    : Optional.empty();
        };
    }

    /** A block of our own making; it needs no second execution. */
    void add(Candidate built) {
        bodies.add(built.block());
        keep(built);
    }

    /**
     * Each candidate stands on the very one that is kept for its parent, so the first that was executed stays: a node that runs
     * twice with one key may build what it was sent.
     */
    private void keep(Candidate candidate) {
        executed.putIfAbsent(candidate.block().hash(), candidate);
        if (executed.size() > Bodies.MAX) {
            makeRoom(candidate);
        }
    }

    /** While views pass without finality the oldest branches go that the newest block does not stand on. */
    private void makeRoom(Candidate newest) {
        Set<Hash> below = new HashSet<>();
        for (Candidate at = newest;
                at != null;
                at = executed.get(at.block().header().parentHash())) {
            below.add(at.block().hash());
        }
        Optional<Hash> oldest =
                executed.keySet().stream().filter(hash -> !below.contains(hash)).findFirst();
        if (oldest.isPresent()) {
            executed.remove(oldest.get());
            dropLoose();
        }
    }

    /** What no longer leads down to the tip goes. Parents come before their children, so one pass finds all. */
    private void dropLoose() {
        executed.values()
                .removeIf(candidate -> !known(candidate.block().header().parentHash()));
    }

    /** The outcome of {@link #finalise}. */
    sealed interface Finalised {
        /** These blocks, in order, are final and stored; none if the certificate told nothing new. */
        record Stored(List<Candidate> blocks) implements Finalised {}

        record Missing(Hash block) implements Finalised {}
    }

    /** Makes the certified block and its ancestors final, if all of them are here. */
    Finalised finalise(Certificate certificate, Journal journal) {
        var subject = certificate.subject();
        if (subject.height() <= tip().block().number()) {
            return new Finalised.Stored(List.of());
        }
        switch (resolve(subject.block())) {
            case State.Missing missing -> {
                return new Finalised.Missing(missing.block());
            }
            case State.Refused refusal -> throw stray(subject, refusal.reason());
            case State.Overtaken _ -> throw stray(subject, "another block of its height, or of one below, is final");
            case State.Executed _ -> {}
        }
        Deque<Candidate> path = new ArrayDeque<>();
        Hash at = subject.block();
        while (!at.equals(tip().block().hash())) {
            Candidate candidate = Invariant.present(executed.get(at));
            path.push(candidate);
            at = candidate.block().header().parentHash();
        }
        List<Candidate> blocks = new ArrayList<>(path);
        Invariant.check(
                blocks.getLast().block().number() == subject.height(), "the certificate's height is not its block's");
        journal.flush();
        chain.commit(blocks, certificate);
        bodies.prune(subject.height());
        dropLoose();
        refused.clear();
        return new Finalised.Stored(blocks);
    }

    private static ReplicaFailure stray(VoteSubject certified, String why) {
        return new ReplicaFailure(
                "a quorum made block %d %s final, but here it does not execute: %s. This node must not go on; its software or its data differ from the others'."
                        .formatted(certified.height(), certified.block(), why));
    }
}
