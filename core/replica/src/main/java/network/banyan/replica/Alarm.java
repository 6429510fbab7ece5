// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import network.banyan.consensus.Timer;

/**
 * A clock the replica set. There is at most one of each kind: setting it anew forgets the earlier one.
 *
 * @param view the view it belongs to; 0 where it belongs to none
 */
public record Alarm(Kind kind, long view) {
    public enum Kind {
        LEADER,
        ADVANCE,
        RETRY,
        /** The block interval is over: propose. */
        PROPOSE,
        /** Ask again for blocks that did not come. */
        FETCH,
        /** Tell the peers where we are. */
        STATUS
    }

    static Alarm of(Timer timer) {
        Kind kind = switch (timer.kind()) {
            case LEADER -> Kind.LEADER;
            case ADVANCE -> Kind.ADVANCE;
            case RETRY -> Kind.RETRY;
        };
        return new Alarm(kind, timer.view());
    }
}
