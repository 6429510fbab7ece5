// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static network.banyan.evm.Op.*;

import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The instructions that {@link Interpreter} does not do itself: those that read the environment and move bytes are here,
 * those on the state and on other frames have classes of their own. The fixed part of their gas is already paid.
 */
final class Instructions {
    private static final int COPY_WORD_GAS = 3;
    private static final int KECCAK_WORD_GAS = 6;
    private static final int EXP_BYTE_GAS = 50;

    private final BlockContext block;
    private final StateInstructions state;
    private final CallInstructions calls;
    private final long[] scratch = new long[2 * LIMBS];

    /** For compiled code. */
    final Division division = new Division();

    /** Where compiled code puts words to divide them. */
    final long[] words = new long[3 * LIMBS];

    private TransactionContext transaction;

    Instructions(BlockContext block, StateInstructions state, CallInstructions calls, TransactionContext transaction) {
        this.block = block;
        this.state = state;
        this.calls = calls;
        this.transaction = transaction;
    }

    void begin(TransactionContext transaction) {
        this.transaction = transaction;
    }

    Step run(int op, Frame frame) {
        return switch (op) {
            case ADDRESS -> {
                frame.setAddress(frame.top += LIMBS, frame.self);
                yield Step.NEXT;
            }
            case CALLER -> {
                frame.setAddress(frame.top += LIMBS, frame.caller);
                yield Step.NEXT;
            }
            case ORIGIN -> {
                frame.setAddress(frame.top += LIMBS, transaction.origin());
                yield Step.NEXT;
            }
            case COINBASE -> {
                frame.setAddress(frame.top += LIMBS, block.beneficiary());
                yield Step.NEXT;
            }
            case CALLVALUE -> push(frame, frame.value);
            case GASPRICE -> push(frame, transaction.gasPrice());
            case CHAINID -> push(frame, block.chainId());
            case BASEFEE -> push(frame, block.baseFee());
            case BLOBBASEFEE -> push(frame, block.blobBaseFee());
            case PREVRANDAO -> push(frame, block.prevRandao().toUInt256());
            case CALLDATASIZE -> push(frame, frame.inputSize);
            case CODESIZE -> push(frame, frame.code.size());
            case RETURNDATASIZE -> push(frame, frame.returnData.length);
            case TIMESTAMP -> push(frame, block.timestamp());
            case NUMBER -> push(frame, block.number());
            case GASLIMIT -> push(frame, block.gasLimit());
            case BLOCKHASH -> blockHash(frame);
            case BLOBHASH -> blobHash(frame);
            case CALLDATALOAD -> callDataLoad(frame);
            case CALLDATACOPY -> copy(frame, frame.input, frame.inputOffset, frame.inputSize);
            case CODECOPY -> copy(frame, frame.code.padded(), 0, frame.code.size());
            case RETURNDATACOPY -> returnDataCopy(frame);
            case MCOPY -> memoryCopy(frame);
            case KECCAK256 -> keccak(frame);
            case EXP -> exponentiate(frame);
            case RETURN -> end(frame, Step.RETURN);
            case REVERT -> end(frame, Step.REVERT);
            case CREATE, CREATE2 -> calls.create(op, frame);
            case CALL, CALLCODE, DELEGATECALL, STATICCALL -> calls.call(op, frame);
            default -> state.run(op, frame);
        };
    }

    private static Step push(Frame frame, long value) {
        frame.top += LIMBS;
        Words.set(frame.stack, frame.top, value);
        return Step.NEXT;
    }

    private static Step push(Frame frame, UInt256 value) {
        frame.top += LIMBS;
        frame.setWord(frame.top, value);
        return Step.NEXT;
    }

    private Step blockHash(Frame frame) {
        long number = frame.size(frame.top);
        boolean recent = number < block.number() && number >= block.number() - 256;
        Hash hash = recent ? block.ancestors().hash(number) : Hash.ZERO;
        frame.setWord(frame.top, hash.toUInt256());
        return Step.NEXT;
    }

