// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BiFunction;
import network.banyan.crypto.Bls;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of one node lie. {@code node.key} is always plain. The voting key and the account are keystores
 * ({@code validator.json}, {@code operator.json}) or, on a devnet, plain files ({@code validator.key}, {@code operator.key}).
 * A full node has {@code node.key} alone.
 */
public final class KeyFolder {
    public static final String VOTING = "validator.json";
    public static final String VOTING_PLAIN = "validator.key";
    public static final String OPERATOR = "operator.json";
    public static final String OPERATOR_PLAIN = "operator.key";
    public static final String NODE = "node.key";
    public static final String PASSWORD = "password";

    private static final int PLAIN_BYTES_MAX = 256;

    private final Path folder;
    private final Optional<Path> passwordFile;
    private @Nullable Password password;

    /** @param passwordFile what opens the keystores; if empty, the file {@code password} beside them, else the keyboard */
    public KeyFolder(Path folder, Optional<Path> passwordFile) {
        this.folder = folder;
        this.passwordFile = passwordFile;
    }

    public Path path() {
        return folder;
    }

    /**
     * @throws UserError if there is none, or something else
     */
    public Bytes nodeSeed() {
        return plain(NODE);
    }

    /**
     * Empty if there is no voting key here.
     *
     * @throws UserError if there is, but it cannot be read or opened
     */
    public Optional<VotingSecret> voting() {
        if (isSealed(VOTING, VOTING_PLAIN)) {
            Hash scalar = open(VOTING, VotingKeystore::open).scalar();
            return Optional.of(new VotingSecret.Scalar(scalar));
        }
        return has(VOTING_PLAIN) ? Optional.of(new VotingSecret.Seed(plain(VOTING_PLAIN))) : Optional.empty();
    }

    /**
     * The account's key; empty if there is none here.
     *
     * @throws UserError if there is, but it cannot be read or opened
     */
    public Optional<Hash> operator() {
        if (isSealed(OPERATOR, OPERATOR_PLAIN)) {
            return Optional.of(open(OPERATOR, AccountKeystore::open));
        }
        return has(OPERATOR_PLAIN) ? Optional.of(Hash.of(plain(OPERATOR_PLAIN).toArray())) : Optional.empty();
    }

    public boolean hasVoting() {
        return has(VOTING) || has(VOTING_PLAIN);
    }

    public UserError missing(String plain, String sealed) {
        return new UserError(
                "The key file %s cannot be read: there is neither it nor %s.".formatted(folder.resolve(plain), sealed));
    }

    private boolean has(String name) {
        return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Two files for one key may be two keys, and which of them counts must not be a matter of chance. */
    private boolean isSealed(String sealed, String plain) {
        if (has(sealed) && has(plain)) {
            throw new UserError("%s has both %s and %s: keep the one that counts, and move the other away."
                    .formatted(folder, sealed, plain));
        }
        return has(sealed);
    }

    private <T> T open(String name, BiFunction<String, Password, T> opening) {
        Path file = folder.resolve(name);
        String text = SecretFile.read(file, KeystoreFields.BYTES_MAX);
        try {
            return opening.apply(text, password(file));
        } catch (BadKeystore bad) {
            throw new UserError("The keystore %s cannot be opened: %s.".formatted(file, bad.getMessage()), bad);
        }
    }

    private Password password(Path of) {
        Password known = password;
        if (known == null) {
            Path beside = folder.resolve(PASSWORD);
            known = passwordFile
                    .or(() -> Files.exists(beside) ? Optional.of(beside) : Optional.empty())
                    .map(Password::ofFile)
                    .orElseGet(() -> Password.prompt(of));
            password = known;
        }
        return known;
    }

    private Bytes plain(String name) {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > PLAIN_BYTES_MAX) {
                throw new UserError(file + " is no key file: it is too long.");
            }
            Bytes secret = Bytes.fromHex(Files.readString(file).strip());
            if (secret.size() == 32) {
                return secret;
            }
        } catch (IOException unreadable) {
            throw new UserError(
                    "The key file %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IllegalArgumentException notHex) {
            // Told below, without a word of what stands there.
        }
        throw new UserError(file + " is no key file: it must hold 64 hex digits.");
    }

    public void writeNodeSeed(Bytes seed) throws IOException {
        writePlain(NODE, seed);
    }

    public void writePlain(VotingSecret secret) throws IOException {
        switch (secret) {
            case VotingSecret.Seed seed -> writePlain(VOTING_PLAIN, seed.bytes());
            case VotingSecret.Scalar _ ->
                throw new IllegalArgumentException("a plain file holds a seed, and a keystore's key has none");
        }
    }

    public void writePlainOperator(Hash key) throws IOException {
        writePlain(OPERATOR_PLAIN, key.toBytes());
    }

    public void seal(Bls.SecretKey key, Password with, SecureRandom random) throws IOException {
        SecretFile.write(
                folder.resolve(VOTING), VotingKeystore.seal(key, with, "the voting key of a Banyan validator", random));
    }

    public void sealOperator(Hash key, Password with, SecureRandom random) throws IOException {
        SecretFile.write(folder.resolve(OPERATOR), AccountKeystore.seal(key, with, random));
    }

    private void writePlain(String name, Bytes secret) throws IOException {
        SecretFile.write(folder.resolve(name), secret.toHex() + "\n");
    }
}
