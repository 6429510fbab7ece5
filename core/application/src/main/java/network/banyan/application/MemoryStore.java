// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A store in maps, to test an application without a node. It counts what was charged, and undoes nothing. Used by one thread. */
public final class MemoryStore implements Store {
    private final SortedMap<Hash, Hash> words = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private long charged;

    /** What was told. */
    public record Event(List<Hash> topics, Bytes data) {
        public Event {
            topics = List.copyOf(topics);
        }
    }

    @Override
    public Hash get(Hash slot) {
        return words.getOrDefault(slot, Hash.ZERO);
    }

    @Override
    public void put(Hash slot, Hash word) {
        if (word.equals(Hash.ZERO)) {
            words.remove(slot);
        } else {
            words.put(slot, word);
        }
    }

    @Override
    public void emit(List<Hash> topics, Bytes data) {
        events.add(new Event(topics, data));
    }

    @Override
    public void charge(long gas) {
        charged += gas;
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Slots that are not zero. */
    public int size() {
        return words.size();
    }

    /** What the application charged by itself; the prices of words and events are not in it. */
    public long charged() {
        return charged;
    }
}
