// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import network.banyan.node.UserError;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Hash;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Option;

/** Whose transactions these are. The key itself is never on the command line, which other users of a machine can read. */
public final class SigningKey {
    private static final int FILE_BYTES_MAX = 256;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "File with the account's key, 64 hex digits, that only its owner may read.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--account",
            paramLabel = "N",
            description = "A devnet's test account, 1 to 10, whose key everybody knows.")
    private Optional<Integer> account = Optional.empty();

    public boolean isNamed() {
        return file.isPresent() || account.isPresent();
    }

    /**
     * @throws UserError if none is named, or two, or the file is no key file
     */
    public Wallet wallet() {
        return Wallet.of(secret());
    }

    /**
     * The key itself, for who signs with it elsewhere.
     *
     * @throws UserError as {@link #wallet}
     */
    public Hash secret() {
        if (file.isPresent() == account.isPresent()) {
            throw new UserError("Say whose transaction this is: --key FILE, or on a devnet --account N.");
        }
        return file.map(SigningKey::read).orElseGet(() -> test(account.orElseThrow()));
    }

    private static Hash test(int number) {
        int count = TestAccount.all().size();
        if (number < 1 || number > count) {
            throw new UserError("--account takes a number from 1 to %d, not %d.".formatted(count, number));
        }
        return TestAccount.all().get(number - 1).privateKey();
    }

    private static Hash read(Path file) {
        try {
            if (othersMayRead(file)) {
                throw new UserError(
                        "Others may read %s, so it is no secret: run chmod 600 on it first.".formatted(file));
            }
            if (Files.size(file) <= FILE_BYTES_MAX) {
                String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
                Hash secret = Hash.fromHex(text);
                Wallet.of(secret);
                return secret;
            }
        } catch (IOException unreadable) {
            throw new UserError(
                    "The key file %s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        } catch (IllegalArgumentException noKey) {
            // Told below, without a word of what stands there.
        }
        throw new UserError(file + " is no key file: it must hold 64 hex digits.");
    }

    /** Whether a file is no secret, as far as this system can say. */
    public static boolean othersMayRead(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException notPosix) {
            return false;
        }
    }
}
