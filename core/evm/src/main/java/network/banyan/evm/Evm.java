// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.application.Application;
import network.banyan.application.Applications;
import network.banyan.evm.precompile.Precompile;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * The Ethereum virtual machine: runs messages against a world, within one block. Calls between contracts are frames in a
 * loop, never recursion of ours, so the depth of 1,024 needs no deep thread. Used by one thread at a time.
 *
 * <p>A message never throws, whatever the code: it succeeds, reverts or halts. Gas of a transaction beyond its execution
 * (intrinsic gas, refunds, fees) is the caller's matter.
 *
 * <p>Source: the Ethereum Yellow Paper and the EIPs up to {@link Fork#OSAKA}.
 */
public final class Evm {
    private static final int CODE_BYTE_GAS = 200;

    private final Fork fork;
    private final Engine engine;
    private final World world;
    private final BlockContext block;
    private final Precompiles precompiles;
    private final Applications applications;
    private final ApplicationCalls applicationCalls;
    private final Frames frames = new Frames();
    private final CallInstructions calls;
    private final Instructions instructions;
    private final Interpreter interpreter;
    private final @Nullable Tracer tracer;

    /** One that interprets. */
    public Evm(Fork fork, World world, BlockContext block) {
        this(fork, world, block, Engine.interpreting());
    }

    /**
     * @param engine what runs the code; it must speak the same fork
     */
    public Evm(Fork fork, World world, BlockContext block, Engine engine) {
        this(fork, world, block, engine, precompiles(fork), Applications.NONE);
    }

    /**
     * @param precompiles others than the fork's, where somebody pretends so
     * @param applications those that the chain's genesis names
     */
    public Evm(
            Fork fork,
            World world,
            BlockContext block,
            Engine engine,
            Precompiles precompiles,
            Applications applications) {
        Invariant.check(engine.speaks(fork), "the engine does not speak %s", fork);
        this.fork = fork;
        this.engine = engine;
        this.world = world;
        this.block = block;
        this.precompiles = precompiles;
        this.applications = applications;
        this.tracer = engine.tracer();
        // What is pretended to be a precompile costs as other accounts do, and what was one as precompiles.
        var state = new StateInstructions(world, precompiles(fork), tracer);
        this.applicationCalls = new ApplicationCalls(applications, world, state, block);
        this.calls = new CallInstructions(world, state, precompiles, applicationCalls, frames, tracer);
        var nobody = TransactionContext.of(Address.ZERO, UInt256.ZERO);
        this.instructions = new Instructions(block, state, calls, nobody);
        this.interpreter = new Interpreter(fork, instructions, engine);
    }

    /** Another over the same world and block, which a tracer watches. */
    public Evm watched(Tracer watcher) {
        return new Evm(fork, world, block, Engine.tracing(watcher), precompiles, applications);
    }

    /** The precompiled contracts of a fork. */
    public static Precompiles precompiles(Fork fork) {
        return switch (fork) {
            case CANCUN -> Precompiles.cancun();
            case PRAGUE -> Precompiles.prague();
            case OSAKA -> Precompiles.osaka();
        };
    }

    /** Whether a precompiled contract lives here: such an account is always warm. */
    public boolean isPrecompile(Address account) {
        return precompiles.contains(account);
    }

    /**
     * Calls an account: moves the value, which the caller must have, and runs the account's code.
     *
     * @param gas not negative
     */
    public Result call(
            TransactionContext transaction, Address caller, Address to, UInt256 value, Bytes input, long gas) {
        enter(Op.CALL, caller, to, value, input, gas);
        int mark = world.mark();
        world.transfer(caller, to, value);
        @Nullable Precompile precompile = precompiles.at(to);
        if (precompile != null) {
            return exit(undone(CallInstructions.precompiled(precompile.over(world), input.unsafeArray(), gas), mark));
        }
        Code code = world.code(to);
        @Nullable Application application = applicationCalls.at(code);
        if (application != null) {
            var message = new ApplicationCalls.Message(to, caller, value, input, false, 0);
            return exit(undone(applicationCalls.run(application, message, gas), mark));
        }
        if (code.delegate() != null) {
            world.warmUp(code.delegate());
            code = calls.delegated(code.delegate());
        }
        if (code.isEmpty()) {
            return exit(new Result.Success(Bytes.EMPTY, gas));
        }
        Frame frame = frames.outermost(code, gas);
        frame.self = to;
        frame.caller = caller;
        frame.value = value;
        frame.readOnly = false;
        frame.creates = false;
        frame.mark = mark;
        frame.input = input.unsafeArray();
        frame.inputOffset = 0;
        frame.inputSize = input.size();
        instructions.begin(transaction);
        return run(frame);
    }

    /**
     * Creates a contract with the value, which the creator must have. The creator's nonce is already raised.
     *
     * @param created where, as {@link ContractAddress} tells
     */
    public Result create(
            TransactionContext transaction, Address creator, Address created, UInt256 value, Bytes initCode, long gas) {
        enter(Op.CREATE, creator, created, value, initCode, gas);
        world.warmUp(created);
        if (world.collides(created)) {
            return exit(new Result.Halted(Halt.of(Halt.Reason.ADDRESS_COLLISION)));
        }
        Code code = Code.ofInitCode(initCode.unsafeArray(), 0, initCode.size());
        Frame frame = frames.outermost(code, gas);
        calls.enterCreation(frame, creator, created, value);
        instructions.begin(transaction);
        return run(frame);
    }

    private void enter(int op, Address from, Address to, UInt256 value, Bytes input, long gas) {
        if (tracer != null) {
            tracer.enter(new Tracer.Message(0, op, from, to, value, input, gas, 0));
        }
    }

    private Result exit(Result result) {
        if (tracer != null) {
            tracer.exit(0, result);
        }
        return result;
    }

    private Result undone(Result result, int mark) {
        if (!(result instanceof Result.Success)) {
            world.revertTo(mark);
        }
        return result;
    }

    /** The loop over frames. */
    private Result run(Frame outermost) {
        Frame frame = outermost;
        while (true) {
            Step step = engine.run(frame, interpreter, instructions);
            if (step == Step.ENTER) {
                frame = frames.child(frame);
                continue;
            }
            if (step == Step.RETURN && frame.creates) {
                step = deposit(frame);
            }
            if (step != Step.RETURN) {
                world.revertTo(frame.mark);
            }
            if (frame.depth == 0) {
                Result result = exit(result(step, frame));
                frame.leave();
                return result;
            }
            if (tracer != null) {
                tracer.exit(frame.depth, result(step, frame));
            }
            Frame parent = frames.parent(frame);
            handBack(step, frame, parent);
            frame.leave();
            frame = parent;
        }
    }

    /** Stores what init code returned as the new account's code (EIP-170, 3541). */
    private Step deposit(Frame frame) {
        byte[] code = frame.output;
        if (code.length > Code.MAX_SIZE) {
            return frame.halt(Halt.Reason.CODE_SIZE);
        }
        if (code.length > 0 && code[0] == (byte) 0xef) {
            return frame.halt(Halt.Reason.INVALID_CODE);
        }
        if (!frame.charge((long) CODE_BYTE_GAS * code.length)) {
            return frame.halt(Halt.Reason.CODE_STORE_OUT_OF_GAS);
        }
        if (code.length > 0) {
            world.setCode(frame.self, Code.of(frame.outputBytes()));
        }
        return Step.RETURN;
    }

    private static void handBack(Step step, Frame frame, Frame parent) {
        boolean ended = step == Step.RETURN;
        if (step != Step.HALT) {
            parent.gas += frame.gas;
        }
        byte[] output = step == Step.HALT || (ended && frame.creates) ? Frame.NOTHING : frame.output;
        parent.returnData = output;
        System.arraycopy(output, 0, parent.memory, frame.outputOffset, Math.min(frame.outputSize, output.length));
        if (!ended) {
            Words.clear(parent.stack, parent.top);
        } else if (frame.creates) {
            parent.setAddress(parent.top, frame.self);
        } else {
            Words.set(parent.stack, parent.top, 1);
        }
    }

    private static Result result(Step step, Frame frame) {
        return switch (step) {
            case RETURN -> new Result.Success(frame.outputBytes(), frame.gas);
            case REVERT -> new Result.Reverted(frame.outputBytes(), frame.gas);
            case HALT -> new Result.Halted(frame.halt == null ? Halt.OUT_OF_GAS : frame.halt);
            case NEXT, ENTER -> throw new AssertionError("the interpreter answered " + step);
        };
    }
}
