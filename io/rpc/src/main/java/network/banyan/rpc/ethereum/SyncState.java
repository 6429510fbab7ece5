// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import network.banyan.replica.ChainView;

/** How far a node has got towards what its peers show to be final. */
public record SyncState(long height, long highest) {
    /** A peer may show a block a moment before we have it; so few blocks behind is no sync. */
    private static final long SLACK_BLOCKS = 4;

    public static SyncState of(ChainView chain) {
        long height = chain.height();
        return new SyncState(height, Math.max(height, chain.bestKnownHeight()));
    }

    public boolean isBehind() {
        return highest - height > SLACK_BLOCKS;
    }
}
