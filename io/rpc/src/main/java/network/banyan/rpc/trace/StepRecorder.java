// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.evm.Halt;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Op;
import network.banyan.evm.Result;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a transaction, instruction by instruction ({@code structLogs}). What an instruction costs shows when the next
 * one runs; that of a call has in it what the called frame is given, as go-ethereum tells it.
 *
 * <p>Each step is kept as its text: as a tree of values it would take many times the room.
 */
final class StepRecorder implements Recorder {
    private static final int WORD = 32;

    /**
     * @param limit most steps that are told; 0 for all
     */
    record Options(boolean stack, boolean storage, boolean memory, boolean returnData, int limit) {}

    private final Subject subject;
    private final Options options;
    private final ArrayNode steps = Json.array();
    private final SortedMap<Address, SortedMap<UInt256, UInt256>> touched = new TreeMap<>();
    private @Nullable Open open;

    /**
     * A step whose cost is not known yet.
     *
     * @param rest what follows the cost, without the closing bracket
     */
    private record Open(int depth, int pc, int op, long gas, String rest) {}

    StepRecorder(Subject subject, Options options) {
        this.subject = subject;
        this.options = options;
    }

    private boolean isFull() {
        return options.limit > 0 && steps.size() + (open == null ? 0 : 1) >= options.limit;
    }

    @Override
    public boolean watches(int op) {
        TraceBudget.checkWanted();
        // The last one still waits for its cost.
        return open != null || !isFull();
    }

    @Override
    public void step(Moment moment) {
        close(moment.gas(), Optional.empty());
        if (!isFull()) {
            open = new Open(moment.depth(), moment.pc(), moment.op(), moment.gas(), rest(moment));
        }
    }

    @Override
    public void enter(Message message) {
        if (message.depth() > 0) {
            // Who creates hands over gas as a part of no price.
            boolean creates = message.op() == Op.CREATE || message.op() == Op.CREATE2;
            close(message.gasKept() + (creates ? message.gas() : 0), Optional.empty());
        }
    }

    @Override
    public void leave(int depth, long gas, Optional<Halt> halt) {
        close(gas, halt);
    }

    private void close(long gasAfter, Optional<Halt> halt) {
        Open step = open;
        open = null;
        if (step == null) {
            return;
        }
        long paid = step.gas - gasAfter;
        // A frame that halted does not know its gas any more; the instruction cost what it always costs, at least.
        long cost = halt.isPresent() ? Math.max(Op.gas(step.op), paid) : paid;
        // Not by a format: there may be hundreds of thousands of steps.
        var line = new StringBuilder(100 + step.rest.length())
                .append("{\"pc\":")
                .append(step.pc)
                .append(",\"op\":\"")
                .append(name(step.op))
                .append("\",\"gas\":")
                .append(step.gas)
                .append(",\"gasCost\":")
                .append(cost)
                .append(",\"depth\":")
                .append(step.depth + 1);
        halt.ifPresent(why -> line.append(",\"error\":\"").append(why.words()).append('"'));
        String text = line.append(step.rest).append('}').toString();
        subject.budget().take(text.length() + 1);
        steps.add(new POJONode(new RawValue(text)));
    }

    private static String name(int op) {
        return Op.isDefined(op) ? Mnemonics.of(op) : "opcode 0x%x not defined".formatted(op);
    }

    private String rest(Moment moment) {
        var text = new StringBuilder();
        if (options.stack) {
            list(text, "stack", moment.stack().stream().map(UInt256::toQuantity).iterator());
        }
        if (options.memory && moment.memorySize() > 0) {
            Bytes memory = moment.inside().memory(0, moment.memorySize());
            list(text, "memory", words(memory));
        }
        if (options.storage) {
            storage(text, moment);
        }
        if (options.returnData) {
            Bytes data = moment.inside().returnData();
            if (!data.isEmpty()) {
                text.append(",\"returnData\":\"").append(data.toHex()).append('"');
            }
        }
        long refund = subject.state().refund();
        if (refund != 0) {
            text.append(",\"refund\":").append(refund);
        }
        return text.toString();
    }

    private static Iterator<String> words(Bytes memory) {
        return IntStream.range(0, memory.size() / WORD)
                .mapToObj(i -> memory.slice(i * WORD, (i + 1) * WORD).toHex())
                .iterator();
    }

    private static void list(StringBuilder text, String name, Iterator<String> values) {
        text.append(",\"").append(name).append("\":[");
        char separator = 0;
        while (values.hasNext()) {
            if (separator != 0) {
                text.append(separator);
            }
            text.append('"').append(values.next()).append('"');
            separator = ',';
        }
        text.append(']');
    }

    /** All slots of the account seen so far, where one is seen. */
    private void storage(StringBuilder text, Moment moment) {
        List<UInt256> stack = moment.stack();
        boolean loads = moment.op() == Op.SLOAD && !stack.isEmpty();
        boolean stores = moment.op() == Op.SSTORE && stack.size() > 1;
        if (!loads && !stores) {
            return;
        }
        Address account = moment.inside().self();
        UInt256 slot = stack.getLast();
        var slots = touched.computeIfAbsent(account, _ -> new TreeMap<>());
        slots.put(slot, stores ? stack.get(stack.size() - 2) : subject.state().storage(account, slot));
        text.append(",\"storage\":{");
        String separator = "";
        for (Map.Entry<UInt256, UInt256> each : slots.entrySet()) {
            text.append(separator)
                    .append('"')
                    .append(each.getKey().toHash().toHex())
                    .append("\":\"")
                    .append(each.getValue().toHash().toHex())
                    .append('"');
            separator = ",";
        }
        text.append('}');
    }

    @Override
    public JsonNode result(Applied outcome) {
        Bytes output = outcome.result().output();
        subject.budget().take(2L * output.size());
        boolean failed = !(outcome.result() instanceof Result.Success);
        var json = Json.object()
                .put("gas", outcome.gasUsed())
                .put("failed", failed)
                .put("returnValue", output.toHex());
        json.set("structLogs", steps);
        return json;
    }
}
