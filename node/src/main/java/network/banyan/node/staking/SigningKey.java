// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.node.UserError;
import network.banyan.node.devnet.TestAccount;
import network.banyan.node.keys.AccountKeystore;
import network.banyan.node.keys.BadKeystore;
import network.banyan.node.keys.Password;
import network.banyan.node.keys.SecretFile;
import network.banyan.primitives.Hash;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Option;

/** Whose transactions these are. The key itself is never on the command line, which other users of a machine can read. */
public final class SigningKey {
    private static final int FILE_BYTES_MAX = 16 << 10;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = {
                "File with the account's key that only its owner may read: 64 hex digits, or a keystore of Web3 Secret"
                        + " Storage 3."
            })
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "What opens the keystore (default: it is asked for).")
    private Optional<Path> passwordFile = Optional.empty();

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
        return file.map(this::read).orElseGet(() -> test(account.orElseThrow()));
    }

    private static Hash test(int number) {
        int count = TestAccount.all().size();
        if (number < 1 || number > count) {
            throw new UserError("--account takes a number from 1 to %d, not %d.".formatted(count, number));
        }
        return TestAccount.all().get(number - 1).privateKey();
    }

    private Hash read(Path file) {
        String text = SecretFile.read(file, FILE_BYTES_MAX).strip();
        try {
            if (text.startsWith("{")) {
                return AccountKeystore.open(
                        text, passwordFile.map(Password::ofFile).orElseGet(() -> Password.prompt(file)));
            }
            Hash secret = Hash.fromHex(text);
            Wallet.of(secret);
            return secret;
        } catch (BadKeystore bad) {
            throw new UserError("The keystore %s cannot be opened: %s.".formatted(file, bad.getMessage()), bad);
        } catch (IllegalArgumentException noKey) {
            // Without a word of what stands there.
            throw new UserError(file + " is no key file: it must hold 64 hex digits, or a keystore.");
        }
    }

    /** Whether a file is no secret, as far as this system can say. */
    public static boolean othersMayRead(Path file) throws IOException {
        return SecretFile.isOpenToOthers(file);
    }
}
