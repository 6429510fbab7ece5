// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** The port through which a resolver reads one state of one chain, always the same. */
public interface ChainSource {
    long chainId();

    /** The time of that state's block, in seconds since 1970. */
    long timestamp();

    /** What a call returns; empty if it reverts. */
    Optional<Bytes> call(Address contract, Bytes data);
}
