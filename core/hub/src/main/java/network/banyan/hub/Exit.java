// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Who holds how much of an asset on a chain: the top of an {@link ExitTree} (rule 44).
 *
 * @param asset zero for the root's coin
 * @param sum of all leaves; how many tokens, if it is an ERC-721 token's tree
 * @param count how many leaves, below 2^32
 */
public record Exit(Address asset, Hash root, UInt256 sum, long count) {
    /**
     * @throws HubException if the count is out of its bounds
     */
    public Exit {
        HubException.require(count >= 0 && count < 1L << 32, "an exit tree of %d leaves", count);
    }
}
