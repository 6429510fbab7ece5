// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A sidechain whose users always have more to send than it takes; some of it goes to the next chain (docs/spec/member.md). */
final class Sidechain {
    /** Rule 6: so many runs without anything to tell, and there is a checkpoint all the same. */
    private static final int IDLE_RUNS = 240;

    private static final double MILLION = 1e6;

    private final Costs costs;
    private final Terms terms;
    private final World world;
    private final int neighbour;
    private final long crossingPerMillion;
    private final Deque<Parcel> arrived = new ArrayDeque<>();
    private final Deque<Parcel> observed = new ArrayDeque<>();
    private List<Parcel> outbox = new ArrayList<>();
    private List<List<Parcel>> unsigned = new ArrayList<>();
    private double crossingsDue;
    private boolean hasNews;
    private int idleRuns;
    private long height;

    /**
     * @param neighbour the chain to which its messages go
     * @param crossingPerMillion of its users' transactions
     */
    Sidechain(Costs costs, Terms terms, World world, int neighbour, long crossingPerMillion) {
        this.costs = costs;
        this.terms = terms;
        this.world = world;
        this.neighbour = neighbour;
        this.crossingPerMillion = crossingPerMillion;
    }

    /** The root has a message for it. */
    void arrives(Parcel parcel) {
        arrived.add(parcel);
    }

    /**
     * Makes a block.
     *
     * @param begins when, in microseconds
     * @return when it is final
     */
    long block(long begins) {
        Block block = new Block(terms, costs.blockMicros());
        List<List<Parcel>> signed = sign(block);
        List<Parcel> handled = handle(block);
        observe(block);
        long own = block.transactions();
        int crossings = fill(block);
        long ends = begins + block.lasts();
        height++;
        world.count(ends, block.transactions() - own);
        for (int i = 0; i < crossings; i++) {
            outbox.add(new Parcel(neighbour, ends));
        }
        handled.forEach(parcel -> world.delivered(parcel, ends));
        hasNews |= crossings > 0 || !handled.isEmpty();
        signed.forEach(messages -> world.submit(messages, ends));
        if (height % terms.runBlocks() == 0) {
            closeRun();
        }
        return ends;
    }

    private void closeRun() {
        if (hasNews || ++idleRuns == IDLE_RUNS) {
            unsigned.add(outbox);
            outbox = new ArrayList<>();
            hasNews = false;
            idleRuns = 0;
        }
    }

    /** Each member posts its share of each checkpoint. */
    private List<List<Parcel>> sign(Block block) {
        List<List<Parcel>> signed = unsigned;
        block.add(costs.share(), (long) terms.members() * signed.size());
        unsigned = new ArrayList<>();
        return signed;
    }

    /** Handles what a quorum saw, in half a block at most. */
    private List<Parcel> handle(Block block) {
        List<Parcel> handled = new ArrayList<>();
        Costs.Price price = costs.handle();
        while (!observed.isEmpty() && block.gas() + price.gas() <= terms.gasLimit() / 2) {
            block.add(price);
            handled.add(observed.remove());
        }
        return handled;
    }

    /** Each member says what is in the inbox, if there is more than it said. */
    private void observe(Block block) {
        if (!arrived.isEmpty()) {
            block.add(costs.word(), terms.members());
            observed.addAll(arrived);
            arrived.clear();
        }
    }

    /** Fills what is left with what users send; how much of it goes to another chain. */
    private int fill(Block block) {
        double share = crossingPerMillion / MILLION;
        long gasOfEach = Math.round(
                (1 - share) * costs.transfer().gas() + share * costs.send().gas());
        long taken = block.room(gasOfEach);
        crossingsDue += taken * share;
        int crossings = (int) Math.min(taken, (long) crossingsDue);
        crossingsDue -= crossings;
        block.add(costs.send(), crossings);
        block.add(costs.transfer(), taken - crossings);
        return crossings;
    }
}
