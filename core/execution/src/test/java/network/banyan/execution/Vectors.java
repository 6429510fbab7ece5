// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The official vectors beside the checkout; where they are absent, tests say what they skip. */
final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    static Path folder(String name, String skipped) {
        String chosen = System.getenv("BANYAN_VECTORS");
        Path root = chosen != null
                ? Path.of(chosen)
                : Path.of(System.getProperty("banyan.root", "."), "..", "shared", "vectors");
        Path folder = root.resolve(name);
        assumeTrue(Files.isDirectory(folder), "no vectors at " + folder + ": skipped " + skipped);
        return folder;
    }

    /** All JSON files below a folder, sorted. */
    static List<Path> files(Path folder) {
        try (var found = Files.walk(folder)) {
            return found.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
