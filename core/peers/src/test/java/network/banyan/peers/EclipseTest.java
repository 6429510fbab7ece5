// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/**
 * An attacker with some addresses in some /16s tells a node of them all the time and always answers; 200 honest nodes in 120
 * /16s answer four times of five. How many of the node's own calls end at the attacker, and how often all eight? The figures
 * stand in docs/spec/network.md.
 */
class EclipseTest {
    private static final int HONEST = 200;
    private static final int HONEST_GROUPS = 120;
    private static final int ATTACKER = 100_000;
    private static final int ATTACKER_GROUPS = 1_000;
    private static final int TRIALS = Boolean.getBoolean("banyan.long") ? 200 : 25;

    /** @param sharePercent of slots the attacker holds; @param eclipsedPercent of nodes that see nobody else */
    private record Outcome(double sharePercent, double eclipsedPercent) {}

    @Test
    void aFreshNodeGivesEachNetworkOneSlotAtMost() {
        assertThat(attack(1_000, 1, false).sharePercent()).isLessThanOrEqualTo(12.5);
        assertThat(attack(1_000, 4, false).sharePercent()).isLessThanOrEqualTo(50);
        assertThat(attack(1_000, 4, false).eclipsedPercent()).isZero();
        attack(1_000, 16, false);
        attack(4_000, 64, false);
    }

    @Test
    void aNodeThatHasLivedHoldsOut() {
        assertThat(attack(1_000, 4, true).sharePercent()).isLessThan(40);
        assertThat(attack(1_000, 16, true).sharePercent()).isLessThan(60);
        Outcome many = attack(4_000, 64, true);
        assertThat(many.sharePercent()).isLessThan(60);
        assertThat(many.eclipsedPercent()).isZero();
    }

    @Test
    void noNumberOfAddressesTakesTheAnchors() {
        Outcome flood = attack(TRIALS > 25 ? 20_000 : 5_000, 1_000, true);
        assertThat(flood.sharePercent()).isLessThanOrEqualTo(75);
        assertThat(flood.eclipsedPercent()).isZero();
    }

    private static Outcome attack(int addresses, int groups, boolean established) {
        int taken = 0;
        int slots = 0;
        int eclipsed = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            var victim = new Victim(random);
            victim.hearOfTheHonest();
            List<PeerRecord> anchors = established ? victim.live() : List.of();
            victim.hearOfTheAttacker(addresses, groups);
            List<PeerRecord> calls = victim.restart(anchors);
            long bad = calls.stream().filter(EclipseTest::isAttacker).count();
            taken += (int) bad;
            slots += calls.size();
            eclipsed += bad == calls.size() ? 1 : 0;
        }
        Outcome outcome = new Outcome(100.0 * taken / slots, 100.0 * eclipsed / TRIALS);
        System.out.printf(
                Locale.ROOT,
                "eclipse: %d addresses in %d groups against %s node: %.1f %% of slots, %.1f %% eclipsed%n",
                addresses,
                groups,
                established ? "an established" : "a fresh",
                outcome.sharePercent(),
                outcome.eclipsedPercent());
        return outcome;
    }

    private static boolean isAttacker(PeerRecord record) {
        return number(record.nodeKey()) >= ATTACKER;
    }

    private static int number(Bytes key) {
        int number = 0;
        for (int i = 3; i >= 0; i--) {
            number = number << 8 | key.at(i) & 0xff;
        }
        return number;
    }

    private static final class Victim {
        private final SplittableRandom random;
        private final AddressBook book;

        Victim(SplittableRandom random) {
            this.random = random;
            this.book = new AddressBook(new Hash(random.nextLong(), random.nextLong(), random.nextLong(), 0));
        }

        /** Eight honest nodes tell of all there are, as over an hour they would. */
        void hearOfTheHonest() {
            for (int teller = 0; teller < 8; teller++) {
                Bytes group = Nodes.group(random.nextInt(HONEST_GROUPS));
                for (int i = 0; i < HONEST; i++) {
                    book.add(Nodes.unsigned(i, Nodes.at(i % HONEST_GROUPS, i)), group, Nodes.NOW);
                }
            }
        }

        /** Has called sixty of them over time, and leaves with the two that stood longest. */
        List<PeerRecord> live() {
            for (int i = 0; i < 60; i++) {
                book.succeeded(Nodes.keyOf(random.nextInt(HONEST)), Nodes.NOW);
            }
            var slots = new OutboundSlots(book, random);
            slots.step(_ -> false, Nodes.NOW);
            slots.calls().forEach(record -> slots.connected(record.nodeKey(), Nodes.NOW));
            return slots.anchors();
        }

        /** Each of the attacker's networks tells of all of its addresses. */
        void hearOfTheAttacker(int addresses, int groups) {
            int tellers = Math.min(groups, 200);
            for (int i = 0; i < addresses; i++) {
                PeerRecord record = Nodes.unsigned(ATTACKER + i, Nodes.at(ATTACKER_GROUPS + i % groups, i / groups));
                for (int telling = 0; telling < Math.min(tellers, 4); telling++) {
                    book.add(record, Nodes.group(ATTACKER_GROUPS + (i + telling) % tellers), Nodes.NOW);
                }
            }
        }

        List<PeerRecord> restart(List<PeerRecord> anchors) {
            var slots = new OutboundSlots(book, random);
            slots.begin(anchors, Nodes.NOW);
            long now = Nodes.NOW;
            for (int round = 0; round < 30 && slots.standing() < OutboundSlots.SLOTS; round++) {
                slots.step(_ -> false, now);
                long at = now;
                slots.calls().stream()
                        .filter(record -> isAttacker(record) || anchors.contains(record) || random.nextInt(5) > 0)
                        .forEach(record -> slots.connected(record.nodeKey(), at));
                now += OutboundSlots.PATIENCE_SECONDS;
            }
            return new ArrayList<>(slots.calls());
        }
    }
}
