// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

class AddressBookTest {
    private static final long NOW = Nodes.NOW;
    private static final Predicate<PeerRecord> ANY = _ -> true;

    private final SplittableRandom random = new SplittableRandom(1);
    private final AddressBook book = new AddressBook(Hash.fromHex("5e".repeat(32)));

    @Test
    void whoIsAddedIsPickedAndTold() {
        PeerRecord record = Nodes.unsigned(1, Nodes.at(1, 1));

        assertThat(book.pick(random, ANY, NOW)).isEmpty();
        assertThat(book.add(record, Nodes.group(9), NOW)).isTrue();
        assertThat(book.add(record, Nodes.group(9), NOW)).isFalse();

        assertThat(book.pick(random, ANY, NOW)).contains(record);
        assertThat(book.pick(random, any -> false, NOW)).isEmpty();
        assertThat(book.sample(random, 10, NOW)).containsExactly(record);
    }

    @Test
    void theNewerRecordCounts() {
        book.add(Nodes.unsigned(1, Nodes.at(1, 1), 5), Nodes.group(9), NOW);

        assertThat(book.add(Nodes.unsigned(1, Nodes.at(2, 1), 4), Nodes.group(9), NOW))
                .isFalse();
        assertThat(book.add(Nodes.unsigned(1, Nodes.at(2, 1), 6), Nodes.group(9), NOW))
                .isTrue();
        assertThat(book.find(Nodes.keyOf(1)).orElseThrow().endpoint()).isEqualTo(Nodes.at(2, 1));
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void whoMovesMustBeTriedAnew() {
        book.add(Nodes.unsigned(1, Nodes.at(1, 1), 1), Nodes.group(9), NOW);
        book.succeeded(Nodes.keyOf(1), NOW);
        assertThat(book.content().getFirst().isTried()).isTrue();

        book.add(Nodes.unsigned(1, Nodes.at(1, 1), 2), Nodes.group(9), NOW);
        assertThat(book.content().getFirst().isTried()).as("at the same place").isTrue();

        book.add(Nodes.unsigned(1, Nodes.at(1, 2), 3), Nodes.group(9), NOW);
        assertThat(book.content().getFirst().isTried()).isFalse();
    }

    @Test
    void whoDoesNotAnswerIsLeftInPeaceLongerEachTime() {
        book.add(Nodes.unsigned(1, Nodes.at(1, 1)), Nodes.group(9), NOW);
        long at = NOW;
        for (long pause : new long[] {30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600}) {
            book.failed(Nodes.keyOf(1), at);
            assertThat(book.pick(random, ANY, at + pause - 1)).isEmpty();
            assertThat(book.pick(random, ANY, at + pause)).isPresent();
            at += pause;
        }
    }

    @Test
    void oneTellerReachesAnEighthOfTheNewTable() {
        for (int i = 0; i < 20_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 1_000, i / 1_000)), Nodes.group(9), NOW);
        }
        int most = AddressBook.NEW_BUCKETS_PER_TELLER * AddressBook.SLOTS;
        assertThat(book.size()).isBetween(most / 2, most);
    }

    @Test
    void oneGroupReachesAQuarterOfTheTriedTable() {
        for (int i = 0; i < 20_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(7, i)), Nodes.group(i % 2_000), NOW);
            book.succeeded(Nodes.keyOf(i), NOW);
        }
        int most = AddressBook.TRIED_BUCKETS_PER_GROUP * AddressBook.SLOTS;
        long tried = book.content().stream().filter(AddressBook.Known::isTried).count();
        assertThat(tried).isBetween(most / 2L, (long) most);
    }

    @Test
    void manyKeysAtOnePlaceAreOneEntryForEachTeller() {
        for (int i = 0; i < 1_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(1, 1)), Nodes.group(9), NOW);
        }
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void whoAnswersIsNotPushedOut() {
        Set<Bytes> good = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i, 1)), Nodes.group(9), NOW);
            book.succeeded(Nodes.keyOf(i), NOW);
        }
        book.content().stream()
                .filter(AddressBook.Known::isTried)
                .forEach(known -> good.add(known.record().nodeKey()));
        for (int i = 1_000; i < 30_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 700, 2 + i / 700)), Nodes.group(i % 300), NOW);
            book.succeeded(Nodes.keyOf(i), NOW);
        }
        assertThat(good).hasSizeGreaterThan(70).allMatch(key -> book.find(key).isPresent());
    }

    @Test
    void whoIsGoneMakesRoom() {
        for (int i = 0; i < 20_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 1_000, i / 1_000)), Nodes.group(9), NOW);
        }
        List<AddressBook.Known> before = book.content();
        before.forEach(known -> {
            for (int call = 0; call < 3; call++) {
                book.failed(known.record().nodeKey(), NOW);
            }
        });
        for (int i = 20_000; i < 40_000; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 1_000, i / 1_000)), Nodes.group(9), NOW);
        }
        long left = before.stream()
                .filter(known -> book.find(known.record().nodeKey()).isPresent())
                .count();
        assertThat(left).isLessThan(before.size() / 10);
    }

    @Test
    void whateverHappensTheTablesAgree() {
        for (int i = 0; i < 50_000; i++) {
            int number = random.nextInt(3_000);
            Bytes key = Nodes.keyOf(number);
            long now = NOW + i;
            switch (random.nextInt(6)) {
                case 0, 1, 2 ->
                    book.add(
                            Nodes.unsigned(number, Nodes.at(random.nextInt(200), random.nextInt(3)), i),
                            Nodes.group(random.nextInt(50)),
                            now);
                case 3 -> book.failed(key, now);
                case 4 -> book.succeeded(key, now);
                default -> book.forget(key);
            }
        }
        List<AddressBook.Known> content = book.content();
        assertThat(content).hasSizeGreaterThan(100).hasSizeLessThanOrEqualTo(64 * 32 + 16 * 32);
        Set<Bytes> picked = new HashSet<>();
        for (int i = 0; i < 60_000; i++) {
            book.pick(random, ANY, NOW + 100_000).ifPresent(record -> picked.add(record.nodeKey()));
        }
        Set<Bytes> known = new HashSet<>();
        content.forEach(entry -> known.add(entry.record().nodeKey()));
        assertThat(picked).isEqualTo(known);
    }

    @Test
    void aBookIsRestoredAsItWas() {
        for (int i = 0; i < 500; i++) {
            book.add(Nodes.unsigned(i, Nodes.at(i % 90, i)), Nodes.group(i % 20), NOW);
            if (i % 3 == 0) {
                book.succeeded(Nodes.keyOf(i), NOW);
            } else if (i % 3 == 1) {
                book.failed(Nodes.keyOf(i), NOW);
            }
        }
        AddressBook next = new AddressBook(Hash.fromHex("5e".repeat(32)));
        next.restore(book.content(), NOW);

        assertThat(next.content()).isEqualTo(book.content());
    }

    @Test
    void oldRecordsFade() {
        book.add(Nodes.unsigned(1, Nodes.at(1, 1)), Nodes.group(9), NOW);
        long later = NOW + PeerRecord.AGE_SECONDS_MAX + 1;

        assertThat(book.pick(random, ANY, later)).isEmpty();
        assertThat(book.sample(random, 9, later)).isEmpty();
        assertThat(book.add(Nodes.unsigned(2, Nodes.at(1, 1)), Nodes.group(9), later))
                .isFalse();
    }
}
