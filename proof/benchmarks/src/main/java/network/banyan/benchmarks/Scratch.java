// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for what a bench writes, gone afterwards unless somebody named it.
 *
 * @param path of the folder
 * @param kept whether it stays
 */
public record Scratch(Path path, boolean kept) implements AutoCloseable {
    /** @param named by the user; its contents stay */
    public static Scratch open(Optional<Path> named) {
        try {
            return named.isPresent()
                    ? new Scratch(Files.createDirectories(named.get()), true)
                    : new Scratch(Files.createTempDirectory("banyan-bench-"), false);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
