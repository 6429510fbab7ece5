// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;

/** A validator's keys in a new folder, with the password that opens them. */
public final class SealedKeys {
    private SealedKeys() {}

    /**
     * @param passwordFile what shall open them; if empty, a password is made up and left beside them, so that the node starts
     *     unattended: then the folder's permissions are all that protects the keys, and the file may be moved elsewhere
     * @throws UserError if the folder cannot be written
     */
    public static void write(NodeKeys keys, Path folder, Optional<Path> passwordFile, SecureRandom random) {
        Password password = passwordFile.map(Password::ofFile).orElseGet(() -> Password.random(random));
        keys.write(folder, password, random);
        if (passwordFile.isEmpty()) {
            Path beside = folder.resolve(KeyFolder.PASSWORD);
            try {
                Files.createDirectories(folder);
                SecretFile.write(beside, password.line());
            } catch (IOException failed) {
                throw new UserError(
                        "The password cannot be written to %s: %s".formatted(beside, UserError.why(failed)), failed);
            }
        }
    }
}
