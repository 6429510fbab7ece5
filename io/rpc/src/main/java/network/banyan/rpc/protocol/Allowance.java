// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.time.Duration;

/** What a client may still ask for. Called by many threads at once. */
@FunctionalInterface
public interface Allowance {
    Allowance UNLIMITED = _ -> Duration.ZERO;

    /**
     * Takes so many tokens, or none.
     *
     * @param tokens from 1 to 100
     * @return zero if they were there, otherwise the time after which they will be if nobody else takes them
     */
    Duration take(int tokens);
}
