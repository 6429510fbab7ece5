// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import network.banyan.node.UserError;

/** What opens a keystore. Not printable, so that it does not leak by accident. */
public final class Password {
    private static final int FILE_BYTES_MAX = 1_024;
    private static final int RANDOM_BYTES = 32;

    private final String text;

    private Password(String text) {
        this.text = text;
    }

    public static Password of(String text) {
        return new Password(text);
    }

    /** One that nobody has to remember, 256 bits strong; no key derivation adds to it. */
    public static Password random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Password(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * From the first line of a file of at most 1 KiB that only its owner may read.
     *
     * @throws UserError if it is not such a file
     */
    public static Password ofFile(Path file) {
        String text = SecretFile.read(file, FILE_BYTES_MAX);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty() || text.lines().count() > 1) {
            throw new UserError(file + " is no password file: it must hold one line.");
        }
        return new Password(line);
    }

    /**
     * From the keyboard, without showing it.
     *
     * @param of what it opens
     * @throws UserError where there is no keyboard
     */
    public static Password prompt(Path of) {
        Optional<char[]> typed = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("Password of %s: ", of));
        return typed.map(String::new)
                .map(Password::new)
                .orElseThrow(() -> new UserError(
                        "%s needs a password, and there is no terminal to ask at: name a file that holds it with password-file."
                                .formatted(of)));
    }

    /** As EIP-2335 reads it: NFKD, without control codes (C0, C1, Delete), in UTF-8. */
    byte[] normalised() {
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(point -> !Character.isISOControl(point))
                .forEach(kept::appendCodePoint);
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As Web3 Secret Storage reads it: UTF-8, nothing changed. */
    byte[] raw() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** For the file that {@link #ofFile} reads. */
    public String line() {
        return text + "\n";
    }

    @Override
    public String toString() {
        return "a password";
    }
}
