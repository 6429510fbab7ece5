// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final List<Integer> CANDIDATES =
            IntStream.range(0, 36).boxed().toList();

    private static Hash beacon(long number) {
        return Keccak.hash(UInt256.of(number).toHash().toBytes());
    }

    @Test
    void oneBeaconDrawsOneCommittee() {
        List<Integer> drawn = Draw.of(CANDIDATES, beacon(1), 24);

        assertThat(drawn).hasSize(24).doesNotHaveDuplicates().isSubsetOf(CANDIDATES);
        assertThat(Draw.of(CANDIDATES, beacon(1), 24)).isEqualTo(drawn);
        assertThat(Draw.of(CANDIDATES, beacon(2), 24)).isNotEqualTo(drawn);
    }

    @Test
    void theDrawIsPinned() {
        assertThat(Draw.of(CANDIDATES, Hash.ZERO, 8)).containsExactly(9, 18, 29, 4, 16, 11, 15, 28);
    }

    @Test
    void allSitWhenTheyAreFew() {
        assertThat(Draw.of(List.of("a", "b", "c"), beacon(3), 24)).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(Draw.of(List.of(), beacon(3), 24)).isEmpty();
    }

    /** Chi-square with 35 degrees of freedom exceeds 74.9 once in ten thousand; the beacons are fixed, so this is too. */
    @Test
    void everybodyIsDrawnAsOftenAndSitsAnywhere() {
        int draws = 6_000;
        int[] sits = new int[36];
        int[] first = new int[36];
        for (int i = 0; i < draws; i++) {
            List<Integer> drawn = Draw.of(CANDIDATES, beacon(i), 24);
            drawn.forEach(who -> sits[who]++);
            first[drawn.getFirst()]++;
        }

        assertThat(chiSquare(sits, draws * 24 / 36.0) / (1 - 24 / 36.0)).isLessThan(74.9);
        assertThat(chiSquare(first, draws / 36.0)).isLessThan(74.9);
    }

    @Test
    void everyOrderIsAsLikely() {
        Map<List<Integer>, Integer> orders = new HashMap<>();
        for (int i = 0; i < 6_000; i++) {
            orders.merge(Draw.of(List.of(1, 2, 3), beacon(i), 3), 1, Integer::sum);
        }

        assertThat(new HashSet<>(orders.keySet())).hasSize(6);
        assertThat(orders.values()).allSatisfy(often -> assertThat(often).isBetween(880, 1_120));
    }

    @Test
    void aRevealChangesTheBeacon() {
        Bytes reveal = Bytes.wrap(new byte[96]);

        assertThat(Reveal.mix(Hash.ZERO, reveal))
                .isEqualTo(Keccak.hash(new byte[128]))
                .isNotEqualTo(Reveal.mix(beacon(1), reveal));
        assertThat(Bytes.wrap(Reveal.message(4_689, 2, 3)).toHex())
                .isEqualTo("0x42414e59414e2d52455645414c2d5631" + "0000000000001251" + "0000000000000002"
                        + "0000000000000003");
    }

    private static double chiSquare(int[] seen, double expected) {
        double sum = 0;
        for (int often : seen) {
            sum += (often - expected) * (often - expected) / expected;
        }
        return sum;
    }
}
