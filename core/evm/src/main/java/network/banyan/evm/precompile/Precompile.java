// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import network.banyan.evm.World;
import org.jspecify.annotations.Nullable;

/**
 * A contract that is not code but part of the protocol. A pure function of its input and, where it looks at that, of the
 * state; any input is a possible one.
 */
public interface Precompile {
    /** What a run on this input costs; {@link Long#MAX_VALUE} if nobody could pay it. */
    long gas(byte[] input);

    /** The output, or null if the input is refused, which costs the caller all gas given to the call. */
    byte @Nullable [] run(byte[] input);

    /** The same one looking at a state, which it does not change; itself if it looks at none. */
    default Precompile over(World world) {
        return this;
    }
}
