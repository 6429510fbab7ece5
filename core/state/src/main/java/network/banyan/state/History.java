// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Undo}s of the latest blocks, oldest first and without gaps. Immutable: a reader works on the one it found.
 *
 * @param first height of the block of the first undo; the oldest state that can be read is the one before it
 */
record History(long first, List<Undo> undos) {
    History {
        undos = List.copyOf(undos);
    }

    /** The history of a state of which nothing earlier is known. */
    static History startingAfter(long height) {
        return new History(height + 1, List.of());
    }

    /** The oldest height that can be read. */
    long oldest() {
        return first - 1;
    }

    /** The height after the last undo. */
    long newest() {
        return first - 1 + undos.size();
    }

    /** With the undo of the next block on top, and without the oldest as far as the limits demand. */
    History with(Undo undo, int blocksMax, long bytesMax) {
        List<Undo> kept = new ArrayList<>(undos);
        kept.add(undo);
        int drop = Math.max(0, kept.size() - blocksMax);
        long bytes = kept.stream().skip(drop).mapToLong(Undo::size).sum();
        while (bytes > bytesMax && drop < kept.size() - 1) {
            bytes -= kept.get(drop++).size();
        }
        return new History(first + drop, kept.subList(drop, kept.size()));
    }

    /**
     * The value after the block at {@code height}, no bytes for no entry; null if it is the one in the store.
     *
     * <p>Ask after having read the store: the history may be ahead of it, never behind.
     */
    @Nullable
    Bytes at(long height, byte[] key) {
        if (height < oldest()) {
            throw StateException.forgotten(height);
        }
        for (long later = height + 1; later <= newest(); later++) {
            var before = undos.get((int) (later - first)).find(key);
            if (before != null) {
                return before;
            }
        }
        return null;
    }
}
