// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.LogHeader;
import network.banyan.evidence.log.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptStoreTest {
    private static final TestSigner GATEWAY = TestSigner.named("gateway");

    @TempDir
    private Path folder;

    private static final List<ReceiptStore.Kept> KEPT =
            IntStream.rangeClosed(1, 20).mapToObj(ReceiptStoreTest::make).toList();

    private static ReceiptStore.Kept kept(int number) {
        return KEPT.get(number - 1);
    }

    /** The receipt of the n-th leaf of a log that has n. */
    private static ReceiptStore.Kept make(int number) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            leaves.add(MerkleTree.leafHash(Bytes.copyOf(new byte[] {(byte) i})));
        }
        var header = new LogHeader(GATEWAY.device(), number, 1_763_683_200_000L + number);
        LogCheckpoint head = LogCheckpoint.sign(header, MerkleTree.root(leaves), GATEWAY);
        return new ReceiptStore.Kept(number, Receipt.of(head, number - 1, MerkleTree.path(leaves, number - 1)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void whatWasKeptIsThereAfterARestart() {
        ReceiptStore store = ReceiptStore.open(folder);
        assertThat(store.through()).isZero();
        store.keep(List.of(kept(1), kept(2)));
        store.keep(List.of());
        store.keep(List.of(kept(3)));

        ReceiptStore again = ReceiptStore.open(folder);
        assertThat(again.through()).isEqualTo(3);
        for (int number = 1; number <= 3; number++) {
            assertThat(again.find(number)).contains(kept(number).receipt());
        }
        assertThat(again.find(4)).isEmpty();
    }

    @Test
    void aCutAtAnyByteLosesOnlyWhatWasNotWholeAndItGoesOn() throws IOException {
        ReceiptStore.open(folder).keep(List.of(kept(1), kept(2), kept(3)));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            ReceiptStore store = ReceiptStore.open(folder);
            long through = store.through();
            assertThat(through).as("cut at %d", cut).isBetween(0L, 2L);
            for (int number = (int) through + 1; number <= 3; number++) {
                store.keep(List.of(kept(number)));
            }
            assertThat(Files.readAllBytes(files().getFirst()))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void aSpoiltBitIsNoReceipt() throws IOException {
        ReceiptStore.open(folder).keep(List.of(kept(1), kept(2)));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 7) {
            byte[] spoilt = whole.clone();
            spoilt[at] ^= 4;
            Files.write(file, spoilt);
            ReceiptStore store = ReceiptStore.open(folder);
            assertThat(store.through()).as("byte %d", at).isLessThan(2);
            // Where the first entry was hit the file is gone; the next round needs it.
            Files.write(file, whole);
        }
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws IOException {
        ReceiptStore store = ReceiptStore.open(folder, 500, 3);
        for (int number = 1; number <= 20; number++) {
            store.keep(List.of(kept(number)));
        }
        assertThat(files()).hasSize(3);
        assertThat(store.find(1)).isEmpty();
        assertThat(store.find(20)).contains(kept(20).receipt());
        assertThat(ReceiptStore.open(folder, 500, 3).through()).isEqualTo(20);
    }
}
