// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import org.jspecify.annotations.Nullable;

/** A contract that is not code but part of the protocol. Pure; any input is a possible one. */
public interface Precompile {
    /** What a run on this input costs; {@link Long#MAX_VALUE} if nobody could pay it. */
    long gas(byte[] input);

    /** The output, or null if the input is refused, which costs the caller all gas given to the call. */
    byte @Nullable [] run(byte[] input);
}
