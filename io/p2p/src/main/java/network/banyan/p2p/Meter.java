// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.ArrayList;
import java.util.List;
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

    private final List<LongAdder> laneIn = adders();
    private final List<LongAdder> laneOut = adders();

    private static List<LongAdder> adders() {
        List<LongAdder> adders = new ArrayList<>();
        Lane.ALL.forEach(_ -> adders.add(new LongAdder()));
        return List.copyOf(adders);
    }

    /** A message came in whole. */
    void received(Lane lane, int bytes) {
        messagesIn.increment();
        laneIn.get(lane.ordinal()).add(bytes);
    }

    /** Some of a message's bytes go out. */
    void sent(Lane lane, int bytes) {
        laneOut.get(lane.ordinal()).add(bytes);
    }

    List<Counters.OfLane> lanes() {
        return Lane.ALL.stream()
                .map(lane -> new Counters.OfLane(
                        lane,
                        laneIn.get(lane.ordinal()).sum(),
                        laneOut.get(lane.ordinal()).sum()))
                .toList();
    }

    void dropped(Lane lane) {
        switch (lane) {
            case CONSENSUS -> consensusDropped.increment();
            case BLOCKS, GOSSIP, PEERS -> bulkDropped.increment();
        }
    }
}
