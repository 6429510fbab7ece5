// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Hash;
import network.banyan.vault.StreamKeys.Node;
import org.junit.jupiter.api.Test;

class StreamKeysTest {
    private static final StreamKeys OWNER = StreamKeys.ofRoot(Sha256.hash(new byte[] {1}));
    private static final int RUNS = 400;

    private final Random random = new Random(20_261_121);

    @Test
    void aCoverLeadsToEverySlotOfItsRangeAndToNoOther() {
        for (int run = 0; run < RUNS; run++) {
            SlotRange range = someRange();
            StreamKeys cover = OWNER.cover(range);

            assertThat(cover.nodes().size()).isLessThanOrEqualTo(StreamKeys.MAX_COVER);
            for (long slot : edgesOf(range)) {
                if (range.contains(slot)) {
                    assertThat(cover.slotKey(slot)).isPresent().isEqualTo(OWNER.slotKey(slot));
                } else {
                    assertThat(cover.slotKey(slot)).isEmpty();
                }
            }
            assertThat(slots(cover)).isEqualTo(range.until() - range.from());
        }
    }

    @Test
    void aCoverIsTheSmallestThereIs() {
        assertThat(OWNER.cover(SlotRange.ALL).nodes()).hasSize(1);
        assertThat(OWNER.cover(SlotRange.of(7)).nodes()).hasSize(1);
        assertThat(OWNER.cover(new SlotRange(8, 16)).nodes()).hasSize(1);
        assertThat(OWNER.cover(new SlotRange(1, SlotRange.SLOTS - 1)).nodes()).hasSize(StreamKeys.MAX_COVER);
        for (int run = 0; run < RUNS; run++) {
            List<Node> nodes = OWNER.cover(someRange()).nodes();
            for (int i = 1; i < nodes.size(); i++) {
                Node left = nodes.get(i - 1);
                Node right = nodes.get(i);
                // Two children of one parent would be the parent instead.
                boolean siblings =
                        left.level() == right.level() && (left.index() & 1) == 0 && left.index() + 1 == right.index();
                assertThat(siblings).isFalse();
            }
        }
    }

    @Test
    void whatIsForgottenCannotBeDerivedAndTheRestCan() {
        for (int run = 0; run < RUNS; run++) {
            StreamKeys keys = OWNER;
            List<SlotRange> forgotten = new ArrayList<>();
            for (int hole = 0; hole < 3; hole++) {
                SlotRange range = someRange();
                forgotten.add(range);
                keys = keys.without(range);
            }
            StreamKeys left = keys;
            for (SlotRange range : forgotten) {
                for (long slot : edgesOf(range)) {
                    boolean gone = forgotten.stream().anyMatch(hole -> hole.contains(slot));
                    assertThat(left.slotKey(slot)).isEqualTo(gone ? java.util.Optional.empty() : OWNER.slotKey(slot));
                }
                assertThat(left.cover(range).nodes()).isEmpty();
            }
        }
    }

    @Test
    void forgettingOneHourAtATimeKeepsTheFileSmall() {
        StreamKeys keys = OWNER;
        for (long slot = 500_000; slot < 501_000; slot++) {
            keys = keys.without(SlotRange.of(slot));
        }
        assertThat(keys.nodes().size()).isLessThan(64);
        assertThat(keys.slotKey(500_500)).isEmpty();
        assertThat(keys.slotKey(501_000)).isEqualTo(OWNER.slotKey(501_000));
    }

    @Test
    void noTwoSlotsShareAKey() {
        assertThat(java.util.stream.LongStream.range(0, 300)
                        .mapToObj(slot -> OWNER.slotKey(slot).orElseThrow())
                        .distinct())
                .hasSize(300);
    }

    @Test
    void nodesThatAreNoneAreRefused() {
        Hash key = Hash.ZERO;
        assertThatThrownBy(() -> new Node(33, 0, key)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new Node(-1, 0, key)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new Node(3, 8, key)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> StreamKeys.of(List.of(new Node(1, 0, key), new Node(2, 1, key))))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("same slot");
        assertThatThrownBy(() -> new SlotRange(5, 5)).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new SlotRange(0, SlotRange.SLOTS + 1)).isInstanceOf(VaultException.class);
    }

    @Test
    void noKeyIsPrinted() {
        Node root = OWNER.nodes().getFirst();
        assertThat(root.toString() + OWNER).doesNotContain(root.key().toHex().substring(2));
    }

    private static long slots(StreamKeys keys) {
        return keys.nodes().stream()
                .mapToLong(node -> node.slots().until() - node.slots().from())
                .sum();
    }

    private SlotRange someRange() {
        int bits = random.nextInt(33);
        long length = 1 + (bits == 0 ? 0 : random.nextLong(1L << bits));
        long from = random.nextLong(SlotRange.SLOTS - Math.min(length, SlotRange.SLOTS) + 1);
        return new SlotRange(from, Math.min(SlotRange.SLOTS, from + length));
    }

    private static List<Long> edgesOf(SlotRange range) {
        return java.util.stream.LongStream.of(
                        range.from() - 1,
                        range.from(),
                        (range.from() + range.until()) >>> 1,
                        range.until() - 1,
                        range.until(),
                        0,
                        SlotRange.SLOTS - 1)
                .filter(slot -> slot >= 0 && slot < SlotRange.SLOTS)
                .boxed()
                .toList();
    }
}
