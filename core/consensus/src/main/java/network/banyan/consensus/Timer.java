// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

/**
 * A clock that runs for one view. There is at most one of each kind: starting it anew forgets the earlier one. One that
 * fires late is ignored.
 */
public record Timer(Kind kind, long view) {
    public enum Kind {
        /** The leader should have proposed by now. */
        LEADER,
        /** The view should be over by now. */
        ADVANCE,
        /** It is still not over: say again what would end it. */
        RETRY
    }
}
