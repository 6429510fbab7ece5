// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import network.banyan.evm.Halt;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Op;
import network.banyan.evm.Result;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.ethereum.RevertReason;
import network.banyan.rpc.protocol.Json;

/** {@code callTracer}: who called whom with what, and what came of it. */
final class CallRecorder implements Recorder {
    /** Names, brackets, addresses and numbers of one call, roughly. */
    private static final int CALL_CHARACTERS = 300;

    private static final int LOG_CHARACTERS = 500;

    /**
     * @param onlyTopCall leaves out the calls that the first one makes
     * @param withLog shows the logs of calls whose effects stand
     */
    record Options(boolean onlyTopCall, boolean withLog) {}

    private final Subject subject;
    private final Options options;
    private final Deque<Call> open = new ArrayDeque<>();
    private Call top = new Call(0);

    private static final class Call {
        final ObjectNode json = Json.object();
        final List<Call> calls = new ArrayList<>();
        final List<ObjectNode> logs = new ArrayList<>();
        final long gas;
        boolean failed;

        Call(long gas) {
            this.gas = gas;
        }
    }

    CallRecorder(Subject subject, Options options) {
        this.subject = subject;
        this.options = options;
    }

    private boolean isHidden(int depth) {
        return options.onlyTopCall && depth > 0;
    }

    @Override
    public void enter(Message message) {
        if (isHidden(message.depth())) {
            TraceBudget.checkWanted();
            return;
        }
        Call call = begin(message.op(), message.from(), message.to(), message.input(), message.gas());
        if (message.op() != Op.STATICCALL) {
            call.json.put("value", message.value().toQuantity());
        }
        if (message.depth() == 0) {
            top = call;
            call.json.put("gas", Json.hex(subject.body().gasLimit()));
        }
        open.push(call);
    }

    private Call begin(int op, Address from, Address to, Bytes input, long gas) {
        subject.budget().take(CALL_CHARACTERS + 2L * input.size());
        var call = new Call(gas);
        call.json
                .put("type", Mnemonics.of(op))
                .put("from", from.toHex())
                .put("to", to.toHex())
                .put("gas", Json.hex(gas))
                .put("gasUsed", "0x0")
                .put("input", input.toHex());
        if (!open.isEmpty()) {
            open.element().calls.add(call);
        }
        return call;
    }

    @Override
    public void exit(int depth, Result result) {
        if (isHidden(depth)) {
            return;
        }
        Call call = open.pop();
        call.json.put("gasUsed", Json.hex(call.gas - result.gasLeft()));
        switch (result) {
            case Result.Success success -> output(call, success.output());
            case Result.Reverted reverted -> {
                fail(call, "execution reverted");
                output(call, reverted.output());
                RevertReason.of(reverted.output()).ifPresent(reason -> call.json.put("revertReason", reason));
            }
            case Result.Halted halted -> fail(call, halted.halt().words());
        }
    }

    @Override
    public void refused(int depth, Halt why) {
        if (!isHidden(depth)) {
            fail(open.pop(), why.words());
        }
    }

    private void output(Call call, Bytes output) {
        if (!output.isEmpty()) {
            subject.budget().take(2L * output.size());
            call.json.put("output", output.toHex());
        }
    }

    private static void fail(Call call, String why) {
        call.failed = true;
        call.json.put("error", why);
        if (call.json.get("type").textValue().startsWith("CREATE")) {
            call.json.remove("to");
        }
    }

    @Override
    public void log(int depth, Log log) {
        if (!options.withLog || isHidden(depth)) {
            return;
        }
        subject.budget().take(LOG_CHARACTERS + 2L * log.data().size());
        Call call = open.element();
        ObjectNode json = Json.object().put("address", log.address().toHex());
        ArrayNode topics = json.putArray("topics");
        log.topics().forEach(topic -> topics.add(topic.toHex()));
        call.logs.add(json.put("data", log.data().toHex()).put("position", Json.hex(call.calls.size())));
    }

    @Override
    public void selfDestruct(int depth, Address account, Address beneficiary, UInt256 balance) {
        if (!options.onlyTopCall) {
            begin(Op.SELFDESTRUCT, account, beneficiary, Bytes.EMPTY, 0).json.put("value", balance.toQuantity());
        }
    }

    @Override
    public JsonNode result(Applied outcome) {
        top.json.put("gasUsed", Json.hex(outcome.gasUsed()));
        finish(top, false);
        return top.json;
    }

    /** Hangs calls and logs into what called and wrote them; no deeper than frames go. */
    private static void finish(Call call, boolean outerFailed) {
        boolean failed = outerFailed || call.failed;
        if (!call.calls.isEmpty()) {
            ArrayNode calls = call.json.putArray("calls");
            for (Call inner : call.calls) {
                finish(inner, failed);
                calls.add(inner.json);
            }
        }
        if (!failed && !call.logs.isEmpty()) {
            call.json.putArray("logs").addAll(call.logs);
        }
    }
}
