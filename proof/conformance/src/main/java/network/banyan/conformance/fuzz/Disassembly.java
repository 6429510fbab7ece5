// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.HexFormat;
import java.util.List;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Op;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.evm.Mutations;

/** Code for people to read. */
final class Disassembly {
    private Disassembly() {}

    /** A line for each instruction: its place, its name, its operand. */
    static List<String> of(Bytes code) {
        byte[] bytes = code.unsafeArray();
        return Mutations.starts(bytes).stream()
                .map(at -> {
                    int op = bytes[at] & 0xff;
                    int end = Math.min(bytes.length, at + 1 + Op.immediateBytes(op));
                    String operand = HexFormat.of().formatHex(bytes, at + 1, end);
                    return "%04x %s%s".formatted(at, Mnemonics.of(op), operand.isEmpty() ? "" : " 0x" + operand);
                })
                .toList();
    }
}
