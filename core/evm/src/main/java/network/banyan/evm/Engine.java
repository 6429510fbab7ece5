// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Optional;
import network.banyan.evm.CompiledCodes.Compiled;
import org.jspecify.annotations.Nullable;

/**
 * What runs the frames of an {@link Evm}. Every engine gives the same results to the last unit of gas; they differ in
 * speed. Interpreter and compiled code keep all they know in the frame, so either can take over from the other wherever
 * a block of instructions begins.
 */
public abstract sealed class Engine {
    private Engine() {}

    /** Interprets everything. */
    public static Engine interpreting() {
        return new Interpreting();
    }

    /** Interprets, and runs the bytecode of codes that became hot and were translated. May be shared by threads. */
    public static Engine compiling(CompiledCodes codes) {
        return new Compiling(codes, true);
    }

    /**
     * Runs the bytecode there is without making any code hotter: for calls that nobody pays for, by which else anything
     * could be had translated.
     */
    public static Engine reusing(CompiledCodes codes) {
        return new Compiling(codes, false);
    }

    /** Translates every code when it is first run. For tests and measurements. */
    public static Engine compilingAtOnce(Fork fork) {
        return compiling(new CompiledCodes(fork, CompiledCodes.Limits.AT_ONCE, Runnable::run));
    }

    /**
     * Tosses a coin at every block of instructions: interpreter or compiled code. For tests: whatever the seed, results
     * must be the same. Used by one thread.
     */
    public static Engine switching(Fork fork, long seed) {
        return switching(CompiledCodes.leavingAfterEveryBlock(fork, CompiledCodes.Limits.AT_ONCE), seed);
    }

    /**
     * The same, keeping its translations for the next.
     *
     * @param codes made by {@link CompiledCodes#leavingAfterEveryBlock}, or else it seldom switches back
     */
    public static Engine switching(CompiledCodes codes, long seed) {
        return new Switching(codes, seed);
    }

    /** Interprets, and shows every instruction to a tracer. */
    public static Engine tracing(Tracer tracer) {
        return new Tracing(tracer);
    }

    /** Runs until the frame ends or waits for another: never answers {@link Step#NEXT}. */
    abstract Step run(Frame frame, Interpreter interpreter, Instructions instructions);

    /** Whether the interpreter shall stop where a block begins that is jumped to. */
    boolean stopsAtTargets() {
        return false;
    }

    /** Who wants to see every instruction; usually nobody. */
    @Nullable
    Tracer tracer() {
        return null;
    }

    /** The rules by which code is translated must be those by which it is interpreted. */
    boolean speaks(Fork fork) {
        return true;
    }

    private static final class Interpreting extends Engine {
        @Override
        Step run(Frame frame, Interpreter interpreter, Instructions instructions) {
            return interpreter.run(frame);
        }
    }

    private static final class Tracing extends Engine {
        private final Tracer tracer;

        Tracing(Tracer tracer) {
            this.tracer = tracer;
        }

        @Override
        Tracer tracer() {
            return tracer;
        }

        @Override
        Step run(Frame frame, Interpreter interpreter, Instructions instructions) {
            Step step = interpreter.run(frame);
            tracer.leave(frame.depth, frame.gas, Optional.ofNullable(frame.halt));
            return step;
        }
    }

    private static final class Compiling extends Engine {
        /** A call counts as much as this gas: it costs more than its instructions. */
        private static final long CALL_HEAT = 500;

        private final CompiledCodes codes;
        private final boolean heats;

        Compiling(CompiledCodes codes, boolean heats) {
            this.codes = codes;
            this.heats = heats;
        }

        @Override
        boolean speaks(Fork fork) {
            return codes.fork() == fork;
        }

        @Override
        Step run(Frame frame, Interpreter interpreter, Instructions instructions) {
            // Init code runs once.
            if (frame.creates) {
                return interpreter.run(frame);
            }
            @Nullable Compiled compiled = heats ? codes.find(frame.code) : codes.peek(frame.code);
            if (compiled != null) {
                return run(compiled, frame, interpreter, instructions);
            }
            if (!heats) {
                return interpreter.run(frame);
            }
            if (codes.translatesAtOnce()) {
                codes.spent(frame.code, 0);
                compiled = codes.find(frame.code);
                return compiled == null ? interpreter.run(frame) : run(compiled, frame, interpreter, instructions);
            }
            long before = frame.gas;
            Step step = interpreter.run(frame);
            // What a child was given comes back later, and after a halt the frame's gas tells nothing.
            long spent = step == Step.RETURN || step == Step.REVERT ? before - frame.gas : 0;
            codes.spent(frame.code, CALL_HEAT + Math.max(0, spent));
            return step;
        }

        private static Step run(Compiled compiled, Frame frame, Interpreter interpreter, Instructions instructions) {
            int entry = compiled.entry(frame);
            if (entry >= 0) {
                int result = compiled.run(frame, instructions, entry);
                if (result != CompiledCode.INTERPRET) {
                    return CompiledCode.step(result);
                }
            }
            return interpreter.run(frame);
        }
    }

    private static final class Switching extends Engine {
        private final CompiledCodes codes;
        private long random;

        Switching(CompiledCodes codes, long seed) {
            this.codes = codes;
            this.random = seed;
        }

        @Override
        boolean stopsAtTargets() {
            return true;
        }

        @Override
        boolean speaks(Fork fork) {
            return codes.fork() == fork;
        }

        @Override
        Step run(Frame frame, Interpreter interpreter, Instructions instructions) {
            @Nullable Compiled compiled = null;
            if (!frame.creates) {
                codes.spent(frame.code, 0);
                compiled = codes.find(frame.code);
            }
            while (true) {
                int entry = compiled != null && heads() ? compiled.entry(frame) : -1;
                if (compiled != null && entry >= 0) {
                    int result = compiled.run(frame, instructions, entry);
                    if (result >= 0) {
                        continue;
                    }
                    if (result != CompiledCode.INTERPRET) {
                        return CompiledCode.step(result);
                    }
                }
                Step step = interpreter.run(frame);
                if (step != Step.NEXT) {
                    return step;
                }
            }
        }

        /** The linear congruential generator of Knuth's MMIX. */
        private boolean heads() {
            random = random * 6364136223846793005L + 1442695040888963407L;
            return random < 0;
        }
    }
}
