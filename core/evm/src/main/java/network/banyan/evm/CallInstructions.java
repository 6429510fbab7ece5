// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static network.banyan.evm.Op.*;

import network.banyan.application.Application;
import network.banyan.crypto.Keccak;
import network.banyan.evm.precompile.Precompile;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * CALL and its kin, CREATE and CREATE2: pricing, and handing over to a child frame. A call that needs no frame, of a
 * precompile or of an account without code, is done here at once.
 */
final class CallInstructions {
    private static final int VALUE_GAS = 9_000;
    private static final int STIPEND = 2_300;
    private static final int INIT_CODE_WORD_GAS = 2;
    private static final int HASH_WORD_GAS = 6;

    private final World world;
    private final StateInstructions state;
    private final Precompiles precompiles;
    private final ApplicationCalls applications;
    private final Frames frames;

    /** Usually null; see {@link Engine#tracer}. */
    private final @Nullable Tracer tracer;

    CallInstructions(
            World world,
            StateInstructions state,
            Precompiles precompiles,
            ApplicationCalls applications,
            Frames frames,
            @Nullable Tracer tracer) {
        this.tracer = tracer;
        this.world = world;
        this.state = state;
        this.precompiles = precompiles;
        this.applications = applications;
        this.frames = frames;
    }

    Step call(int op, Frame frame) {
        boolean hasValue = op == CALL || op == CALLCODE;
        int at = frame.top;
        Address target = frame.address(at - LIMBS);
        UInt256 value = hasValue ? frame.word(at - 2 * LIMBS) : UInt256.ZERO;
        int span = at - (hasValue ? 3 : 2) * LIMBS;
        if (op == CALL && frame.readOnly && !value.isZero()) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        long inputOffset = frame.size(span);
        long inputSize = frame.size(span - LIMBS);
        long outputOffset = frame.size(span - 2 * LIMBS);
        long outputSize = frame.size(span - 3 * LIMBS);
        if (!frame.expand(inputOffset, inputSize)
                || !frame.expand(outputOffset, outputSize)
                || !frame.charge(state.accessGas(target))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        Code code = world.code(target);
        // Another account's call cannot borrow an application: what it would run is the invalid instruction 0xef.
        @Nullable Application application = op == CALL || op == STATICCALL ? applications.at(code) : null;
        if (code.delegate() != null) {
            if (!frame.charge(state.accessGas(code.delegate()))) {
                return frame.halt(Halt.OUT_OF_GAS);
            }
            code = delegated(code.delegate());
        }
        if (!value.isZero() && !frame.charge(valueGas(op, target))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        long given = Math.min(frame.size(at), allButOne64th(frame.gas));
        frame.gas -= given;
        frame.top = span - 3 * LIMBS;
        frame.returnData = Frame.NOTHING;
        long childGas = value.isZero() ? given : given + STIPEND;
        if (tracer != null) {
            UInt256 sent = op == DELEGATECALL ? frame.value : value;
            enter(tracer, frame, op, target, sent, frame.read(inputOffset, inputSize), childGas);
        }
        if (frame.depth >= Frames.DEPTH_MAX || world.balance(frame.self).compareTo(value) < 0) {
            refused(frame, value);
            frame.gas += childGas;
            Words.clear(frame.stack, frame.top);
            return Step.NEXT;
        }
        int mark = world.mark();
        if (op == CALL) {
            world.transfer(frame.self, target, value);
        }
        @Nullable Precompile precompile = precompiles.at(target);
        if (precompile != null) {
            byte[] input = frame.read(inputOffset, inputSize);
            Result result = precompiled(precompile.over(world), input, childGas);
            return handBack(result, frame, mark, (int) outputOffset, (int) outputSize);
        }
        if (application != null) {
            Bytes input = Bytes.wrap(frame.read(inputOffset, inputSize));
            boolean readOnly = frame.readOnly || op == STATICCALL;
            var message = new ApplicationCalls.Message(target, frame.self, value, input, readOnly, frame.depth + 1);
            Result result = applications.run(application, message, childGas);
            return handBack(result, frame, mark, (int) outputOffset, (int) outputSize);
        }
        if (code.isEmpty()) {
            if (tracer != null) {
                tracer.exit(frame.depth + 1, new Result.Success(Bytes.EMPTY, childGas));
            }
            frame.gas += childGas;
            Words.set(frame.stack, frame.top, 1);
            return Step.NEXT;
        }
        Frame child = frames.child(frame, code, childGas);
        child.self = op == CALL || op == STATICCALL ? target : frame.self;
        child.caller = op == DELEGATECALL ? frame.caller : frame.self;
        child.value = op == DELEGATECALL ? frame.value : value;
        child.readOnly = frame.readOnly || op == STATICCALL;
        child.creates = false;
        child.mark = mark;
        child.input = frame.memory;
        child.inputOffset = inputSize == 0 ? 0 : (int) inputOffset;
        child.inputSize = (int) inputSize;
        child.outputOffset = outputSize == 0 ? 0 : (int) outputOffset;
        child.outputSize = (int) outputSize;
        return Step.ENTER;
    }

    /** The code a delegation names; it is not followed further, and a precompile has none (EIP-7702). */
    Code delegated(Address delegate) {
        return precompiles.contains(delegate) ? Code.EMPTY : world.code(delegate);
    }

    private long valueGas(int op, Address target) {
        return op == CALL && world.isDead(target) ? VALUE_GAS + StateInstructions.NEW_ACCOUNT_GAS : VALUE_GAS;
    }

    /** EIP-150. */
    private static long allButOne64th(long gas) {
        return gas - gas / 64;
    }

    static Result precompiled(Precompile precompile, byte[] input, long gas) {
        long cost = precompile.gas(input);
        if (cost > gas) {
            return new Result.Halted(Halt.OUT_OF_GAS);
        }
        byte @Nullable [] output = precompile.run(input);
        return output == null
                ? new Result.Halted(Halt.of(Halt.Reason.PRECOMPILE_FAILED))
                : new Result.Success(Bytes.wrap(output), gas - cost);
    }

    /** Ends a call that needed no frame. */
    private Step handBack(Result result, Frame frame, int mark, int outputOffset, int outputSize) {
        if (tracer != null) {
            tracer.exit(frame.depth + 1, result);
        }
        byte[] output = result.output().unsafeArray();
        frame.gas += result.gasLeft();
        frame.returnData = output;
        System.arraycopy(
                output, 0, frame.memory, outputSize == 0 ? 0 : outputOffset, Math.min(outputSize, output.length));
        if (result instanceof Result.Success) {
            Words.set(frame.stack, frame.top, 1);
        } else {
            world.revertTo(mark);
            Words.clear(frame.stack, frame.top);
        }
        return Step.NEXT;
    }

    Step create(int op, Frame frame) {
        if (frame.readOnly) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        int at = frame.top;
        UInt256 value = frame.word(at);
        long offset = frame.size(at - LIMBS);
        long size = frame.size(at - 2 * LIMBS);
        if (!frame.expand(offset, size)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        if (size > Code.MAX_INIT_SIZE) {
            return frame.halt(Halt.Reason.INIT_CODE_SIZE);
        }
        int wordGas = op == CREATE2 ? INIT_CODE_WORD_GAS + HASH_WORD_GAS : INIT_CODE_WORD_GAS;
        if (!frame.charge(wordGas * Instructions.words(size))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        UInt256 salt = op == CREATE2 ? frame.word(at - 3 * LIMBS) : UInt256.ZERO;
        frame.top = at - (op == CREATE2 ? 3 : 2) * LIMBS;
        Words.clear(frame.stack, frame.top);
        frame.returnData = Frame.NOTHING;
        long nonce = world.nonce(frame.self);
        long given = allButOne64th(frame.gas);
        boolean refused =
                frame.depth >= Frames.DEPTH_MAX || world.balance(frame.self).compareTo(value) < 0 || nonce == -1L;
        if (refused && tracer == null) {
            return Step.NEXT;
        }
        Address created = op == CREATE2
                ? ContractAddress.of(
                        frame.self, salt, Keccak.hash(frame.memory, size == 0 ? 0 : (int) offset, (int) size))
                : ContractAddress.of(frame.self, nonce);
        frame.gas -= given;
        if (tracer != null) {
            enter(tracer, frame, op, created, value, frame.read(offset, size), given);
        }
        if (refused) {
            refused(frame, value);
            frame.gas += given;
            return Step.NEXT;
        }
        world.setNonce(frame.self, nonce + 1);
        world.warmUp(created);
        if (world.collides(created)) {
            if (tracer != null) {
                tracer.exit(frame.depth + 1, new Result.Halted(Halt.of(Halt.Reason.ADDRESS_COLLISION)));
            }
            return Step.NEXT;
        }
        Code code = Code.ofInitCode(frame.memory, size == 0 ? 0 : (int) offset, (int) size);
        enterCreation(frames.child(frame, code, given), frame.self, created, value);
        return Step.ENTER;
    }

    /** Tells of a message for which the frame has given up the gas already. */
    private static void enter(Tracer tracer, Frame frame, int op, Address to, UInt256 value, byte[] input, long gas) {
        tracer.enter(new Tracer.Message(frame.depth + 1, op, frame.self, to, value, Bytes.wrap(input), gas, frame.gas));
    }

    /** In the order in which Ethereum's clients look. */
    private void refused(Frame frame, UInt256 value) {
        if (tracer != null) {
            Halt.Reason why = frame.depth >= Frames.DEPTH_MAX
                    ? Halt.Reason.CALL_DEPTH
                    : world.balance(frame.self).compareTo(value) < 0
                            ? Halt.Reason.INSUFFICIENT_BALANCE
                            : Halt.Reason.NONCE_OVERFLOW;
            tracer.refused(frame.depth + 1, Halt.of(why));
        }
    }

    /** Makes the account that a frame creates, and the frame ready to run its init code. */
    void enterCreation(Frame child, Address creator, Address created, UInt256 value) {
        child.mark = world.mark();
        world.markCreated(created);
        world.setNonce(created, 1);
        world.transfer(creator, created, value);
        child.self = created;
        child.caller = creator;
        child.value = value;
        child.readOnly = false;
        child.creates = true;
        child.input = Frame.NOTHING;
        child.inputOffset = 0;
        child.inputSize = 0;
        child.outputOffset = 0;
        child.outputSize = 0;
    }
}
