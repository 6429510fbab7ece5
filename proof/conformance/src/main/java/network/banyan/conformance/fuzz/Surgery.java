// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import network.banyan.evm.Op;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.evm.Mutations;

/** How code is made shorter. */
final class Surgery {
    private Surgery() {}

    /** With other bytes in place of those between two places. */
    static Bytes replaced(Bytes code, int from, int to, Bytes with) {
        byte[] changed = new byte[from + with.size() + code.size() - to];
        System.arraycopy(code.unsafeArray(), 0, changed, 0, from);
        System.arraycopy(with.unsafeArray(), 0, changed, from, with.size());
        System.arraycopy(code.unsafeArray(), to, changed, from + with.size(), code.size() - to);
        return Bytes.wrap(changed);
    }

    /** Without the bytes between two places, and operands of PUSH1 and PUSH2 that name a place behind them made less. */
    static Bytes relinked(Bytes code, int from, int to) {
        byte[] bytes = code.toArray();
        for (int at : Mutations.starts(bytes)) {
            int size = Op.immediateBytes(bytes[at] & 0xff);
            if (size == 0 || size > 2 || at + size >= bytes.length) {
                continue;
            }
            int place = size == 1 ? bytes[at + 1] & 0xff : (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
            if (place >= to && place <= bytes.length) {
                int moved = place - (to - from);
                bytes[at + size] = (byte) moved;
                bytes[at + 1] = size == 2 ? (byte) (moved >>> 8) : (byte) moved;
            }
        }
        return replaced(Bytes.wrap(bytes), from, to, Bytes.EMPTY);
    }

    /** The code with a simpler instruction for a PUSH: PUSH0, the last byte alone, or all but the leading zeros. */
    static List<Bytes> simplerPushes(Bytes code, int at) {
        byte[] bytes = code.unsafeArray();
        int size = Op.immediateBytes(bytes[at] & 0xff);
        int end = at + 1 + size;
        if (size == 0 || end > bytes.length) {
            return List.of();
        }
        List<Bytes> simpler = new ArrayList<>();
        simpler.add(replaced(relinked(code, at + 1, end), at, at + 1, Bytes.wrap(new byte[] {(byte) Op.PUSH0})));
        if (size > 1) {
            simpler.add(replaced(
                    relinked(code, at + 1, end - 1), at, at + 2, Bytes.wrap(new byte[] {(byte) Op.PUSH1, bytes[end - 1]
                    })));
        }
        int zeros = 0;
        while (zeros < size - 1 && bytes[at + 1 + zeros] == 0) {
            zeros++;
        }
        if (zeros > 0) {
            simpler.add(replaced(relinked(code, at + 1, at + 1 + zeros), at, at + 1, Bytes.wrap(new byte[] {
                (byte) (bytes[at] - zeros)
            })));
        }
        return simpler;
    }

    static <T> List<T> without(List<T> list, int index) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }
}
