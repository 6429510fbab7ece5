// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/** A {@link StateStore} in heap, for states that nobody needs tomorrow: tests, simulations, the roots of genesis files. */
public final class MemoryStateStore implements StateStore {
    private final SortedMap<Bytes, Bytes> entries = new TreeMap<>();

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        Bytes value = entries.get(Bytes.wrap(key));
        return value == null ? null : value.toArray();
    }

    @Override
    public void scan(byte[] prefix, byte[] from, Visitor visitor) {
        for (StateBatch.Entry entry : under(prefix, from)) {
            Bytes value = entry.value();
            if (value == null || !visitor.visit(entry.key(), value)) {
                return;
            }
        }
    }

    public synchronized void write(StateBatch batch) {
        for (StateBatch.Entry entry : batch.entries()) {
            Bytes value = entry.value();
            if (value == null) {
                entries.remove(entry.key());
            } else {
                entries.put(entry.key(), value);
            }
        }
    }

    private synchronized List<StateBatch.Entry> under(byte[] prefix, byte[] first) {
        Bytes from = Bytes.copyOf(prefix);
        List<StateBatch.Entry> found = new ArrayList<>();
        for (Map.Entry<Bytes, Bytes> entry :
                entries.tailMap(Bytes.copyOf(first)).entrySet()) {
            if (entry.getKey().size() < from.size()
                    || !entry.getKey().slice(0, from.size()).equals(from)) {
                break;
            }
            found.add(new StateBatch.Entry(entry.getKey(), entry.getValue()));
        }
        return found;
    }
}
