// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.banyan.evidence.log.Refusal;
import network.banyan.primitives.Hash;

/** The last refusals of each device, for its owner; of a bounded number of devices, those refused last. */
public final class Refusals {
    public static final int MAX_PER_DEVICE = 64;
    private static final int MAX_DEVICES = 4_096;

    private final InstantSource clock;
    private final Map<Hash, Deque<Noted>> entries = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Deque<Noted>> eldest) {
            return size() > MAX_DEVICES;
        }
    };

    public Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** @param record SHA-256 of what was sent */
    public record Noted(long timeMillis, Hash record, Refusal refusal, String reason) {}

    synchronized void add(Hash device, Outcome.Refused refused) {
        Deque<Noted> list = entries.computeIfAbsent(device, _ -> new ArrayDeque<>());
        if (list.size() == MAX_PER_DEVICE) {
            list.removeFirst();
        }
        list.addLast(new Noted(clock.millis(), refused.record(), refused.refusal(), refused.reason()));
    }

    /** Of one device, the oldest first. */
    public synchronized List<Noted> of(Hash device) {
        Deque<Noted> list = entries.get(device);
        return list == null ? List.of() : List.copyOf(list);
    }
}
