// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import network.banyan.node.UserError;

/** Files that somebody names on the command line: read whole, and only so far as their kind can be long. */
public final class GivenFile {
    private GivenFile() {}

    /**
     * @param what it should be, for people: {@code bundle}
     * @param most bytes
     * @throws UserError if it cannot be read, or is longer
     */
    public static byte[] read(Path file, String what, int most) {
        // What a file says of its size need not be so: a device has none, and others may write meanwhile.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new UserError("%s is over %d bytes; no %s is.".formatted(file, most, what));
            }
            return bytes;
        } catch (IOException unreadable) {
            throw new UserError(
                    "The %s %s cannot be read: %s".formatted(what, file, UserError.why(unreadable)), unreadable);
        }
    }
}
