// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import network.banyan.evm.Halt;
import network.banyan.evm.Mnemonics;
import network.banyan.evm.Op;
import network.banyan.evm.Result;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;

/** Every call, creation and self-destruct of a transaction as a flat list with depths, the transaction's own first. */
final class EntryRecorder implements Recorder {
    private static final int ENTRY_CHARACTERS = 250;

    private final Subject subject;
    private final ArrayNode entries = Json.array();
    private final Deque<ObjectNode> open = new ArrayDeque<>();

    EntryRecorder(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void enter(Message message) {
        subject.budget().take(ENTRY_CHARACTERS + 2L * message.input().size());
        boolean carries = message.op() != Op.STATICCALL && message.op() != Op.DELEGATECALL;
        ObjectNode entry = entry(message.op(), message.depth(), message.from(), message.to())
                .put("value", carries ? message.value().toQuantity() : null)
                .put("input", message.input().toHex())
                .put("output", "0x");
        open.push(entry);
    }

    private ObjectNode entry(int op, int depth, Address from, Address to) {
        return entries.addObject()
                .put("type", Mnemonics.of(op))
                .put("depth", depth)
                .put("from", from.toHex())
                .put("to", to.toHex());
    }

    @Override
    public void exit(int depth, Result result) {
        subject.budget().take(2L * result.output().size());
        open.pop().put("output", result.output().toHex());
    }

    @Override
    public void refused(int depth, Halt why) {
        open.pop();
    }

    @Override
    public void selfDestruct(int depth, Address account, Address beneficiary, UInt256 balance) {
        subject.budget().take(ENTRY_CHARACTERS);
        entry(Op.SELFDESTRUCT, depth + 1, account, beneficiary)
                .put("value", balance.toQuantity())
                .put("input", "0x")
                .put("output", "0x");
    }

    @Override
    public JsonNode result(Applied outcome) {
        return entries;
    }
}
