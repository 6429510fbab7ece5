// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the store as objects, each in the one place its key's hash gives it; the newest wins the place. Any thread may
 * read; one writes what a commit changed, after the store has it.
 *
 * <p>What a reader found in the store goes in only if the place is as it was before the reader looked: had a commit come
 * between, it would have put something there.
 */
final class ObjectCache<K, V> {
    private static final int SPREAD = 0x9E3779B9;

    private final int places;
    private volatile AtomicReferenceArray<@Nullable Entry<K, V>> entries;

    private record Entry<K, V>(K key, V value) {}

    /** @param limit how many entries there may be; rounded up to a power of two */
    ObjectCache(int limit) {
        this.places = Integer.highestOneBit(Math.max(2, limit) * 2 - 1);
        this.entries = new AtomicReferenceArray<>(places);
    }

    /** The value in here, or else the one that the store has. */
    V get(K key, Function<? super K, V> store) {
        AtomicReferenceArray<@Nullable Entry<K, V>> now = entries;
        int place = place(key);
        Entry<K, V> found = now.get(place);
        if (found != null && found.key().equals(key)) {
            return found.value();
        }
        V value = store.apply(key);
        now.compareAndSet(place, found, new Entry<>(key, value));
        return value;
    }

    void put(K key, V value) {
        entries.set(place(key), new Entry<>(key, value));
    }

    /** Forgets everything; whoever reads at this moment remembers it in vain. */
    void clear() {
        entries = new AtomicReferenceArray<>(places);
    }

    private int place(K key) {
        return (key.hashCode() * SPREAD) >>> (1 + Integer.numberOfLeadingZeros(places));
    }
}
