// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames of one message, one per depth, over one shared stack that grows with them. */
final class Frames {
    /** Greatest depth of a frame, the outermost being 0 (Yellow Paper, section 8). */
    static final int DEPTH_MAX = 1024;

    /** A frame may use all its words, and an instruction that fails its check must find none missing. */
    private static final int FRAME_LIMBS = (Op.STACK_LIMIT + 1) * Op.LIMBS;

    private final List<Frame> byDepth = new ArrayList<>();
    private long[] stack = new long[4 * FRAME_LIMBS];

    /** The outermost frame, ready to run. */
    Frame outermost(Code code, long gas) {
        return at(0, code, gas, 0);
    }

    /** The frame below another, ready to run on the stack above its words. */
    Frame child(Frame parent, Code code, long gas) {
        return at(parent.depth + 1, code, gas, parent.top + Op.LIMBS);
    }

    /** The frame that an instruction of this one has just made ready. */
    Frame child(Frame frame) {
        return byDepth.get(frame.depth + 1);
    }

    /** The frame that waits for this one, ready to go on. */
    Frame parent(Frame frame) {
        Frame parent = byDepth.get(frame.depth - 1);
        parent.stack = stack;
        return parent;
    }

    private Frame at(int depth, Code code, long gas, int base) {
        if (depth == byDepth.size()) {
            byDepth.add(new Frame(depth));
        }
        if (base + FRAME_LIMBS > stack.length) {
            stack = Arrays.copyOf(stack, Math.max(base + FRAME_LIMBS, 2 * stack.length));
        }
        Frame frame = byDepth.get(depth);
        frame.stack = stack;
        frame.enter(code, gas, base);
        return frame;
    }
}
