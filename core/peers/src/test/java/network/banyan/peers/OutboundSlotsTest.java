// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class OutboundSlotsTest {
    private static final long NOW = Nodes.NOW;

    private final AddressBook book = new AddressBook(Hash.ZERO);
    private final OutboundSlots slots = new OutboundSlots(book, new SplittableRandom(5));

    @Test
    void noTwoCallsGoIntoOneGroup() {
        for (int i = 0; i < 60; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 5, i)), Nodes.group(i), NOW);
        }
        slots.step(_ -> false, NOW);

        assertThat(slots.calls()).hasSize(5);
        assertThat(slots.calls().stream()
                        .map(record -> record.endpoint().group())
                        .distinct())
                .hasSize(5);
    }

    @Test
    void slotsAreFilledAndNoMore() {
        addMany();
        slots.step(_ -> false, NOW);
        assertThat(slots.calls()).hasSize(OutboundSlots.SLOTS);
        List<PeerRecord> before = slots.calls();
        before.forEach(record -> slots.connected(record.nodeKey(), NOW));

        slots.step(_ -> false, NOW + 1_000);

        assertThat(slots.calls()).isEqualTo(before);
        assertThat(slots.standing()).isEqualTo(OutboundSlots.SLOTS);
    }

    @Test
    void whoDoesNotAnswerIsReplaced() {
        addMany();
        slots.step(_ -> false, NOW);
        List<PeerRecord> before = slots.calls();
        before.stream().skip(1).forEach(record -> slots.connected(record.nodeKey(), NOW));

        slots.step(_ -> false, NOW + 9);
        assertThat(slots.calls()).isEqualTo(before);
        slots.step(_ -> false, NOW + 10);
        assertThat(slots.calls()).doesNotContain(before.getFirst()).hasSize(OutboundSlots.SLOTS);
    }

    @Test
    void whoIsLostIsCalledAgainForAWhile() {
        addMany();
        slots.step(_ -> false, NOW);
        PeerRecord lost = slots.calls().getFirst();
        slots.calls().forEach(record -> slots.connected(record.nodeKey(), NOW));
        slots.disconnected(lost.nodeKey(), NOW + 100);

        slots.step(_ -> false, NOW + 109);
        assertThat(slots.calls()).contains(lost);
        slots.step(_ -> false, NOW + 110);
        assertThat(slots.calls()).doesNotContain(lost);
    }

    @Test
    void whoIsBusyIsNotCalled() {
        addMany();
        slots.step(key -> !key.equals(Nodes.keyOf(3)), NOW);

        assertThat(slots.calls()).containsExactly(Nodes.unsigned(3, Nodes.at(3, 3)));
        slots.step(_ -> true, NOW);
        assertThat(slots.calls()).isEmpty();
    }

    @Test
    void anchorsAreTheOldestConnectionsAndComeFirstAfterARestart() {
        addMany();
        slots.step(_ -> false, NOW);
        List<PeerRecord> calls = slots.calls();
        for (int i = 0; i < calls.size(); i++) {
            slots.connected(calls.get(i).nodeKey(), NOW + 10 - i);
        }
        List<PeerRecord> anchors = slots.anchors();
        assertThat(anchors).containsExactly(calls.get(7), calls.get(6));

        var next = new OutboundSlots(book, new SplittableRandom(6));
        next.begin(anchors, NOW);
        next.step(_ -> false, NOW);
        assertThat(next.calls()).containsAll(anchors).hasSize(OutboundSlots.SLOTS);
    }

    private void addMany() {
        for (int i = 0; i < 40; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i, i)), Nodes.group(i), NOW);
        }
    }
}
