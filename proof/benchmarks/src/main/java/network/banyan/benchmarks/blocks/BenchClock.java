// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import network.banyan.node.StageClock;
import network.banyan.primitives.Invariant;
import network.banyan.replica.Stage;
import network.banyan.replica.Stages;

/** A node's clock, and beside it the CPU time of the thread that asked: others on the machine stretch only the former. */
final class BenchClock implements Stages {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final StageClock clock = new StageClock();
    private final Map<Stage, LongAdder> cpu = new EnumMap<>(Stage.class);

    /** Nanoseconds of the clock and of the CPU. */
    record Time(long clock, long cpu) {
        Time minus(Time earlier) {
            return new Time(clock - earlier.clock, cpu - earlier.cpu);
        }
    }

    BenchClock() {
        for (Stage stage : Stage.values()) {
            cpu.put(stage, new LongAdder());
        }
    }

    @Override
    public <T> T run(Stage stage, Supplier<T> work) {
        long start = threads.getCurrentThreadCpuTime();
        try {
            return clock.run(stage, work);
        } finally {
            of(stage).add(threads.getCurrentThreadCpuTime() - start);
        }
    }

    Map<Stage, Time> times() {
        Map<Stage, Time> times = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            times.put(stage, new Time(clock.nanos(stage), of(stage).sum()));
        }
        return times;
    }

    private LongAdder of(Stage stage) {
        return Invariant.present(cpu.get(stage));
    }
}
