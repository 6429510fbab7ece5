// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/** A transaction that must get through: sent, awaited, and given up for lost when it takes too long. */
public final class Attempt {
    /** Blocks take a second; a transaction that is not final after so long was dropped, or pays too little. */
    public static final long PATIENCE_MILLIS = 30_000;

    private final NodePort node;
    private @Nullable Hash transaction;
    private long sentMillis;

    public Attempt(NodePort node) {
        this.node = node;
    }

    /** How it stands. */
    public enum State {
        /** Nothing was sent, or its end was reported already. */
        NONE,
        UNDER_WAY,
        SUCCEEDED,
        FAILED,
        /** Not final in time: send it again. */
        LOST
    }

    /** Sends it, in the place of an earlier one that is not final.
     *
     * @return the transaction's hash
     */
    public Hash send(Address to, Bytes data, long nowMillis) {
        Hash sent = node.send(to, data);
        transaction = sent;
        sentMillis = nowMillis;
        return sent;
    }

    /** How it stands. An end is reported once. */
    public State poll(long nowMillis) {
        if (transaction == null) {
            return State.NONE;
        }
        var outcome = node.outcome(transaction);
        if (outcome.isPresent()) {
            transaction = null;
            return outcome.get() ? State.SUCCEEDED : State.FAILED;
        }
        if (nowMillis - sentMillis < PATIENCE_MILLIS) {
            return State.UNDER_WAY;
        }
        transaction = null;
        return State.LOST;
    }
}
