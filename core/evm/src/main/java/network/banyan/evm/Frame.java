// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * One running piece of code: its stack, memory, gas and place. Frames are used again and again by the {@link Evm} that
 * owns them, one per depth, so that a call allocates nothing; {@link #enter} makes one new.
 */
final class Frame {
    /** No gas anyone can have pays for more memory; it keeps all sums below 2^31. */
    private static final int MEMORY_BYTES_MAX = 1 << 30;

    /** A frame that needed more memory than this does not keep it for the next call, */
    private static final int KEPT_BYTES_MAX = 1 << 16;

    /** but the outermost frame may keep so much. */
    private static final int KEPT_OUTERMOST_BYTES_MAX = 1 << 22;

    static final byte[] NOTHING = new byte[0];

    /** 0 for the outermost frame. */
    final int depth;

    Code code = Code.EMPTY;
    Address self = Address.ZERO;
    Address caller = Address.ZERO;
    UInt256 value = UInt256.ZERO;

    /** The call data: a part of the caller's memory, which rests while this frame runs. */
    byte[] input = NOTHING;

    int inputOffset;
    int inputSize;

    /** Under STATICCALL: nothing may be changed. */
    boolean readOnly;

    /** Whether this runs init code and what it returns becomes the code of {@link #self}. */
    boolean creates;

    /** Where the world stood when the frame began. */
    int mark;

    /** Where the caller wants the output. */
    int outputOffset;

    int outputSize;

    /** The flat stack that all frames share; this frame's words start at {@link #base}. */
    long[] stack = new long[0];

    int base;

    /** Index of the top word's first limb; {@code base - 4} if there is none. */
    int top;

    int pc;
    long gas;
    byte[] memory = new byte[1024];
    int memorySize;

    /** From here on the array was never written to. */
    private int untouched;

    /** What the last call from here returned. */
    byte[] returnData = NOTHING;

    /** What this frame returns. */
    byte[] output = NOTHING;

    @Nullable
    Halt halt;

    Frame(int depth) {
        this.depth = depth;
    }

    /** Makes the frame ready to run code from its beginning, with an empty stack and memory. */
    void enter(Code code, long gas, int base) {
        this.code = code;
        this.gas = gas;
        this.base = base;
        top = base - Op.LIMBS;
        pc = 0;
        untouched = Math.max(untouched, memorySize);
        memorySize = 0;
        returnData = NOTHING;
        output = NOTHING;
        halt = null;
    }

    /** Lets go of what is large. */
    void leave() {
        if (memory.length > (depth == 0 ? KEPT_OUTERMOST_BYTES_MAX : KEPT_BYTES_MAX)) {
            memory = new byte[1024];
            memorySize = 0;
            untouched = 0;
        }
        input = NOTHING;
        returnData = NOTHING;
    }

    Step halt(Halt reason) {
        halt = reason;
        return Step.HALT;
    }

    Step halt(Halt.Reason reason) {
        return halt(Halt.of(reason));
    }

    /** Pays; false, with the gas below zero, if there is not enough. */
    boolean charge(long amount) {
        gas -= amount;
        return gas >= 0;
    }

    UInt256 word(int index) {
        return new UInt256(stack[index + 3], stack[index + 2], stack[index + 1], stack[index]);
    }

    void setWord(int index, UInt256 word) {
        stack[index] = word.d();
        stack[index + 1] = word.c();
        stack[index + 2] = word.b();
        stack[index + 3] = word.a();
    }

    Address address(int index) {
        long low = stack[index];
        long middle = stack[index + 1];
        return new Address(stack[index + 2] << 32 | middle >>> 32, middle << 32 | low >>> 32, (int) low);
    }

    void setAddress(int index, Address address) {
        stack[index] = address.b() << 32 | (address.c() & 0xffffffffL);
        stack[index + 1] = address.a() << 32 | address.b() >>> 32;
        stack[index + 2] = address.a() >>> 32;
        stack[index + 3] = 0;
    }

    /** A word as a size or offset; whatever exceeds all memory becomes {@link Long#MAX_VALUE}. */
    long size(int index) {
        long low = stack[index];
        boolean fits = (stack[index + 1] | stack[index + 2] | stack[index + 3]) == 0 && low >= 0;
        return fits ? low : Long.MAX_VALUE;
    }

    /** Pays for memory up to {@code offset + size} and makes it there; false if the gas does not suffice. */
    boolean expand(long offset, long size) {
        if (size == 0) {
            return true;
        }
        if (offset > MEMORY_BYTES_MAX || size > MEMORY_BYTES_MAX) {
            gas = -1;
            return false;
        }
        long end = offset + size;
        return end <= memorySize || grow(end);
    }

    private boolean grow(long end) {
        long words = (end + 31) >>> 5;
        long wordsBefore = (long) memorySize >>> 5;
        long cost = 3 * (words - wordsBefore) + words * words / 512 - wordsBefore * wordsBefore / 512;
        if (!charge(cost) || end > MEMORY_BYTES_MAX) {
            gas = -1;
            return false;
        }
        int newSize = (int) (words << 5);
        if (newSize > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(newSize, 2 * memory.length));
        }
        if (untouched > memorySize) {
            // The array has served another call.
            Arrays.fill(memory, memorySize, Math.min(untouched, newSize), (byte) 0);
        }
        memorySize = newSize;
        return true;
    }

    /** A fresh copy of memory that {@link #expand} made there. */
    byte[] read(long offset, long size) {
        return size == 0 ? NOTHING : Arrays.copyOfRange(memory, (int) offset, (int) (offset + size));
    }

    /** Copies into memory that {@link #expand} made there, zeros standing for what lies behind the source's end. */
    void write(long offset, byte[] source, int sourceStart, int sourceSize, long from, long size) {
        if (size == 0) {
            return;
        }
        int available = from >= sourceSize ? 0 : (int) Math.min(size, sourceSize - from);
        int to = (int) offset;
        if (available > 0) {
            System.arraycopy(source, (int) (sourceStart + from), memory, to, available);
        }
        Arrays.fill(memory, to + available, (int) (to + size), (byte) 0);
    }

    Bytes outputBytes() {
        return Bytes.wrap(output);
    }
}
