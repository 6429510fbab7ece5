// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What an operator meets when something is wrong with the folder. */
class NodeStorageTest {
    @TempDir
    Path folder;

    @Test
    void aFolderInUseIsRefusedByName() {
        try (var first = NodeStorage.open(folder, 16)) {
            assertThatThrownBy(() -> NodeStorage.open(folder, 16))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("The folder " + folder + " is in use by another process");
            assertThat(first.chain().height()).isEqualTo(-1);
        }
        NodeStorage.open(folder, 16).close();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> NodeStorage.open(file.resolve("data"), 16))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot be made");
        assertThatThrownBy(() -> NodeStorage.open(folder.resolve("data"), 15))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("16 MiB");
    }

    @Test
    void damageIsNamedWithTheWayOut() throws IOException {
        try (var storage = NodeStorage.open(folder, 16)) {
            var chain = new TestChain(storage.chain());
            IntStream.range(0, 20).forEach(i -> chain.commitNext(1));
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path manifest = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(manifest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(manifest, bytes);
        }
        assertThatThrownBy(() -> NodeStorage.open(folder, 16))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("Restore the folder from a backup");
    }

    @Test
    void anotherFormatIsRefused() {
        try (var database = Database.open(folder, 16)) {
            database.writeDurably(batch -> batch.put(Column.META, new byte[] {'f'}, new byte[] {9}));
        }
        assertThatThrownBy(() -> NodeStorage.open(folder, 16))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("another version of this program (format 9, not 1)");
        try (var database = Database.open(folder, 16)) {
            assertThat(database.get(Column.META, new byte[] {'f'})).containsExactly(9);
        }
    }

    @Test
    void aFullDiskSaysSo() {
        var full = new RocksDBException(
                "While appending to file", new Status(Status.Code.IOError, Status.SubCode.NoSpace, null));

        assertThat(StorageException.of(folder, full)).hasMessageContaining("The disk of " + folder + " is full");
    }

    @Test
    void closingTwiceAndReadingLateAreHarmless() {
        var storage = NodeStorage.open(folder, 16);
        var chain = storage.chain();
        var state = chain.state();
        storage.close();
        storage.close();
        chain.close();

        assertThatThrownBy(() -> state.get(new byte[] {1}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is closed: the node is shutting down");
        assertThatThrownBy(() -> chain.block(0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> chain.append(List.of(TestChain.logEntry(1)))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> storage.records().lastSequence(Hash.ZERO)).isInstanceOf(StorageException.class);
    }

    @Test
    void readersThatRaceTheCloseAreAnsweredOrRefused() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 5; round++) {
            var storage = NodeStorage.open(folder.resolve("race" + round), 16);
            var chain = new TestChain(storage.chain());
            chain.commitNext(1);
            chain.commitNext(20);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> readers = IntStream.range(0, 8)
                        .mapToObj(i -> threads.submit(() -> readUntilClosed(storage)))
                        .toList();
                while (readers.stream().noneMatch(Future::isDone) && chain.commitNext(1) < 60) {
                    assertThat(storage.chain().height()).isPositive();
                }
                storage.close();
                for (Future<Integer> reader : readers) {
                    assertThat(reader.get()).isNotNegative();
                }
            }
        }
    }

    private static int readUntilClosed(NodeStorage storage) {
        int read = 0;
        try {
            while (true) {
                assertThat(storage.chain().block(storage.chain().height())).isPresent();
                storage.chain().state().scan(new byte[] {'a'}, (key, value) -> true);
                read++;
            }
        } catch (StorageException closed) {
            assertThat(closed).hasMessageContaining("is closed");
        }
        return read;
    }
}
