// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import network.banyan.evm.Halt;
import network.banyan.evm.Op;
import network.banyan.evm.Result;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;

/** Transfers, creations and self-destructs inside a transaction, those that stand, in their order. */
final class OperationRecorder implements Recorder {
    private static final int OPERATION_CHARACTERS = 200;
    private static final int TRANSFER = 0;
    private static final int SELF_DESTRUCT = 1;
    private static final int CREATE = 2;
    private static final int CREATE2 = 3;

    private final Subject subject;
    private final List<ObjectNode> operations = new ArrayList<>();

    /** How many there were when each open message began. */
    private final Deque<Integer> marks = new ArrayDeque<>();

    OperationRecorder(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void enter(Message message) {
        marks.push(operations.size());
        TraceBudget.checkWanted();
        if (message.depth() == 0) {
            return;
        }
        switch (message.op()) {
            case Op.CREATE -> add(CREATE, message.from(), message.to(), message.value());
            case Op.CREATE2 -> add(CREATE2, message.from(), message.to(), message.value());
            case Op.CALL -> {
                if (!message.value().isZero()) {
                    add(TRANSFER, message.from(), message.to(), message.value());
                }
            }
            default -> {
                // The others move nothing.
            }
        }
    }

    private void add(int type, Address from, Address to, UInt256 value) {
        subject.budget().take(OPERATION_CHARACTERS);
        operations.add(Json.object()
                .put("type", type)
                .put("from", from.toHex())
                .put("to", to.toHex())
                .put("value", value.toQuantity()));
    }

    @Override
    public void exit(int depth, Result result) {
        int mark = marks.pop();
        if (!(result instanceof Result.Success)) {
            operations.subList(mark, operations.size()).clear();
        }
    }

    @Override
    public void refused(int depth, Halt why) {
        operations.subList(marks.pop(), operations.size()).clear();
    }

    @Override
    public void selfDestruct(int depth, Address account, Address beneficiary, UInt256 balance) {
        add(SELF_DESTRUCT, account, beneficiary, balance);
    }

    @Override
    public JsonNode result(Applied outcome) {
        return Json.array().addAll(operations);
    }
}
