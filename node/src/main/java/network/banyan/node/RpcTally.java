// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.concurrent.atomic.LongAdder;
import network.banyan.rpc.protocol.RpcObserver;

/** Counts the requests that a node answered. */
final class RpcTally implements RpcObserver {
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    @Override
    public void answered(Answer answer) {
        answered.increment();
        if (answer.code() != 0) {
            failed.increment();
        }
    }

    /** With a result or an error. */
    long answered() {
        return answered.sum();
    }

    /** With an error. */
    long failed() {
        return failed.sum();
    }
}
