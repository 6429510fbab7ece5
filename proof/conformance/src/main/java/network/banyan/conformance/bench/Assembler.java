// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import java.io.ByteArrayOutputStream;
import network.banyan.primitives.Bytes;

/** EVM code, instruction by instruction. */
final class Assembler {
    private static final int PUSH0 = 0x5f;
    private static final int JUMPDEST = 0x5b;
    private static final int PUSH3 = 0x62;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** Instructions by their numbers. */
    Assembler op(int... ops) {
        for (int op : ops) {
            code.write(op);
        }
        return this;
    }

    /** The shortest PUSH of a number. */
    Assembler push(long value) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
        code.write(PUSH0 + size);
        for (int i = size - 1; i >= 0; i--) {
            code.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    /** PUSH32 of a word with all its bytes set to one value. */
    Assembler pushBytes(int value) {
        code.write(0x7f);
        for (int i = 0; i < 32; i++) {
            code.write(value);
        }
        return this;
    }

    /** The same instructions again and again. */
    Assembler repeat(int times, Assembler what) {
        for (int i = 0; i < times; i++) {
            code.writeBytes(what.code.toByteArray());
        }
        return this;
    }

    /** A JUMPDEST here; answers its place for {@link #jump}. */
    int label() {
        int here = code.size();
        code.write(JUMPDEST);
        return here;
    }

    /** Jumps there with this instruction: JUMP or JUMPI. */
    Assembler jump(int label, int op) {
        return op(PUSH3, (label >> 16) & 0xff, (label >> 8) & 0xff, label & 0xff, op);
    }

    Bytes bytes() {
        return Bytes.wrap(code.toByteArray());
    }
}
