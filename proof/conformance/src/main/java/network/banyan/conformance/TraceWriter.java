// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Optional;
import network.banyan.evm.Halt;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Tracer;
import network.banyan.primitives.UInt256;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line of JSON for every instruction. An instruction's cost shows when the next one runs; that of a call has in it
 * what the called frame was given, unless nothing ran there.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-3155">EIP-3155</a>
 */
final class TraceWriter implements Tracer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private @Nullable Moment pending;

    TraceWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void step(Moment moment) {
        flush(moment.gas(), Optional.empty());
        pending = moment;
    }

    @Override
    public void leave(int depth, long gas, Optional<Halt> halt) {
        flush(gas, halt);
    }

    private void flush(long gasAfter, Optional<Halt> halt) {
        if (pending == null) {
            return;
        }
        ObjectNode line = JSON.createObjectNode()
                .put("pc", pending.pc())
                .put("op", pending.op())
                .put("gas", hex(pending.gas()))
                .put("gasCost", hex(Math.max(0, pending.gas() - gasAfter)))
                .put("memSize", pending.memorySize())
                .put("depth", pending.depth() + 1)
                .put("opName", Mnemonics.of(pending.op()));
        ArrayNode stack = line.putArray("stack");
        for (UInt256 word : pending.stack()) {
            stack.add(word.toQuantity());
        }
        halt.ifPresent(reason -> line.put("error", reason.toString()));
        out.println(line);
        pending = null;
    }

    /** The last line, on the whole transaction. */
    void end(String test, Verdict verdict) {
        out.println(JSON.createObjectNode().put("test", test).put("pass", verdict instanceof Verdict.Passed));
        out.flush();
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
