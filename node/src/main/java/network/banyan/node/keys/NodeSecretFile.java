// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;

/**
 * The file with the secret that a node shares with those who may ask it: 64 hex digits, with or without {@code 0x}, as
 * Ethereum's clients have it.
 */
public final class NodeSecretFile {
    private static final int SIZE = 32;
    private static final int FILE_BYTES_MAX = 200;

    private NodeSecretFile() {}

    /**
     * Makes a new secret where there is none.
     *
     * @throws UserError if the file cannot be read or made, is open to others, or holds anything else
     */
    public static Bytes readOrMake(Path file) {
        if (!Files.exists(file)) {
            byte[] secret = new byte[SIZE];
            new SecureRandom().nextBytes(secret);
            try {
                SecretFile.write(file, Bytes.wrap(secret).toHex() + "\n");
            } catch (IOException failed) {
                throw new UserError(
                        "The secret cannot be written to %s: %s".formatted(file, UserError.why(failed)), failed);
            }
        }
        return read(file);
    }

    /**
     * @throws UserError if the file cannot be read, is open to others, or holds anything else
     */
    public static Bytes read(Path file) {
        String text = SecretFile.read(file, FILE_BYTES_MAX).strip();
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (!digits.matches("[0-9a-fA-F]{64}")) {
            // What is there may be another secret, and is not shown.
            throw new UserError(
                    "%s must hold a secret of 64 hex digits and nothing else; `openssl rand -hex 32` makes one."
                            .formatted(file));
        }
        return Bytes.fromHex("0x" + digits);
    }
}
