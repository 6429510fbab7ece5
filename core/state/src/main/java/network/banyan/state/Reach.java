// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.HashSet;
import java.util.Set;
import network.banyan.primitives.Hash;

/** How much of a state was looked at: the bytes of its nodes and codes, each once. */
final class Reach {
    private final long most;
    private final Set<Hash> seen = new HashSet<>();
    private long bytes;

    Reach(long most) {
        this.most = most;
    }

    /**
     * @throws PartialState.TooMuch if that is more than may be looked at
     */
    void add(Hash hash, int size) {
        if (seen.add(hash)) {
            bytes += size;
            if (bytes > most) {
                throw new PartialState.TooMuch(most);
            }
        }
    }
}
