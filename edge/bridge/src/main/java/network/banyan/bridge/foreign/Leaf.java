// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.List;
import network.banyan.hub.Holding;
import network.banyan.hub.Sibling;

/**
 * An account's way in an exit tree, as the chain tells it; {@link network.banyan.hub.ExitTree} tells whether it leads there.
 *
 * @param index of the leaf, below 2^32
 * @param path from the leaf up
 */
public record Leaf(Holding holding, long index, List<Sibling> path) {
    public Leaf {
        path = List.copyOf(path);
    }
}
