// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;

/**
 * Blocks above the final tip by hash, and which are still missing. Bounded by number and bytes: a newcomer pushes out the
 * oldest, so that a lying peer can make us fetch again, but not hoard.
 */
final class Bodies {
    static final int MAX = 1_024;

    private static final long BYTES_MAX = 64L << 20;

    private static final int MAX_MISSING = 64;

    private final LinkedHashMap<Hash, Block> byHash = new LinkedHashMap<>();
    private final Set<Hash> missing = new LinkedHashSet<>();
    private long bytes;

    void add(Block block) {
        missing.remove(block.hash());
        if (byHash.putIfAbsent(block.hash(), block) != null) {
            return;
        }
        bytes += bytes(block);
        while (byHash.size() > MAX || (bytes > BYTES_MAX && byHash.size() > 1)) {
            Block oldest = byHash.pollFirstEntry().getValue();
            bytes -= bytes(oldest);
        }
    }

    private static long bytes(Block block) {
        long bytes = 1_024;
        for (Transaction transaction : block.transactions()) {
            bytes += transaction.encoded().size() + 256;
        }
        return bytes;
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
        bytes = byHash.values().stream().mapToLong(Bodies::bytes).sum();
    }

    void forgetMissing() {
        missing.clear();
    }
}
