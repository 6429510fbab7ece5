// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.conformance.StateTestBlock;
import network.banyan.conformance.fuzz.Outcome.End;
import network.banyan.evm.CodeCache;
import network.banyan.evm.CompiledCodes;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.execution.JournaledWorld;
import network.banyan.execution.TransactionProcessor;
import network.banyan.testkit.evm.Engines;

/** Our execution with one of our engines. Keeps what was translated, because translating takes longer than running. */
final class OwnMachine implements Machine {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    /** Translates at once, and keeps what a few families of trials need. */
    private static final CompiledCodes.Limits TRANSLATIONS = new CompiledCodes.Limits(0, 0, 1, 8L << 20, 64);

    private final Engines engines;
    private final Map<Fork, CompiledCodes> codes = new EnumMap<>(Fork.class);

    OwnMachine(Engines engines) {
        this.engines = engines;
    }

    /** All of ours; the interpreter is the one that the others are held against. */
    static List<Machine> all() {
        return Arrays.stream(Engines.values()).<Machine>map(OwnMachine::new).toList();
    }

    @Override
    public String name() {
        return engines.name();
    }

    @Override
    public Outcome run(Trial trial) {
        return run(trial, engine(trial));
    }

    private Engine engine(Trial trial) {
        return switch (engines) {
            case INTERPRETER -> Engine.interpreting();
            case COMPILER ->
                Engine.compiling(codes.computeIfAbsent(
                        trial.fork(), fork -> new CompiledCodes(fork, TRANSLATIONS, Runnable::run)));
            case SWITCHING ->
                Engine.switching(
                        codes.computeIfAbsent(
                                trial.fork(), fork -> CompiledCodes.leavingAfterEveryBlock(fork, TRANSLATIONS)),
                        trial.seed());
        };
    }

    static Outcome run(Trial trial, Engine engine) {
        try {
            return execute(trial, engine);
        } catch (RuntimeException | StackOverflowError | LinkageError crash) {
            StackTraceElement[] trace = crash.getStackTrace();
            return Outcome.none(End.CRASHED, crash + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private static Outcome execute(Trial trial, Engine engine) {
        var rules = trial.rules();
        var world = new JournaledWorld(trial.state(), new CodeCache(CODE_CACHE_BYTES));
        var context = trial.block().context(rules, StateTestBlock.ANCESTORS);
        var evm = new Evm(trial.fork(), world, context, engine);
        var processor = new TransactionProcessor(rules, trial.block(), world, evm);
        return switch (processor.process(
                trial.transaction(), trial.block().gasLimit(), rules.blobs().gasMax())) {
            case TransactionProcessor.Outcome.Refused(var refusal) -> Outcome.none(End.REFUSED, refusal.words());
            case TransactionProcessor.Outcome.Applied applied ->
                new Outcome(
                        end(applied.result()),
                        applied.result() instanceof Result.Halted(var halt)
                                ? Optional.of(halt.words())
                                : Optional.empty(),
                        applied.gasUsed(),
                        OptionalLong.of(world.refund()),
                        applied.result().output(),
                        applied.logs(),
                        Outcome.holdings(trial.state().after(world.changes())));
        };
    }

    private static End end(Result result) {
        return switch (result) {
            case Result.Success _ -> End.SUCCEEDED;
            case Result.Reverted _ -> End.REVERTED;
            case Result.Halted _ -> End.HALTED;
        };
    }
}
