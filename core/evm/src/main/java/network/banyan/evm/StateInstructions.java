// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import static network.banyan.evm.Op.*;

import java.util.ArrayList;
import java.util.List;
import network.banyan.evm.precompile.Precompiles;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/** Instructions that read and change the world, with the prices of EIP-2200, 2929, 3529 and 1153. */
final class StateInstructions {
    static final int WARM_GAS = 100;
    static final int COLD_ACCOUNT_GAS = 2_600;
    private static final int COLD_SLOT_GAS = 2_100;
    static final int NEW_ACCOUNT_GAS = 25_000;
    private static final int SET_GAS = 20_000;
    private static final int RESET_GAS = 5_000 - COLD_SLOT_GAS;
    private static final int CLEAR_REFUND = 4_800;

    /** SSTORE with no more gas than a plain transfer's stipend is refused (EIP-2200). */
    static final int SENTRY_GAS = 2_300;

    private static final int LOG_GAS = 375;
    private static final int LOG_BYTE_GAS = 8;
    private static final int COPY_WORD_GAS = 3;

    private final World world;
    private final Precompiles precompiles;

    /** Usually null; see {@link Engine#tracer}. */
    private final @Nullable Tracer tracer;

    StateInstructions(World world, Precompiles precompiles, @Nullable Tracer tracer) {
        this.world = world;
        this.precompiles = precompiles;
        this.tracer = tracer;
    }

    Step run(int op, Frame frame) {
        return switch (op) {
            case SLOAD -> load(frame);
            case SSTORE -> store(frame);
            case TLOAD -> {
                frame.setWord(frame.top, world.transientStorage(frame.self, frame.word(frame.top)));
                yield Step.NEXT;
            }
            case TSTORE -> transientStore(frame);
            case BALANCE -> balance(frame);
            case SELFBALANCE -> {
                frame.top += LIMBS;
                frame.setWord(frame.top, world.balance(frame.self));
                yield Step.NEXT;
            }
            case EXTCODESIZE -> externalCodeSize(frame);
            case EXTCODEHASH -> externalCodeHash(frame);
            case EXTCODECOPY -> externalCodeCopy(frame);
            case LOG0, LOG0 + 1, LOG0 + 2, LOG0 + 3, LOG4 -> log(frame, op - LOG0);
            case SELFDESTRUCT -> selfDestruct(frame);
            default -> throw new AssertionError("no such instruction: " + op);
        };
    }

    /** What it costs to look at an account now, which makes it warm. */
    int accessGas(Address account) {
        return !precompiles.contains(account) && world.warmUp(account) ? COLD_ACCOUNT_GAS : WARM_GAS;
    }

