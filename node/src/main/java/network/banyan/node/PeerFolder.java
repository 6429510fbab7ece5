// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.sdk.WholeFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node keeps what it knows of its peers: small files of text lines, replaced as a whole. None of it is needed to
 * run: a file that is damaged or too long counts as absent, and one that cannot be written is told once and left.
 */
final class PeerFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PeerFolder.class);
    private static final long BYTES_MAX = 4L << 20;

    private final Path folder;
    private boolean complained;

    /** @param data the folder of the database; ours stands beside it */
    PeerFolder(Path data) {
        this.folder = data.toAbsolutePath().resolveSibling(data.getFileName() + "-peers");
    }

    /** The lines of a file; none if there is no such file. */
    List<String> read(String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) <= BYTES_MAX) {
                return Files.readAllLines(file, StandardCharsets.US_ASCII);
            }
            LOG.warn("{} is too long and is not read", file);
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read: {}", file, UserError.why(unreadable));
        }
        return List.of();
    }

    /** A new file takes the place of the old one once it is on disk, so that a crash leaves one or the other. */
    void write(String name, List<String> lines) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            WholeFiles.replace(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            if (!complained) {
                complained = true;
                LOG.warn(
                        "{} cannot be written, so it will be unknown after a restart: {}", file, UserError.why(failed));
            }
        }
    }
}
