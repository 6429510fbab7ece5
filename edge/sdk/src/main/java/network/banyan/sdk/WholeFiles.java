// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Files that are never half there: whoever reads one, and whoever comes after a power cut, has the old content or the new
 * one. A kill may leave a draft beside it, whose name begins with {@link #DRAFT}.
 *
 * <p>A file's folder must be there: one that has vanished took more with it than this file, and must not come back empty.
 */
public final class WholeFiles {
    /** What the names of unfinished files begin with. */
    public static final String DRAFT = ".new";

    private static final String OWNER_ALONE = "rw-------";
    private static final String EVERYBODY = "rw-r--r--";

    private WholeFiles() {}

    /**
     * Makes a new file, for its owner's eyes only.
     *
     * @throws java.nio.file.FileAlreadyExistsException if somebody was quicker; theirs is left as it is
     */
    public static void create(Path file, byte[] content) throws IOException {
        // A link, unlike a move, never replaces a key that somebody else put there meanwhile.
        write(file, content, OWNER_ALONE, Files::createLink);
    }

    /** Replaces a file, or makes it, for its owner's eyes only. */
    public static void replace(Path file, byte[] content) throws IOException {
        write(file, content, OWNER_ALONE, WholeFiles::move);
    }

    /** As {@link #replace}, but what the system lets everybody read, everybody may read. */
    public static void publish(Path file, byte[] content) throws IOException {
        write(file, content, EVERYBODY, WholeFiles::move);
    }

    /** How a draft gets its name. */
    @FunctionalInterface
    private interface Naming {
        void name(Path file, Path draft) throws IOException;
    }

    private static void move(Path file, Path draft) throws IOException {
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path file, byte[] content, String permissions, Naming naming) throws IOException {
        Path folder = folderOf(file);
        Path draft = Files.createTempFile(
                folder, DRAFT, "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            naming.name(file, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncFolder(folder);
    }

    /** The folder that a file lies in. */
    public static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    /** Makes the names in a folder durable: a file that survives without its name is lost. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
