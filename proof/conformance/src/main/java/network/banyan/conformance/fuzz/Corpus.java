// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import network.banyan.conformance.fuzz.Outcome.End;
import network.banyan.evm.Engine;
import network.banyan.evm.Halt;
import network.banyan.evm.Tracer;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.Vectors;
import network.banyan.testkit.evm.Mutations;

/** Codes that run well, to make others of: small changes to them are more often run to the end than small changes to any. */
final class Corpus {
    private static final int CANDIDATES = 600;

    private static final int DIFFERENT_INSTRUCTIONS_MIN = 15;

    private Corpus() {}

    /** Of the first so many random trials, the called codes that came to an end and did a lot on the way. The same ever. */
    static List<Bytes> grown() {
        List<Bytes> grown = new ArrayList<>();
        var trials = new Trials(List.of());
        for (int seed = 0; seed < CANDIDATES; seed++) {
            Trial trial = trials.next((long) Trials.FAMILY * seed);
            if (runsWell(trial)) {
                trial.body()
                        .to()
                        .map(to -> trial.state().accounts.get(to))
                        .map(account -> trial.state().code(account.codeHash()))
                        .ifPresent(grown::add);
            }
        }
        return grown;
    }

    /** Watched only once it is known to end, because watching a loop until its gas is spent takes long. */
    private static boolean runsWell(Trial trial) {
        var seen = new Seen();
        return OwnMachine.run(trial, Engine.interpreting()).end() == End.SUCCEEDED
                && OwnMachine.run(trial, Engine.tracing(seen)).end() == End.SUCCEEDED
                && seen.instructions.cardinality() >= DIFFERENT_INSTRUCTIONS_MIN;
    }

    /**
     * All codes in a folder of state tests that are not too long to be mutated.
     *
     * @throws RuntimeException if a file is no state test
     */
    static List<Bytes> in(Path folder) {
        var codes = new TreeSet<Bytes>();
        for (Path file : Vectors.files(folder)) {
            Vectors.read(file)
                    .forEach(test -> MemoryState.of(test.path("pre")).codes.values().stream()
                            .filter(code -> !code.isEmpty() && code.size() <= Mutations.SIZE_MAX)
                            .forEach(codes::add));
        }
        return List.copyOf(codes);
    }

    private static final class Seen implements Tracer {
        private final BitSet instructions = new BitSet();

        @Override
        public void step(Moment moment) {
            instructions.set(moment.op());
        }

        @Override
        public void leave(int depth, long gas, Optional<Halt> halt) {}
    }
}
