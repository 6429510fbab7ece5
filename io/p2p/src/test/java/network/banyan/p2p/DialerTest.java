// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DialerTest {
    private static final InetSocketAddress HERE = InetSocketAddress.createUnresolved("a.example", 1);
    private static final InetSocketAddress THERE = InetSocketAddress.createUnresolved("b.example", 2);
    private static final Limits.Times TIMES = Limits.defaults().times();
    private static final long FIRST = TIMES.redialFirst().toNanos();
    private static final long LONGEST = TIMES.redialMax().toNanos();

    private final TreeSet<NodeId> pair = new TreeSet<>(Set.of(TestNode.idOf(1), TestNode.idOf(2)));
    private final NodeId smaller = pair.first();
    private final NodeId larger = pair.last();
    private final AllowedKeys allowed = new AllowedKeys(pair);

    @Test
    void theSmallerKeyDialsAtOnceAndTheLargerLater() {
        Dialer eager = dialer(smaller);
        Dialer polite = dialer(larger);
        eager.aim(Map.of(larger, HERE), 0);
        polite.aim(Map.of(smaller, HERE), 0);

        assertThat(eager.due(allowed, 0)).containsExactly(new Dialer.Call(larger, HERE));
        assertThat(polite.due(allowed, 0)).isEmpty();
        assertThat(polite.due(allowed, 5 * FIRST)).containsExactly(new Dialer.Call(smaller, HERE));
    }

    @Test
    void aCallIsMadeOnceUntilItEndsAndThenLater() {
        Dialer dialer = dialer(smaller);
        dialer.aim(Map.of(larger, HERE), 0);
        dialer.due(allowed, 0);

        assertThat(dialer.due(allowed, 10 * LONGEST)).isEmpty();
        dialer.ended(larger, 10 * LONGEST);
        assertThat(dialer.due(allowed, 10 * LONGEST)).isEmpty();
        assertThat(dialer.due(allowed, 10 * LONGEST + FIRST)).hasSize(1);
    }

    @Test
    void whoIsConnectedOrNotAllowedOrOurselfIsNotCalled() {
        Dialer dialer = dialer(smaller);
        dialer.aim(Map.of(larger, HERE, smaller, HERE, TestNode.idOf(9), HERE), 0);
        dialer.connected(larger, 0);

        assertThat(dialer.due(allowed, LONGEST)).isEmpty();
    }

    @Test
    void onlyAConnectionThatLastedForgivesEarlierFailures() {
        Dialer dialer = dialer(smaller);
        dialer.aim(Map.of(larger, HERE), 0);
        long now = 0;
        for (int i = 0; i < 20; i++) {
            dialer.ended(larger, now);
        }
        dialer.connected(larger, now);
        dialer.disconnected(larger, now + 1);
        assertThat(dialer.due(allowed, now + 1 + FIRST)).as("after a moment").isEmpty();

        dialer.connected(larger, now);
        now += 2 * LONGEST;
        dialer.disconnected(larger, now);
        assertThat(dialer.due(allowed, now + FIRST)).as("after a while").hasSize(1);
    }

    @Test
    void aNewAimMovesAndForgets() {
        Dialer dialer = dialer(smaller);
        dialer.aim(Map.of(larger, HERE), 0);
        dialer.aim(Map.of(larger, THERE), 0);
        assertThat(dialer.due(allowed, 0)).containsExactly(new Dialer.Call(larger, THERE));

        dialer.aim(Map.of(), 0);
        dialer.ended(larger, 0);
        assertThat(dialer.due(allowed, LONGEST)).isEmpty();
    }

    private static Dialer dialer(NodeId self) {
        return new Dialer(self, TIMES, new SplittableRandom(1));
    }
}
