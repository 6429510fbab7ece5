// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.node.Declined;
import network.banyan.node.snapshot.CommitteeWalk.Step;
import network.banyan.node.snapshot.SnapshotPeer.Offer;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainSeed;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.replica.PastBlocks;
import network.banyan.sdk.RpcFailure;
import network.banyan.state.SnapshotRestore;
import network.banyan.state.StateChain;

/**
 * Puts a chain together from what other nodes say, in the steps of docs/spec/sync.md: committees from genesis on, then the
 * blocks that the next ones need, then the state. Only genesis is believed.
 */
final class Restoration {
    /** How far back a contract may ask for the hash of a block (EIP-210). */
    private static final long ANCESTORS = 256;

    private static final int BLOCKS = 64;

    private final Genesis genesis;
    private final List<SnapshotPeer> peers;
    private final ChainSeed seed;
    private final Told told;
    private final PastBlocks judge;

    /** What a person hears of it. */
    interface Told {
        void step(String sentence);

        void progress(String part, double share, String detail);
    }

    Restoration(Genesis genesis, List<SnapshotPeer> peers, ChainSeed seed, Told told) {
        this.genesis = genesis;
        this.peers = List.copyOf(peers);
        this.seed = seed;
        this.told = told;
        this.judge = new PastBlocks(genesis);
    }

    /**
     * @param height of the last block
     * @param earliest from which on no block is missing
     */
    record Done(long height, long earliest, SnapshotRestore.Progress state) {}

    /** A snapshot whose block is final, what leads there, and who says that it holds it. */
    private record Goal(List<Step> steps, Sources holders) {
        BlockHeader last() {
            return steps.getLast().header();
        }
    }

    /**
     * @throws Declined if nobody offers a snapshot, or nobody is left who could complete it
     */
    Done run() {
        try {
            return restored(goal());
        } catch (Sources.NobodyLeft _) {
            throw new Declined("Nobody is left to ask. What came is kept: the same command goes on with it.");
        }
    }

    private Done restored(Goal goal) {
        BlockHeader last = goal.last();
        if (!seed.aim().equals(Optional.of(last.hash()))) {
            seed.begin(last.hash());
        }
        long earliest = blocks(goal);
        var fetch =
                new StateFetch(goal.holders(), seed, SnapshotRestore.of(seed.state(), last.stateRoot()), last.number());
        fetch.run(told);
        seed.finish(new ChainSeed.Foundation(
                ChainState.genesisBlock(genesis, Committee.of(0, genesis.committee()), StateChain.Limits.DEFAULT),
                goal.steps().stream().map(Step::handedOver).toList(),
                fetch.restore().finish(last.number()),
                last.number(),
                earliest));
        return new Done(last.number(), earliest, fetch.restore().progress());
    }

    /** The one that was begun, if somebody still holds it; else the newest that is true. */
    private Goal goal() {
        Map<Offer, List<SnapshotPeer>> offers = offers();
        Optional<Hash> begun = seed.aim();
        List<Offer> best = offers.keySet().stream()
                .sorted(Comparator.comparing((Offer offer) -> !begun.equals(Optional.of(offer.hash())))
                        .thenComparing(Comparator.comparingLong(Offer::height).reversed()))
                .toList();
        var walk = new CommitteeWalk(
                genesis,
                (epochs, of) -> told.progress("committees", (double) epochs / of, "%,d epochs".formatted(epochs)));
        for (Offer offer : best) {
            var holders = new Sources(Objects.requireNonNull(offers.get(offer)), told::step);
            Optional<Goal> goal = judged(offer, holders, walk);
            if (goal.isPresent()) {
                told.step("%,d committees follow from genesis; block %,d is final"
                        .formatted(goal.get().steps().size(), offer.height()));
                told.step("%s the state after it, from %d of %d nodes"
                        .formatted(
                                begun.equals(Optional.of(offer.hash())) ? "going on with" : "fetching",
                                holders.left().size(),
                                peers.size()));
                return goal.get();
            }
        }
        throw new Declined(
                "Nobody holds a snapshot now. A node takes one when an epoch ends, if its snapshot.minutes is not 0.");
    }

    /** Only who offers it is asked to lead there, so that a liar's offer costs the others nothing. */
    private Optional<Goal> judged(Offer offer, Sources holders, CommitteeWalk walk) {
        if (!isPossible(offer)) {
            holders.left()
                    .forEach(peer ->
                            holders.drop(peer, "it offers block %,d, which ends no epoch".formatted(offer.height())));
            return Optional.empty();
        }
        try {
            List<Step> steps = walk.to(offer.epoch(), holders);
            if (steps.getLast().header().hash().equals(offer.hash())) {
                return Optional.of(new Goal(steps, holders));
            }
            holders.left()
                    .forEach(peer -> holders.drop(
                            peer, "it offers another block %,d than the final one".formatted(offer.height())));
            return Optional.empty();
        } catch (Sources.NobodyLeft _) {
            return Optional.empty();
        }
    }

