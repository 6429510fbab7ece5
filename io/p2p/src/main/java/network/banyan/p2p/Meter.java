// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

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

    void dropped(Lane lane) {
        switch (lane) {
            case CONSENSUS -> consensusDropped.increment();
            case BLOCKS, GOSSIP, PEERS -> bulkDropped.increment();
        }
    }
}
