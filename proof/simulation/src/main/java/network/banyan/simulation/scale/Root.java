// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** The root, which does nothing but its sidechains' business. */
final class Root {
    /** Members speak of the inbox as it is after such blocks (docs/spec/member.md, rule 3). */
    private static final int WORDS_EVERY = 4;

    private final Costs costs;
    private final Terms terms;
    private final World world;
    private final PriorityQueue<Submitted> checkpoints =
            new PriorityQueue<>(Comparator.comparingLong(Submitted::atMicros).thenComparingLong(Submitted::order));
    private final Deque<Claimable> claims = new ArrayDeque<>();
    private final List<Parcel> inboxes = new ArrayList<>();
    private long submitted;
    private long height;

    private record Submitted(List<Parcel> messages, long atMicros, long order) {}

    private record Claimable(Parcel parcel, long fromMicros) {}

    Root(Costs costs, Terms terms, World world) {
        this.costs = costs;
        this.terms = terms;
        this.world = world;
    }

    /** A carrier brings a checkpoint, which is there at a time. */
    void submit(List<Parcel> messages, long atMicros) {
        checkpoints.add(new Submitted(messages, atMicros, submitted++));
    }

    /** How many checkpoints wait for a block. */
    int waiting() {
        return checkpoints.size();
    }

    /**
     * Makes a block: checkpoints first, for claims can wait.
     *
     * @param begins when, in microseconds
     * @return when it is final
     */
    long block(long begins) {
        Block block = new Block(terms, costs.blockMicros());
        List<Submitted> accepted = new ArrayList<>();
        while (!checkpoints.isEmpty() && checkpoints.peek().atMicros <= begins && block.fits(costs.checkpoint())) {
            block.add(costs.checkpoint());
            accepted.add(checkpoints.remove());
        }
        List<Parcel> claimed = new ArrayList<>();
        while (!claims.isEmpty() && claims.peek().fromMicros <= begins && block.fits(costs.claim())) {
            block.add(costs.claim());
            claimed.add(claims.remove().parcel);
        }
        long ends = begins + block.lasts();
        height++;
        world.countRoot(ends, accepted.size(), block.gas());
        long from = ends + terms.delayMillis() * 1_000;
        accepted.forEach(each -> each.messages.forEach(parcel -> claims.add(new Claimable(parcel, from))));
        inboxes.addAll(claimed);
        if (height % WORDS_EVERY == 0) {
            inboxes.forEach(world::arrived);
            inboxes.clear();
        }
        return ends;
    }
}
