// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolJournalTest {
    private static final long BYTES_MAX = 1 << 20;

    @TempDir
    private Path dir;

    @Test
    void whatWaitsOutlastsARestartAndAKill() {
        PoolJournal journal = open(BYTES_MAX);
        List<Transaction> added = add(journal, 5, 10);

        // Nobody closed it.
        try (PoolJournal next = open(BYTES_MAX)) {
            assertThat(next.recovered()).isEqualTo(added);
        }
        journal.close();
    }

    @Test
    void theSameTransactionIsKeptOnce() {
        try (PoolJournal journal = open(BYTES_MAX)) {
            add(journal, 3, 10);
            add(journal, 3, 10);
        }
        try (PoolJournal next = open(BYTES_MAX)) {
            assertThat(next.recovered()).hasSize(3);
        }
    }

    @Test
    void aTornOrDamagedTailIsLeftOut() throws IOException {
        List<Transaction> added;
        try (PoolJournal journal = open(BYTES_MAX)) {
            added = add(journal, 4, 10);
        }
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 1; cut < whole.length; cut += 7) {
            Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
            try (PoolJournal next = open(BYTES_MAX)) {
                assertThat(next.recovered()).hasSizeLessThan(4);
                assertThat(next.recovered())
                        .isEqualTo(added.subList(0, next.recovered().size()));
            }
        }
        for (int at = 0; at < whole.length; at += 5) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x41;
            Files.write(file(), damaged);
            try (PoolJournal next = open(BYTES_MAX)) {
                assertThat(next.recovered()).hasSizeLessThan(4);
                assertThat(next.recovered())
                        .isEqualTo(added.subList(0, next.recovered().size()));
            }
        }
    }

    @Test
    void theFileIsBounded() throws IOException {
        try (PoolJournal journal = open(4_096)) {
            add(journal, 100, 200);
            assertThat(journal.bytes()).isBetween(3_000L, 4_096L);
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(4_096);
    }

    @Test
    void whatIsDoneMakesRoom() throws IOException {
        try (PoolJournal journal = open(BYTES_MAX)) {
            List<Transaction> added = add(journal, 100, 2_000);
            long full = journal.bytes();
            Hash last = added.getLast().hash();
            journal.prune(hash -> true);
            assertThat(journal.bytes()).isEqualTo(full);

            journal.prune(last::equals);
            assertThat(journal.bytes()).isEqualTo(8 + added.getLast().encoded().size());
            Transaction further = Payments.payment(1_000, 10);
            journal.add(further);
            journal.sync();
            try (PoolJournal next = open(BYTES_MAX)) {
                assertThat(next.recovered()).containsExactly(added.getLast(), further);
            }
        }
    }

    private Path file() {
        return dir.resolve("pool/journal");
    }

    private PoolJournal open(long bytesMax) {
        return new PoolJournal(file(), bytesMax);
    }

    private static List<Transaction> add(PoolJournal journal, int count, int dataBytes) {
        List<Transaction> added = new ArrayList<>();
        for (int nonce = 200; nonce < 200 + count; nonce++) {
            Transaction transaction = Payments.payment(nonce, dataBytes);
            journal.add(transaction);
            added.add(transaction);
        }
        return added;
    }
}
