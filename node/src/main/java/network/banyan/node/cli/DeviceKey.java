// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.key.KeyPlace;
import network.banyan.node.UserError;
import picocli.CommandLine.Option;

/** Where the key lives that signs for a device. The secrets that open it are in files, never on the command line. */
public final class DeviceKey {
    @Option(
            names = "--device-key",
            paramLabel = "KEY",
            defaultValue = KeyPlace.SOFTWARE,
            description = {
                "Where the device's key lives; made there if it is not (default: ${DEFAULT-VALUE}):",
                "  software   a file: for development, since it can be copied",
                "  pkcs11:token=NAME;object=LABEL?module-path=FILE.so&pin-source=FILE",
                "             a token or HSM, by RFC 7512",
                "  tpm:/dev/tpmrm0?handle=0x81020001&auth-source=FILE",
                "             a TPM 2.0; also tpm: alone, or tpm:tcp://127.0.0.1:PORT"
            })
    private String place = KeyPlace.SOFTWARE;

    /** For who keeps the choice and opens the key later. */
    public String place() {
        return place;
    }

    /**
     * Opens the key, or has one made.
     *
     * @param file what {@code software} means; its folder is made wherever the key lives
     * @throws UserError if that cannot be done
     */
    public DeviceSigner open(Path file, Path passwordFile) {
        return open(place, file, passwordFile);
    }

    public static DeviceSigner open(String place, Path file, Path passwordFile) {
        try {
            Files.createDirectories(
                    Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder"));
            return KeyPlace.parse(place, new KeyPlace.InFiles(file, passwordFile))
                    .openOrCreate();
        } catch (DeviceException refused) {
            throw new UserError(sentence(String.valueOf(refused.getMessage())), refused);
        } catch (IOException cannot) {
            throw new UserError("The folder of %s cannot be used: %s".formatted(file, UserError.why(cannot)), cannot);
        }
    }

    private static String sentence(String reason) {
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
    }
}
