// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.scale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A root and its sidechains, which take turns as their blocks end. Lives once. */
final class World {
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** The root's place among those who take turns. */
    private static final int ROOT = -1;

    private final Terms terms;
    private final Root root;
    private final List<Sidechain> chains = new ArrayList<>();
    private final List<Long> journeys = new ArrayList<>();
    private final long fromMicros;
    private final long toMicros;
    private long transactions;
    private long checkpoints;
    private long rootGas;
    private long rootBlocks;

    private record Turn(long atMicros, int who) {}

    /**
     * What happened in the measured time.
     *
     * @param perSecond transactions of users that became final on all sidechains together
     * @param checkpointsPerSecond that the root accepted
     * @param rootBlockMillis how long a block of the root took on average
     * @param rootGas used of what its blocks could hold, 0 to 1
     * @param waiting checkpoints that had no place on the root at the end
     * @param delivered messages that came to their chain
     * @param medianMillis of a message, from its chain's block to the other's; -1 if none came
     * @param latestMillis the same of the slowest one in twenty
     */
    record Figures(
            int chains,
            double perSecond,
            double checkpointsPerSecond,
            double rootBlockMillis,
            double rootGas,
            int waiting,
            int delivered,
            long medianMillis,
            long latestMillis) {}

    /**
     * @param crossingPerMillion of what each chain's users send, to the next chain
     * @param warmUpSeconds before measuring begins
     */
    World(Costs costs, Terms terms, int number, long crossingPerMillion, int warmUpSeconds, int seconds) {
        this.terms = terms;
        this.fromMicros = warmUpSeconds * MICROS_PER_SECOND;
        this.toMicros = (warmUpSeconds + seconds) * MICROS_PER_SECOND;
        this.root = new Root(costs, terms, this);
        for (int i = 0; i < number; i++) {
            chains.add(new Sidechain(costs, terms, this, (i + 1) % number, crossingPerMillion));
        }
    }

    Figures live() {
        var turns = new PriorityQueue<>(Comparator.comparingLong(Turn::atMicros).thenComparingInt(Turn::who));
        turns.add(new Turn(0, ROOT));
        for (int i = 0; i < chains.size(); i++) {
            // They were not all founded in the same moment: their runs end spread over time.
            long run = terms.runBlocks() * terms.blockMillis() * 1_000;
            turns.add(new Turn(run * i / chains.size(), i));
        }
        while (turns.peek() instanceof Turn(long at, int who) && at < toMicros) {
            turns.remove();
            long ends = who == ROOT ? root.block(at) : chains.get(who).block(at);
            turns.add(new Turn(ends, who));
        }
        return figures();
    }

    private Figures figures() {
        double seconds = (toMicros - fromMicros) / (double) MICROS_PER_SECOND;
        List<Long> sorted = journeys.stream().sorted().toList();
        return new Figures(
                chains.size(),
                transactions / seconds,
                checkpoints / seconds,
                1_000 * seconds / Math.max(1, rootBlocks),
                (double) rootGas / Math.max(1, rootBlocks * terms.gasLimit()),
                root.waiting(),
                sorted.size(),
                percentile(sorted, 50),
                percentile(sorted, 95));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? -1 : sorted.get((sorted.size() - 1) * percent / 100) / 1_000;
    }

    private boolean isMeasured(long micros) {
        return micros >= fromMicros && micros < toMicros;
    }

    void count(long micros, long more) {
        if (isMeasured(micros)) {
            transactions += more;
        }
    }

    void countRoot(long micros, int accepted, long gas) {
        if (isMeasured(micros)) {
            checkpoints += accepted;
            rootGas += gas;
            rootBlocks++;
        }
    }

    void submit(List<Parcel> messages, long signedMicros) {
        root.submit(messages, signedMicros + terms.oneWayMillis() * 1_000);
    }

    void arrived(Parcel parcel) {
        chains.get(parcel.to()).arrives(parcel);
    }

    void delivered(Parcel parcel, long micros) {
        if (isMeasured(micros)) {
            journeys.add(micros - parcel.sentMicros());
        }
    }
}
