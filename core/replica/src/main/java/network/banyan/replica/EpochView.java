// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.primitives.Hash;

/**
 * A term of a committee, over or under way.
 *
 * @param first the height of its first block
 * @param last the height of its last block; {@link Long#MAX_VALUE} if the committee sits for ever
 * @param beacon the randomness it was drawn by; zero for the committee of genesis
 * @param services how its members serve or served, by seat; known of this epoch, the one before it and
 *     the one that is drawn and has not begun, while the node runs
 */
public record EpochView(Committee committee, long first, long last, Hash beacon, Optional<List<Service>> services) {
    public EpochView {
        services = services.map(List::copyOf);
    }

    /**
     * @param produced blocks that the seat proposed and that stand in the chain
     * @param missedReveals views without a block in the last round, so far
     */
    public record Service(int produced, int missedReveals) {}
}
