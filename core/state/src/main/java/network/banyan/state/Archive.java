// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.List;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What flat entries held before every block from one on, in the store: an entry's value after an old block is what the next
 * block that changed it found there. One look finds that block, however long ago it was.
 *
 * <p>A block's entries are written with the state they are the past of, so a reader who saw an entry's newest value finds
 * here all that is newer than the block he asks for.
 */
final class Archive {
    private static final long NONE = Long.MAX_VALUE;

    /** So many entries of an archive that is not kept any more go with each commit. */
    private static final int CLEARED_PER_COMMIT = 2_000;

    private final StateStore store;
    private final boolean isKept;
    private volatile long oldest;
    private boolean isStored;
    private boolean isCleared;

    private Archive(StateStore store, boolean isKept, long oldest) {
        this.store = store;
        this.isKept = isKept;
        this.oldest = isKept ? oldest : NONE;
        this.isStored = oldest != NONE;
    }

    /**
     * @param isKept whether it goes on; one that does not is cleared, since a gap would make it lie
     * @throws StateException if the store is damaged
     */
    static Archive of(StateStore store, boolean isKept) {
        byte[] stored = store.get(Keys.ARCHIVE);
        if (stored != null && stored.length != Long.BYTES) {
            throw StateException.damaged("the archive's beginning");
        }
        return new Archive(store, isKept, stored == null ? NONE : BigEndian.longAt(stored, 0));
    }

    /** The oldest height that can be read; the largest number there is for none. */
    long oldest() {
        return oldest;
    }

    /** To be called once for each batch, before {@link #note}. */
    void begin(long head, StateBatch batch) {
        if (!isKept) {
            clear(batch);
        } else if (!isStored) {
            byte[] from = new byte[Long.BYTES];
            BigEndian.putLong(from, 0, Math.max(0, head));
            batch.put(Bytes.wrap(Keys.ARCHIVE), Bytes.wrap(from));
        }
    }

    /** Adds what a block's changes found. */
    void note(long height, List<FlatChange> changes, StateBatch batch) {
        if (isKept && height > 0) { // Before genesis there is nothing.
            for (FlatChange change : changes) {
                batch.put(Bytes.wrap(Keys.past(change.key().unsafeArray(), height)), change.before());
            }
        }
    }

    /** The batch is in the store. */
    void written(long head) {
        if (isKept && !isStored) {
            oldest = Math.max(0, head);
        }
        isStored = isKept;
    }

    private void clear(StateBatch batch) {
        if (isStored) {
            batch.remove(Bytes.wrap(Keys.ARCHIVE));
        }
        if (isCleared) {
            return;
        }
        int[] count = {0};
        store.scan(Keys.PAST, (key, _) -> {
            batch.remove(key);
            return ++count[0] < CLEARED_PER_COMMIT;
        });
        isCleared = count[0] == 0;
    }

    /**
     * The value after the block at {@code height}, no bytes for no entry; null if it is the one in the store.
     *
     * <p>Ask after having read the store.
     */
    @Nullable
    Bytes at(long height, byte[] key) {
        if (height < oldest) {
            throw StateException.forgotten(height);
        }
        Bytes[] found = new Bytes[1];
        store.scan(Keys.past(key), Keys.past(key, height + 1), (_, before) -> {
            found[0] = before;
            return false;
        });
        return found[0];
    }
}
