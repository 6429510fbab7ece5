// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evm.Op;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.primitives.Address;
import network.banyan.rpc.protocol.Json;

/** {@code 4byteTracer}: how often each function was called, by selector and size of its arguments. */
final class FourByteRecorder implements Recorder {
    private static final int SELECTOR_BYTES = 4;
    private static final int ENTRY_CHARACTERS = 30;

    /** Precompiles live no higher (EIP-7951); what they are sent is no selector. */
    private static final int LAST_PRECOMPILE = 0x100;

    private final Subject subject;
    private final SortedMap<String, Integer> counts = new TreeMap<>();

    FourByteRecorder(Subject subject) {
        this.subject = subject;
    }

    @Override
    public void enter(Message message) {
        boolean creates = message.op() == Op.CREATE || message.op() == Op.CREATE2;
        if (creates || message.input().size() < SELECTOR_BYTES || isLow(message.to())) {
            TraceBudget.checkWanted();
            return;
        }
        String selector = message.input().slice(0, SELECTOR_BYTES).toHex();
        String key = selector + "-" + (message.input().size() - SELECTOR_BYTES);
        if (counts.merge(key, 1, Integer::sum) == 1) {
            subject.budget().take(ENTRY_CHARACTERS);
        }
    }

    private static boolean isLow(Address address) {
        return address.a() == 0 && address.b() == 0 && address.c() >= 0 && address.c() <= LAST_PRECOMPILE;
    }

    @Override
    public JsonNode result(Applied outcome) {
        ObjectNode json = Json.object();
        counts.forEach(json::put);
        return json;
    }
}
