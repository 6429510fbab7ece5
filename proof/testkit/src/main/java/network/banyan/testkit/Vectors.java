// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** The official vectors: beside the checkout, or where {@code BANYAN_VECTORS} says. */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** A folder among the vectors; may be absent. */
    public static Path folder(String name) {
        String chosen = System.getenv("BANYAN_VECTORS");
        Path root = chosen != null
                ? Path.of(chosen)
                : Path.of(System.getProperty("banyan.root", "."), "..", "shared", "vectors");
        return root.resolve(name);
    }

    /**
     * The same for a test, which is skipped where the folder is absent.
     *
     * @param skipped what is skipped then, and how much of it
     */
    public static Path folder(String name, String skipped) {
        Path folder = folder(name);
        if (!Files.isDirectory(folder)) {
            throw new TestAbortedException("no vectors at " + folder + ": skipped " + skipped);
        }
        return folder;
    }

    /** All JSON files below a folder, sorted. */
    public static List<Path> files(Path folder) {
        try (var found = Files.walk(folder)) {
            return found.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
