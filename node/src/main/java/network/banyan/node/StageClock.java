// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import network.banyan.replica.Stage;
import network.banyan.replica.Stages;

/** Adds up the time that blocks' work takes, stage by stage, over all threads. */
public final class StageClock implements Stages {
    private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

    public StageClock() {
        for (Stage stage : Stage.values()) {
            nanos.put(stage, new LongAdder());
        }
    }

    @Override
    public <T> T run(Stage stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            adder(stage).add(System.nanoTime() - start);
        }
    }

    /** Nanoseconds so far; those of threads side by side add up. */
    public long nanos(Stage stage) {
        return adder(stage).sum();
    }

    private LongAdder adder(Stage stage) {
        return Objects.requireNonNull(nanos.get(stage));
    }
}
