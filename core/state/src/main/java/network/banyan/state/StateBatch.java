// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/** Writes to a {@link StateStore} that must become durable together. A later entry for a key wins. */
public final class StateBatch {
    private final List<Entry> entries = new ArrayList<>();

    /** @param value the new value; null removes the key */
    public record Entry(Bytes key, @Nullable Bytes value) {}

    public void put(Bytes key, Bytes value) {
        entries.add(new Entry(key, value));
    }

    public void remove(Bytes key) {
        entries.add(new Entry(key, null));
    }

    public List<Entry> entries() {
        return entries;
    }
}
