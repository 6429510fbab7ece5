// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import network.banyan.device.DeviceException;

/** A PIN or authorisation value in a file, because other users of a machine can read command lines. */
public final class SecretFile {
    private static final int BYTES_MAX = 256;

    private SecretFile() {}

    /**
     * The file's text without the line's end.
     *
     * @throws DeviceException if it cannot be read, is empty or over 256 bytes, or others may read it
     */
    public static String read(Path file) {
        try {
            if (othersMayRead(file)) {
                throw new DeviceException(
                        "others may read %s, so it is no secret: run chmod 600 on it first".formatted(file));
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new DeviceException("%s has over %d bytes; no PIN has".formatted(file, BYTES_MAX));
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new DeviceException(file + " is empty; it must hold the PIN");
            }
            return secret;
        } catch (NoSuchFileException absent) {
            throw new DeviceException("there is no file %s to take the PIN from".formatted(file), absent);
        } catch (IOException unreadable) {
            throw new DeviceException(
                    "the PIN cannot be read from %s: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    private static boolean othersMayRead(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException notPosix) {
            return false;
        }
    }
}
