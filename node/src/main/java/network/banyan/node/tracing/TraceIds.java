// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import network.banyan.primitives.Hash;

/** Names a trace after a block. Who makes spans with it says which block comes next, under a lock of its own. */
final class TraceIds implements IdGenerator {
    private static final int BYTES = 16;

    private String next = "";

    void next(Hash block) {
        next = block.toHex().substring(2, 2 + 2 * BYTES);
    }

    @Override
    public String generateTraceId() {
        return next;
    }

    @Override
    public String generateSpanId() {
        return IdGenerator.random().generateSpanId();
    }
}
