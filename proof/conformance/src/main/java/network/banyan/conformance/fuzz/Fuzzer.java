// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.banyan.conformance.fuzz.Outcome.End;

/** Draws trials, asks all machines, and shrinks and writes down what they disagree on; several threads, a panel for each. */
final class Fuzzer {
    /** More are only counted: they mostly have the same cause. */
    private static final int FINDINGS_MAX = 10;

    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Trials trials;
    private final Supplier<Panel> panels;
    private final Path findings;
    private final PrintWriter out;
    private final PrintWriter progress;

    /** Guarded by this. */
    private final Map<End, Integer> ends = new TreeMap<>();

    private long next;
    private long done;
    private int disagreements;
    private int written;
    private long toldAt;

    /**
     * @param panels makes one for each thread
     * @param findings the folder to write to; made when there is something
     * @param out for what is found
     * @param progress for who waits
     */
    Fuzzer(Trials trials, Supplier<Panel> panels, Path findings, PrintWriter out, PrintWriter progress) {
        this.trials = trials;
        this.panels = panels;
        this.findings = findings;
        this.out = out;
        this.progress = progress;
    }

    /**
     * How far to go; whichever comes first.
     *
     * @param first the seed of the first trial, those of the others follow it
     */
    record Extent(long first, long runs, long nanos) {
        long end() {
            return Long.MAX_VALUE - runs < first ? Long.MAX_VALUE : first + runs;
        }
    }

    /** @param ends how the trials ended, as the first machine says */
    record Tally(long programs, int disagreements, Map<End, Integer> ends) {}

    Tally run(Extent extent, int jobs) throws InterruptedException {
        long started = System.nanoTime();
        toldAt = started;
        next = extent.first;
        try (var pool = Executors.newFixedThreadPool(jobs)) {
            var workers = Stream.generate(() -> pool.submit(() -> work(extent, started)))
                    .limit(jobs)
                    .toList();
            for (Future<?> worker : workers) {
                result(worker);
            }
        }
        return new Tally(done, disagreements, ends);
    }

    private static void result(Future<?> worker) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        }
    }

    private void work(Extent extent, long started) {
        try (Panel panel = panels.get()) {
            for (Optional<Long> seed = next(extent, started); seed.isPresent(); seed = next(extent, started)) {
                Trials.Family family = trials.familyOf(seed.get());
                long end = Math.min(family.end(), extent.end());
                for (long member = seed.get(); member < end; member++) {
                    Trial trial = family.trial(member);
                    Panel.Said said = panel.ask(trial);
                    Panel.judge(trial, said).ifPresent(found -> report(panel, found));
                    count(said.first().end());
                }
            }
        }
    }

    /** The first seed of a family that nobody has begun. */
    private synchronized Optional<Long> next(Extent extent, long started) {
        if (next >= extent.end() || System.nanoTime() - started >= extent.nanos) {
            return Optional.empty();
        }
        long seed = next;
        next = (Math.floorDiv(seed, Trials.FAMILY) + 1) * Trials.FAMILY;
        return Optional.of(seed);
    }

    private synchronized void count(End end) {
        done++;
        ends.merge(end, 1, Integer::sum);
        long now = System.nanoTime();
        if (now - toldAt > TELL_NANOS) {
            toldAt = now;
            progress.printf("%,d programs, %,d disagreements%n", done, disagreements);
            progress.flush();
        }
    }

    private void report(Panel panel, Disagreement found) {
        if (!claim()) {
            return;
        }
        Disagreement smaller = shrunk(panel, found);
        Path file = TrialFile.write(findings, smaller);
        synchronized (this) {
            out.printf(
                    "DISAGREEMENT seed %d, shrunk from %,d bytes to %,d: %s%n  again: banyan evm fuzz --replay %s%n",
                    found.trial().seed(), found.trial().size(), smaller.trial().size(), smaller.words(), file);
            out.flush();
        }
    }

    /** Counts it; whether there is room to write it down. */
    private synchronized boolean claim() {
        disagreements++;
        return written++ < FINDINGS_MAX;
    }

    /** The smallest trial that was found on which the same machine disagrees in the same way. */
    static Disagreement shrunk(Panel panel, Disagreement found) {
        Panel two = panel.onlyWith(found.machine());
        Trial smallest = Shrinker.shrink(
                found.trial(),
                trial ->
                        Panel.judge(trial, two.ask(trial)).filter(found::isLike).isPresent());
        return Panel.judge(smallest, panel.ask(smallest)).filter(found::isLike).orElse(found);
    }
}
