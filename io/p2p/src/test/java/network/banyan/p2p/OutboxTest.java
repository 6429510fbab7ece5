// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int KIB = 1 << 10;
    private static final int SIZE = 10 * KIB - Outbox.OVERHEAD;

    private final Meter meter = new Meter();
    /** 80 KiB per peer, 70 of them for bulk; 160 KiB in all, 140 of them for bulk. */
    private final Outbox outbox = new Outbox(new Limits.Memory(160 * KIB, 80 * KIB, 0), meter);

    @Test
    void urgentLanesGoFirstAndEachKeepsItsOrder() {
        var queue = outbox.open();
        queue.offer(Lane.GOSSIP, parcel(1));
        queue.offer(Lane.BLOCKS, parcel(2));
        queue.offer(Lane.CONSENSUS, parcel(3));
        queue.offer(Lane.CONSENSUS, parcel(4));
        queue.offer(Lane.BLOCKS, parcel(5));

        assertThat(drain(queue)).containsExactly(3, 4, 2, 5, 1);
        assertThat(outbox.bytes()).isZero();
        assertThat(meter.messagesOut.sum()).isEqualTo(5);
    }

    @Test
    void aVoteSlipsBetweenThePartsOfABlock() {
        var queue = outbox.open();
        queue.offer(Lane.BLOCKS, new Outbox.Parcel(new byte[60 * KIB]));

        Outbox.Part first = queue.take().orElseThrow();
        queue.offer(Lane.CONSENSUS, parcel(1));
        Outbox.Part vote = queue.take().orElseThrow();
        Outbox.Part second = queue.take().orElseThrow();

        assertThat(first.lane()).isEqualTo(Lane.BLOCKS);
        assertThat(first.isFirst()).isTrue();
        assertThat(first.length()).isEqualTo(Frames.PAYLOAD_MAX - Frames.LENGTH_SIZE);
        assertThat(vote.lane()).isEqualTo(Lane.CONSENSUS);
        assertThat(second.offset()).isEqualTo(first.length());
        assertThat(second.length()).isEqualTo(60 * KIB - first.length());
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aFullQueueDropsTheOldestOfTheLeastUrgentLane() {
        var queue = outbox.open();
        for (int i = 0; i < 4; i++) {
            queue.offer(Lane.BLOCKS, parcel(i));
        }
        for (int i = 10; i < 13; i++) {
            queue.offer(Lane.GOSSIP, parcel(i));
        }

        assertThat(queue.offer(Lane.GOSSIP, parcel(13))).isTrue();
        assertThat(queue.offer(Lane.BLOCKS, parcel(4))).isTrue();

        assertThat(drain(queue)).containsExactly(0, 1, 2, 3, 4, 12, 13);
        assertThat(meter.bulkDropped.sum()).isEqualTo(2);
    }

    @Test
    void consensusIsDroppedLastAndTheNewestStays() {
        var queue = outbox.open();
        for (int i = 0; i < 7; i++) {
            queue.offer(Lane.BLOCKS, parcel(i));
        }
        for (int i = 20; i < 29; i++) {
            assertThat(queue.offer(Lane.CONSENSUS, parcel(i))).isTrue();
        }

        assertThat(drain(queue)).containsExactly(21, 22, 23, 24, 25, 26, 27, 28);
        assertThat(meter.bulkDropped.sum()).isEqualTo(7);
        assertThat(meter.consensusDropped.sum()).isEqualTo(1);
    }

    @Test
    void bulkGivesWayToConsensusAndNotTheOtherWayRound() {
        var queue = outbox.open();
        for (int i = 0; i < 8; i++) {
            queue.offer(Lane.CONSENSUS, parcel(i));
        }

        assertThat(queue.offer(Lane.BLOCKS, parcel(9))).isFalse();

        assertThat(meter.bulkDropped.sum()).isEqualTo(1);
        assertThat(drain(queue)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aMessageOnItsWayIsNeverDroppedAndAVoteStillFindsRoom() {
        var queue = outbox.open();
        queue.offer(Lane.BLOCKS, new Outbox.Parcel(new byte[70 * KIB - Outbox.OVERHEAD]));
        queue.take();

        assertThat(queue.offer(Lane.BLOCKS, parcel(1))).isFalse();
        assertThat(queue.offer(Lane.CONSENSUS, parcel(2))).isTrue();

        int left = 70 * KIB - Outbox.OVERHEAD - (Frames.PAYLOAD_MAX - Frames.LENGTH_SIZE);
        assertThat(queue.take().orElseThrow().lane()).isEqualTo(Lane.CONSENSUS);
        assertThat(queue.take().orElseThrow().length()).isEqualTo(Frames.PAYLOAD_MAX);
        assertThat(queue.take().orElseThrow().length()).isEqualTo(left - Frames.PAYLOAD_MAX);
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void aBroadcastCountsOnce() {
        List<Outbox.Queue> queues = List.of(outbox.open(), outbox.open(), outbox.open());
        Outbox.Parcel shared = parcel(1);
        queues.forEach(queue -> queue.offer(Lane.BLOCKS, shared));
        assertThat(outbox.bytes()).isEqualTo(10 * KIB);

        drain(queues.get(0));
        queues.get(1).close();
        assertThat(outbox.bytes()).isEqualTo(10 * KIB);
        drain(queues.get(2));
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void whenTheNetworkIsFullTheFullestPeerPays() {
        var deaf = outbox.open();
        var slow = outbox.open();
        var fresh = outbox.open();
        for (int i = 0; i < 7; i++) {
            deaf.offer(Lane.BLOCKS, parcel(i));
        }
        for (int i = 0; i < 7; i++) {
            slow.offer(Lane.GOSSIP, parcel(i));
        }
        slow.take();

        assertThat(fresh.offer(Lane.GOSSIP, parcel(50))).isTrue();
        assertThat(fresh.offer(Lane.BLOCKS, parcel(51))).isTrue();
        assertThat(fresh.offer(Lane.BLOCKS, parcel(52))).isTrue();

        assertThat(drain(deaf)).containsExactly(2, 3, 4, 5, 6);
        assertThat(drain(slow)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(drain(fresh)).containsExactly(51, 52, 50);
    }

    @Test
    void aClosedQueueTakesNothing() {
        var queue = outbox.open();
        queue.offer(Lane.GOSSIP, parcel(1));
        queue.close();

        assertThat(queue.offer(Lane.CONSENSUS, parcel(2))).isFalse();
        assertThat(queue.take()).isEmpty();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void whateverHappensTheBoundsHoldAndNothingIsLostUncounted() {
        Random random = new Random(3);
        List<Outbox.Queue> queues = new ArrayList<>(List.of(outbox.open(), outbox.open(), outbox.open()));
        long offered = 0;
        for (int step = 0; step < 50_000; step++) {
            var queue = queues.get(random.nextInt(queues.size()));
            if (random.nextInt(3) == 0) {
                queue.take();
            } else {
                Lane lane = Lane.ALL.get(random.nextInt(3));
                var parcel = new Outbox.Parcel(new byte[1 + random.nextInt(60 * KIB)]);
                for (var each : random.nextBoolean() ? List.of(queue) : queues) {
                    each.offer(lane, parcel);
                    offered++;
                }
            }
            assertThat(outbox.bytes()).isBetween(0L, 160L * KIB);
        }
        for (var queue : queues) {
            while (queue.take().isPresent()) {
                // Empties it.
            }
        }
        assertThat(outbox.bytes()).isZero();
        assertThat(meter.messagesOut.sum() + meter.bulkDropped.sum() + meter.consensusDropped.sum())
                .isEqualTo(offered);
    }

    private static Outbox.Parcel parcel(int number) {
        byte[] message = new byte[SIZE];
        message[0] = (byte) number;
        return new Outbox.Parcel(message);
    }

    private static List<Integer> drain(Outbox.Queue queue) {
        List<Integer> numbers = new ArrayList<>();
        for (Optional<Outbox.Part> part = queue.take(); part.isPresent(); part = queue.take()) {
            numbers.add((int) part.get().message()[0]);
        }
        return numbers;
    }
}
