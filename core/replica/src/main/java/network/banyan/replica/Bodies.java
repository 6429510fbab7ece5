// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.banyan.ledger.Block;
import network.banyan.primitives.Hash;

/**
 * Blocks above the final tip by hash, and which are still missing. Bounded: a block nobody asked for pushes out the oldest
 * such one, so that a lying peer can waste only its own share.
 */
final class Bodies {
    static final int MAX = 1_024;

    private static final int MAX_MISSING = 64;

    private final Map<Hash, Block> byHash = new LinkedHashMap<>();
    private final Set<Hash> missing = new LinkedHashSet<>();

    void add(Block block) {
        missing.remove(block.hash());
        if (byHash.putIfAbsent(block.hash(), block) == null && byHash.size() > MAX) {
            byHash.remove(byHash.keySet().iterator().next());
        }
    }

    Optional<Block> find(Hash hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    void miss(Hash hash) {
        if (missing.size() < MAX_MISSING) {
            missing.add(hash);
        }
    }

    boolean misses(Hash hash) {
        return missing.contains(hash);
    }

    Set<Hash> missing() {
        return Collections.unmodifiableSet(missing);
    }

    /** A block became final: what is not above it is of no more use. */
    void prune(long height) {
        byHash.values().removeIf(block -> block.number() <= height);
    }

    void forgetMissing() {
        missing.clear();
    }
}
