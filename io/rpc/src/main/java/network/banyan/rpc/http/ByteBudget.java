// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections together may hold. */
final class ByteBudget {
    private final AtomicLong left;

    ByteBudget(long max) {
        this.left = new AtomicLong(max);
    }

    /** Takes that many bytes, or none if there are not so many. */
    boolean tryTake(long bytes) {
        if (left.addAndGet(-bytes) < 0) {
            left.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    long left() {
        return left.get();
    }
}
