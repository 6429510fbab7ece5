// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The running totals behind {@link Counters}. */
final class Meter {
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder messagesIn = new LongAdder();
    final LongAdder messagesOut = new LongAdder();
    final LongAdder consensusDropped = new LongAdder();
    final LongAdder bulkDropped = new LongAdder();
    final LongAdder receiveDropped = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder violations = new LongAdder();
    final LongAdder pauses = new LongAdder();

    private final Map<Lane, LongAdder> laneIn = adders();
    private final Map<Lane, LongAdder> laneOut = adders();

    private static Map<Lane, LongAdder> adders() {
        Map<Lane, LongAdder> adders = new EnumMap<>(Lane.class);
        Lane.ALL.forEach(lane -> adders.put(lane, new LongAdder()));
        return adders;
    }

    private static LongAdder of(Map<Lane, LongAdder> adders, Lane lane) {
        return Objects.requireNonNull(adders.get(lane));
    }

    /** A message came in whole. */
    void received(Lane lane, int bytes) {
        messagesIn.increment();
        of(laneIn, lane).add(bytes);
    }

    /** Some of a message's bytes go out. */
    void sent(Lane lane, int bytes) {
        of(laneOut, lane).add(bytes);
    }

    List<Counters.OfLane> lanes() {
        return Lane.ALL.stream()
                .map(lane -> new Counters.OfLane(
                        lane, of(laneIn, lane).sum(), of(laneOut, lane).sum()))
                .toList();
    }

    void dropped(Lane lane) {
        switch (lane) {
            case CONSENSUS -> consensusDropped.increment();
            case BLOCKS, GOSSIP, PEERS -> bulkDropped.increment();
        }
    }
}
