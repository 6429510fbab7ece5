// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import network.banyan.rpc.protocol.RpcException;

/** How long one answer may still become: what a contract does costs little gas and may make any amount of text. */
final class TraceBudget {
    /** Below what the interface sends at once, so that a trace is refused while it is made and not after. */
    static final long CHARACTERS_MAX = 20 << 20;

    private final long most;
    private long left;

    TraceBudget() {
        this(CHARACTERS_MAX);
    }

    TraceBudget(long most) {
        this.most = most;
        this.left = most;
    }

    /**
     * @param characters of JSON that are about to be kept
     * @throws RpcException if they are too many, or nobody waits for the answer any more
     */
    void take(long characters) {
        left -= characters;
        if (left < 0) {
            throw RpcException.limit(("the trace is longer than %d characters; ask for one transaction, with a tracer"
                            + " or with disableStack, disableStorage and without memory")
                    .formatted(most));
        }
        checkWanted();
    }

    /**
     * @throws RpcException if the time for the answer is over
     */
    static void checkWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw RpcException.refused("execution aborted");
        }
    }
}