    private Step load(Frame frame) {
        UInt256 slot = frame.word(frame.top);
        if (!frame.charge(loadGas(frame.self, slot))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        frame.setWord(frame.top, world.storage(frame.self, slot));
        return Step.NEXT;
    }

    private Step store(Frame frame) {
        if (frame.readOnly) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        if (frame.gas <= SENTRY_GAS) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        UInt256 slot = frame.word(frame.top);
        UInt256 value = frame.word(frame.top - LIMBS);
        frame.top -= 2 * LIMBS;
        if (world.warmUp(frame.self, slot) && !frame.charge(COLD_SLOT_GAS)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        if (!frame.charge(changeGas(frame.self, slot, value))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        world.setStorage(frame.self, slot, value);
        return Step.NEXT;
    }

    /** What it costs to read a slot now, which makes it warm. */
    int loadGas(Address self, UInt256 slot) {
        return world.warmUp(self, slot) ? COLD_SLOT_GAS : WARM_GAS;
    }

    /** What it costs to write a slot now, which makes it warm; what is refunded is noted. */
    long storeGas(Address self, UInt256 slot, UInt256 value) {
        long cold = world.warmUp(self, slot) ? COLD_SLOT_GAS : 0;
        return cold + changeGas(self, slot, value);
    }

    /** What it costs to write a warm slot; what is refunded is noted, and undone with a frame that cannot pay. */
    private int changeGas(Address self, UInt256 slot, UInt256 value) {
        UInt256 current = world.storage(self, slot);
        if (value.equals(current)) {
            return WARM_GAS;
        }
        UInt256 original = world.originalStorage(self, slot);
        long refund = refund(original, current, value);
        if (refund != 0) {
            world.refund(refund);
        }
        return !current.equals(original) ? WARM_GAS : original.isZero() ? SET_GAS : RESET_GAS;
    }

    /** EIP-3529, for a value that differs from the current one. */
    private static long refund(UInt256 original, UInt256 current, UInt256 value) {
        if (current.equals(original)) {
            return !original.isZero() && value.isZero() ? CLEAR_REFUND : 0;
        }
        long refund = 0;
        if (!original.isZero()) {
            if (current.isZero()) {
                refund -= CLEAR_REFUND;
            } else if (value.isZero()) {
                refund += CLEAR_REFUND;
            }
        }
        if (value.equals(original)) {
            refund += (original.isZero() ? SET_GAS : RESET_GAS) - WARM_GAS;
        }
        return refund;
    }

    private Step transientStore(Frame frame) {
        if (frame.readOnly) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        world.setTransientStorage(frame.self, frame.word(frame.top), frame.word(frame.top - LIMBS));
        frame.top -= 2 * LIMBS;
        return Step.NEXT;
    }

    private Step balance(Frame frame) {
        Address account = frame.address(frame.top);
        if (!frame.charge(accessGas(account))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        frame.setWord(frame.top, world.balance(account));
        return Step.NEXT;
    }

    private Step externalCodeSize(Frame frame) {
        Address account = frame.address(frame.top);
        if (!frame.charge(accessGas(account))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        Words.set(frame.stack, frame.top, world.code(account).size());
        return Step.NEXT;
    }

    /** EIP-1052. */
    private Step externalCodeHash(Frame frame) {
        Address account = frame.address(frame.top);
        if (!frame.charge(accessGas(account))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        Hash hash = world.isDead(account) ? Hash.ZERO : world.codeHash(account);
        frame.setWord(frame.top, hash.toUInt256());
        return Step.NEXT;
    }

    private Step externalCodeCopy(Frame frame) {
        Address account = frame.address(frame.top);
        long to = frame.size(frame.top - LIMBS);
        long from = frame.size(frame.top - 2 * LIMBS);
        long size = frame.size(frame.top - 3 * LIMBS);
        frame.top -= 4 * LIMBS;
        if (!frame.expand(to, size)
                || !frame.charge(COPY_WORD_GAS * Instructions.words(size))
                || !frame.charge(accessGas(account))) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        Code code = world.code(account);
        frame.write(to, code.padded(), 0, code.size(), from, size);
        return Step.NEXT;
    }

    private Step log(Frame frame, int topics) {
        if (frame.readOnly) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        long offset = frame.size(frame.top);
        long size = frame.size(frame.top - LIMBS);
        if (!frame.expand(offset, size) || !frame.charge(LOG_BYTE_GAS * size)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        List<Hash> words = new ArrayList<>(topics);
        for (int i = 0; i < topics; i++) {
            words.add(frame.word(frame.top - (2 + i) * LIMBS).toHash());
        }
        frame.top -= (2 + topics) * LIMBS;
        var log = new Log(frame.self, words, Bytes.wrap(frame.read(offset, size)));
        log(log, frame.depth);
        return Step.NEXT;
    }

    void log(Log log, int depth) {
        world.log(log);
        if (tracer != null) {
            tracer.log(depth, log);
        }
    }

    static long logGas(int topics, int size) {
        return (long) LOG_GAS * (1 + topics) + (long) LOG_BYTE_GAS * size;
    }

    private Step selfDestruct(Frame frame) {
        if (frame.readOnly) {
            return frame.halt(Halt.Reason.WRITE_PROTECTION);
        }
        Address beneficiary = frame.address(frame.top);
        boolean cold = accessGas(beneficiary) == COLD_ACCOUNT_GAS;
        if (cold && !frame.charge(COLD_ACCOUNT_GAS)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        boolean revives =
                world.isDead(beneficiary) && !world.balance(frame.self).isZero();
        if (revives && !frame.charge(NEW_ACCOUNT_GAS)) {
            return frame.halt(Halt.OUT_OF_GAS);
        }
        if (tracer != null) {
            tracer.selfDestruct(frame.depth, frame.self, beneficiary, world.balance(frame.self));
        }
        world.selfDestruct(frame.self, beneficiary);
        return Step.RETURN;
    }
}
