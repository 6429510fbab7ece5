// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class BanBookTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long DAY = 1_440 * MINUTE;
    private static final long NOW = 1_800_000_000_000L;

    private final BanBook book = new BanBook(BanBook.Rules.DEFAULT);
    private final Culprit key = key(1);
    private final Culprit subnet = Culprit.ofSubnet(Bytes.fromHex("c0000207"));

    @Test
    void pointsAddUpToABanThatEnds() {
        assertThat(book.charge(key, Offence.BROKEN_RULE, NOW)).isFalse();
        assertThat(book.charge(key, Offence.BROKEN_RULE, NOW)).isFalse();
        assertThat(book.isBanned(key, NOW)).isFalse();
        assertThat(book.charge(key, Offence.BROKEN_RULE, NOW)).isTrue();

        assertThat(book.isBanned(key, NOW + 10 * MINUTE - 1)).isTrue();
        assertThat(book.isBanned(key, NOW + 10 * MINUTE)).isFalse();
        assertThat(book.isBanned(key(2), NOW)).isFalse();
    }

    @Test
    void whoLiesIsBannedAtOnce() {
        assertThat(book.charge(key, Offence.FALSEHOOD, NOW)).isTrue();
    }

    @Test
    void pointsFade() {
        book.charge(key, Offence.MALFORMED_MESSAGE, NOW);
        long later = NOW + 100 * SECOND; // Ten points less.

        assertThat(book.charge(key, Offence.MALFORMED_MESSAGE, later)).isFalse();
        assertThat(book.charge(key, Offence.FAILED_HANDSHAKE, later)).isFalse();
        assertThat(book.charge(key, Offence.FAILED_HANDSHAKE, later)).isTrue();
    }

    @Test
    void anHonestNodeThatKnocksInVainIsNeverBanned() {
        for (int call = 0; call < 1_000; call++) {
            assertThat(book.charge(subnet, Offence.FAILED_HANDSHAKE, NOW + call * 5 * SECOND))
                    .isFalse();
        }
    }

    @Test
    void aSubnetBearsMoreThanAKey() {
        int calls = 1;
        while (!book.charge(subnet, Offence.FAILED_HANDSHAKE, NOW)) {
            calls++;
        }
        assertThat(calls).isEqualTo(80);
        assertThat(book.isBanned(Culprit.ofSubnet(Bytes.fromHex("c00002ff")), NOW))
                .isTrue();
        assertThat(book.isBanned(Culprit.ofSubnet(Bytes.fromHex("c0000307")), NOW))
                .isFalse();
    }

    @Test
    void eachBanIsTwiceAsLongUpToADay() {
        long at = NOW;
        for (long minutes : new long[] {10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 1_440}) {
            book.charge(key, Offence.FALSEHOOD, at);
            assertThat(book.isBanned(key, at + minutes * MINUTE - 1)).isTrue();
            at += minutes * MINUTE;
            assertThat(book.isBanned(key, at)).isFalse();
        }
        at += DAY + 1;
        book.charge(key, Offence.FALSEHOOD, at);
        assertThat(book.isBanned(key, at + 10 * MINUTE)).as("after a good day").isFalse();
    }

    @Test
    void bansOutlastARestart() {
        book.charge(key, Offence.FALSEHOOD, NOW);
        book.charge(subnet, Offence.FAILED_HANDSHAKE, NOW);
        BanBook next = new BanBook(BanBook.Rules.DEFAULT);

        next.restore(book.bans(NOW), NOW);

        assertThat(next.bans(NOW)).containsExactly(new BanBook.Ban(key, NOW + 10 * MINUTE, 1));
        assertThat(next.isBanned(key, NOW)).isTrue();
        next.charge(key, Offence.FALSEHOOD, NOW + 10 * MINUTE);
        assertThat(next.isBanned(key, NOW + 30 * MINUTE - 1)).isTrue();
    }

    @Test
    void noRestoredBanIsLongerThanTheLongest() {
        book.restore(List.of(new BanBook.Ban(key, Long.MAX_VALUE, 1)), NOW);

        assertThat(book.isBanned(key, NOW)).isTrue();
        assertThat(book.isBanned(key, NOW + DAY)).isFalse();
    }

    @Test
    void aClockThatIsSetBackBansNobodyForYears() {
        book.charge(key, Offence.FALSEHOOD, NOW + 365 * DAY);

        assertThat(book.isBanned(key, NOW)).isFalse();
    }

    @Test
    void theBookIsBoundedAndKeepsTheWorst() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 500; i++) {
            book.charge(key(random.nextInt()), Offence.FALSEHOOD, NOW);
        }
        int banned = book.bans(NOW).size();
        for (int i = 0; i < 3_000; i++) {
            book.charge(
                    Culprit.ofSubnet(Bytes.wrap(new byte[] {1, (byte) (i >> 8), (byte) i, 0})),
                    Offence.BROKEN_RULE,
                    NOW);
        }
        assertThat(book.size()).isEqualTo(1_024);
        assertThat(book.bans(NOW)).hasSize(banned);
    }

    @Test
    void aCulpritIsReadAsItIsWritten() {
        assertThat(Culprit.parse(key.toString())).contains(key);
        assertThat(Culprit.parse(subnet.toString())).contains(subnet);
        for (String wrong : List.of("", "0x", "zz", "0xaabb", "aabbc", "0x" + "a".repeat(62), "c0 00 02")) {
            assertThat(Culprit.parse(wrong)).as(wrong).isEmpty();
        }
    }

    private static Culprit key(int number) {
        byte[] id = new byte[32];
        for (int i = 0; i < 4; i++) {
            id[i] = (byte) (number >> 8 * i);
        }
        return Culprit.ofKey(Bytes.wrap(id));
    }
}