    private Map<Offer, List<SnapshotPeer>> offers() {
        Map<Offer, List<SnapshotPeer>> offers = new HashMap<>();
        for (SnapshotPeer peer : peers) {
            try {
                peer.offers()
                        .forEach(offer -> offers.computeIfAbsent(offer, _ -> new ArrayList<>())
                                .add(peer));
            } catch (SnapshotPeer.Nonsense wrong) {
                told.step("%s is not asked any more: %s".formatted(peer, wrong.getMessage()));
            } catch (RpcFailure away) {
                told.step("%s does not answer: %s".formatted(peer, away.getMessage()));
            }
        }
        return offers;
    }

    private boolean isPossible(Offer offer) {
        return genesis.parameters()
                .epochs()
                .filter(epochs -> offer.epoch() >= 0
                        && offer.epoch() < Long.MAX_VALUE / epochs.blocks() - 1
                        && epochs.last(offer.epoch()) == offer.height())
                .isPresent();
    }

    /**
     * The last block of every epoch, so that others can follow the committees from this node, too; and without a gap the
     * last epoch, by which its committee is judged, and what contracts may ask for.
     *
     * @return from which on there is no gap
     */
    private long blocks(Goal goal) {
        BlockHeader last = goal.last();
        long epoch = genesis.parameters().epochs().orElseThrow().blocks();
        long earliest = Math.max(1, Math.min(last.number() - epoch, last.number() - ANCESTORS));
        TreeMap<Long, Hash> expected = new TreeMap<>();
        goal.steps()
                .forEach(step ->
                        expected.put(step.header().number(), step.header().hash()));
        long all = last.number() - earliest + 1 + expected.headMap(earliest).size();
        long came = 0;
        while (!expected.isEmpty()) {
            List<Long> numbers = next(expected, earliest);
            for (Block block : fetched(goal.holders(), numbers, expected)) {
                expected.remove(block.number());
                if (block.number() > earliest) {
                    expected.put(block.number() - 1, block.header().parentHash());
                }
                came++;
            }
            told.progress("blocks", (double) came / all, "");
        }
        told.step("%,d blocks, without a gap from %,d on".formatted(came, earliest));
        return earliest;
    }

    /** The highest known one and those below it, whose hashes it leads to; or else ends of epochs. */
    private static List<Long> next(NavigableMap<Long, Hash> expected, long earliest) {
        List<Long> numbers = new ArrayList<>();
        long highest = expected.lastKey();
        if (highest < earliest) {
            expected.descendingKeySet().stream().limit(BLOCKS).forEach(numbers::add);
        } else {
            for (long number = highest; number >= earliest && numbers.size() < BLOCKS; number--) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** Blocks with the hashes they must have, stored: from here if they came before, or else from somebody. */
    private List<Block> fetched(Sources holders, List<Long> numbers, Map<Long, Hash> known) {
        List<Block> here = new ArrayList<>();
        Map<Long, Hash> expected = new HashMap<>(known);
        for (long number : numbers) {
            Optional<Block> stored = seed.block(number);
            if (stored.isEmpty() || !stored.get().hash().equals(expected.get(number))) {
                break;
            }
            here.add(stored.get());
            expected.put(number - 1, stored.get().header().parentHash());
        }
        if (!here.isEmpty()) {
            return here;
        }
        return holders.ask(peer -> {
            List<Block> blocks = new ArrayList<>();
            Map<Long, Hash> chained = new HashMap<>(known);
            for (Executed executed : peer.blocks(numbers)) {
                Block block = executed.block();
                check(executed, numbers.get(blocks.size()), chained);
                chained.putIfAbsent(block.number() - 1, block.header().parentHash());
                seed.put(executed);
                blocks.add(block);
            }
            holders.answered(peer);
            return blocks;
        });
    }

    private void check(Executed executed, long number, Map<Long, Hash> expected) throws SnapshotPeer.Nonsense {
        Hash hash = expected.get(number);
        if (hash == null) {
            throw new SnapshotPeer.Nonsense("block %d came before the one that names it".formatted(number));
        }
        try {
            judge.check(hash, executed);
        } catch (PastBlocks.Wrong wrong) {
            throw new SnapshotPeer.Nonsense(String.valueOf(wrong.getMessage()));
        }
    }
}
