// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import network.banyan.primitives.Bytes;

/** Files that are never half there, and that only their owner may read. */
public final class WholeFiles {
    private WholeFiles() {}

    /** Puts a file in place of whatever was there, whole and durable, or leaves it as it was. */
    public static void write(Path file, Bytes content) throws IOException {
        Path folder = folderOf(file);
        Files.createDirectories(folder);
        // A temporary file is for its owner's eyes, and a move takes that along.
        Path draft = Files.createTempFile(folder, ".new", "");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content.unsafeArray());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncFolder(folder);
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /** Makes the names in a folder durable: a file that survives without its name is lost. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