    private Step blobHash(Frame frame) {
        long index = frame.size(frame.top);
        var hashes = transaction.blobHashes();
        Hash hash = index < hashes.size() ? hashes.get((int) index) : Hash.ZERO;
        frame.setWord(frame.top, hash.toUInt256());
        return Step.NEXT;
    }

    private static Step callDataLoad(Frame frame) {
        long from = frame.size(frame.top);
        if (from <= frame.inputSize - 32) {
            Interpreter.load(frame.input, (int) (frame.inputOffset + from), frame.stack, frame.top);
            return Step.NEXT;
        }
        byte[] word = new byte[32];
        if (from < frame.inputSize) {
            System.arraycopy(frame.input, (int) (frame.inputOffset + from), word, 0, (int) (frame.inputSize - from));
        }
        Interpreter.load(word, 0, frame.stack, frame.top);
        return Step.NEXT;
    }

    /** CALLDATACOPY and CODECOPY: to memory, from an offset in the source, a size. */
    private static Step copy(Frame frame, byte[] source, int sourceStart, int sourceSize) {
        long to = frame.size(frame.top);
        long from = frame.size(frame.top - LIMBS);
        long size = frame.size(frame.top - 2 * LIMBS);
        frame.top -= 3 * LIMBS;
        if (!frame.expand(to, size) || !frame.charge(COPY_WORD_GAS * words(size))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        frame.write(to, source, sourceStart, sourceSize, from, size);
        return Step.NEXT;
    }

    private static Step returnDataCopy(Frame frame) {
        long from = frame.size(frame.top - LIMBS);
        long size = frame.size(frame.top - 2 * LIMBS);
        int available = frame.returnData.length;
        if (from > available || size > available - from) {
            return frame.halt(Halt.Reason.RETURN_DATA_OUT_OF_BOUNDS);
        }
        return copy(frame, frame.returnData, 0, available);
    }

    /** EIP-5656. */
    private static Step memoryCopy(Frame frame) {
        long to = frame.size(frame.top);
        long from = frame.size(frame.top - LIMBS);
        long size = frame.size(frame.top - 2 * LIMBS);
        frame.top -= 3 * LIMBS;
        if (!frame.expand(Math.max(to, from), size) || !frame.charge(COPY_WORD_GAS * words(size))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        if (size > 0) {
            System.arraycopy(frame.memory, (int) from, frame.memory, (int) to, (int) size);
        }
        return Step.NEXT;
    }

    private static Step keccak(Frame frame) {
        long offset = frame.size(frame.top);
        long size = frame.size(frame.top - LIMBS);
        frame.top -= LIMBS;
        if (!frame.expand(offset, size) || !frame.charge(KECCAK_WORD_GAS * words(size))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        Hash hash = size == 0 ? Keccak.EMPTY : Keccak.hash(frame.memory, (int) offset, (int) size);
        frame.setWord(frame.top, hash.toUInt256());
        return Step.NEXT;
    }

    /** By squaring, from the exponent's highest bit down. */
    private Step exponentiate(Frame frame) {
        long[] stack = frame.stack;
        int base = frame.top;
        int exponent = frame.top - LIMBS;
        int bits = Words.bitLength(stack, exponent);
        if (!frame.charge((long) EXP_BYTE_GAS * ((bits + 7) / 8))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        System.arraycopy(stack, base, scratch, LIMBS, LIMBS);
        Words.set(scratch, 0, 1);
        for (int bit = bits - 1; bit >= 0; bit--) {
            Words.multiply(scratch, 0, 0);
            if ((stack[exponent + (bit >>> 6)] >>> bit & 1) != 0) {
                Words.multiply(scratch, LIMBS, 0);
            }
        }
        System.arraycopy(scratch, 0, stack, exponent, LIMBS);
        frame.top = exponent;
        return Step.NEXT;
    }

    private static Step end(Frame frame, Step how) {
        long offset = frame.size(frame.top);
        long size = frame.size(frame.top - LIMBS);
        if (!frame.expand(offset, size)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        frame.output = frame.read(offset, size);
        return how;
    }

    /** Bytes in words of 32, rounded up; for sizes that memory was made for. */
    static long words(long bytes) {
        return (bytes + 31) >>> 5;
    }
}
