// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What this process takes from its machine, all in bytes.
 *
 * @param heap of the JVM, in use
 * @param heapMax what the heap may grow to
 * @param resident memory of the whole process that is in RAM; empty where the system does not tell
 * @param database files of the database; 0 while they cannot be read
 * @param diskFree what this process may still write where the database lies; 0 if that is not known
 * @param diskTotal size of that file system
 */
record Footprint(long heap, long heapMax, OptionalLong resident, long database, long diskFree, long diskTotal) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    static Footprint of(Path data) {
        Runtime runtime = Runtime.getRuntime();
        Disk disk = disk(data);
        return new Footprint(
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                residentBytes(),
                size(data),
                disk.free(),
                disk.total());
    }

    private record Disk(long free, long total) {}

    private static Disk disk(Path data) {
        try {
            FileStore store = Files.getFileStore(data);
            return new Disk(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException unknown) {
            return new Disk(0, 0);
        }
    }

    /** Linux tells it in KiB (proc(5)). */
    private static OptionalLong residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                    .findFirst();
        } catch (IOException | UncheckedIOException | NumberFormatException unknown) {
            return OptionalLong.empty();
        }
    }

    /** The database is one folder without others in it, and its files come and go while we look. */
    private static long size(Path data) {
        try (Stream<Path> files = Files.list(data)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException unknown) {
            return 0;
        }
    }
}
