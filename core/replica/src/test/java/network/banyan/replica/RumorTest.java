// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class RumorTest {
    private static final Bytes LIAR = Bytes.wrap(new byte[] {1});
    private static final Bytes HONEST = Bytes.wrap(new byte[] {2});

    private final Rumor rumor = new Rumor();

    @Test
    void whoIsAheadIsAskedUntilReached() {
        rumor.hear(HONEST, 20);

        assertThat(rumor.beyond(10)).contains(HONEST);
        assertThat(rumor.beyond(20)).isEmpty();
        assertThat(rumor.beyond(10)).as("once reached, it is forgotten").isEmpty();
    }

    @Test
    void whoDoesNotDeliverMakesRoomForTheNext() {
        rumor.hear(LIAR, Long.MAX_VALUE);
        rumor.hear(HONEST, 20);
        assertThat(rumor.beyond(10)).as("not at once: the first may answer yet").contains(LIAR);

        rumor.alarmRang();

        assertThat(rumor.beyond(10)).contains(HONEST);
        rumor.alarmRang();
        assertThat(rumor.beyond(10)).as("and they take turns").contains(LIAR);
    }

    @Test
    void whoseAnswerIsWorthNothingIsNotAskedAgain() {
        rumor.hear(LIAR, Long.MAX_VALUE);
        rumor.hear(HONEST, 20);

        rumor.doubt(LIAR);

        assertThat(rumor.beyond(10)).contains(HONEST);
        rumor.doubt(HONEST);
        assertThat(rumor.beyond(10)).isEmpty();
    }

    @Test
    void theLineIsShort() {
        for (int i = 0; i < 100; i++) {
            rumor.hear(Bytes.wrap(new byte[] {(byte) i, 0}), 1_000);
        }
        for (int i = 0; i < 16; i++) {
            rumor.doubt(rumor.beyond(10).orElseThrow());
        }

        assertThat(rumor.beyond(10)).isEmpty();
    }

    @Test
    void whoDeliversIsAskedOn() {
        rumor.hear(HONEST, 20);
        for (int ring = 0; ring < 20; ring++) {
            rumor.alarmRang();
            rumor.delivered();
        }
        rumor.hear(LIAR, 1_000);

        assertThat(rumor.beyond(15)).contains(HONEST);
    }

    @Test
    void silenceIsNotWaitedForForEver() {
        rumor.hear(LIAR, Long.MAX_VALUE);
        for (int ring = 0; ring < 20; ring++) {
            rumor.alarmRang();
        }

        assertThat(rumor.beyond(10)).isEmpty();
    }

    @Test
    void earlyMessagesAreFewAndHandedOverOnce() {
        var early = new Early();
        for (int i = 0; i < 100; i++) {
            early.add(HONEST, new PeerMessage.GetBlocks(i));
            early.add(Bytes.wrap(new byte[] {3, (byte) i}), new PeerMessage.GetBlocks(i));
        }

        var taken = early.take();

        assertThat(taken).hasSize(64);
        assertThat(taken.get(HONEST)).hasSize(8).startsWith(new PeerMessage.GetBlocks(0));
        assertThat(early.take()).isEmpty();
    }

    @Test
    void earlyBlocksAreFewerStill() {
        var early = new Early();
        var proposal = new PeerMessage.Proposal(Bytes.EMPTY, PeerMessageTest.BLOCK);
        for (int i = 0; i < 20; i++) {
            early.add(Bytes.wrap(new byte[] {(byte) i}), proposal);
            early.add(Bytes.wrap(new byte[] {(byte) i}), proposal);
        }

        assertThat(early.take().values().stream().mapToInt(List::size)).containsOnly(0, 1);
        for (int i = 0; i < 20; i++) {
            early.add(Bytes.wrap(new byte[] {(byte) i}), proposal);
        }
        assertThat(early.take().values().stream().mapToInt(List::size).sum()).isEqualTo(8);
    }
}
