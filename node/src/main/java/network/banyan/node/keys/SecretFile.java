// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import network.banyan.node.UserError;
import network.banyan.sdk.WholeFiles;

/** A small file that only its owner may read. It is written whole or not at all, and durable when the call returns. */
public final class SecretFile {
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {}

    /** As {@link WholeFiles#replace}, with text. */
    public static void write(Path file, String text) throws IOException {
        WholeFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param bytesMax what is longer is no such file
     * @throws UserError if others may read or change it, or it cannot be read, or is too long
     */
    public static String read(Path file, int bytesMax) {
        try {
            if (isOpenToOthers(file)) {
                throw new UserError(
                        "Others may read or change %s, so it is no secret: run chmod 600 on it, and think about who did."
                                .formatted(file));
            }
            if (Files.size(file) > bytesMax) {
                throw new UserError(
                        "%s is over %,d bytes; that is not the file it should be.".formatted(file, bytesMax));
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UserError(
                    "The file %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }

    /** As far as this system can say. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
        } catch (UnsupportedOperationException notPosix) {
            return false;
        }
    }
}
