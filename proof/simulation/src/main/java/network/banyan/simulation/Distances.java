// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.SplittableRandom;

/** How long a message is under way for reasons of geography, on top of the weather. */
interface Distances {
    /** Everybody in one room. */
    Distances NONE = (from, to, random) -> 0;

    /** Milliseconds from seat to seat, one way; each message may take another time. */
    long millis(int from, int to, SplittableRandom random);
}
