// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import java.nio.file.Path;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.SoftwareKey;
import network.banyan.device.tpm.TpmKey;
import network.banyan.device.tpm.TpmUri;

/** Where a device's key is: in a file, in a PKCS#11 token, in a TPM. */
public sealed interface KeyPlace {
    String SOFTWARE = "software";

    /** A PKCS#12 file and the file of its password: for development, since both can be copied. */
    record InFiles(Path file, Path passwordFile) implements KeyPlace {}

    record InToken(Pkcs11Uri uri) implements KeyPlace {}

    record InTpm(TpmUri uri) implements KeyPlace {}

    /**
     * Reads {@code software}, {@code pkcs11:...} or {@code tpm:...}.
     *
     * @param software what {@code software} means here
     * @throws DeviceException if the text is none of these
     */
    static KeyPlace parse(String text, InFiles software) {
        if (text.equals(SOFTWARE)) {
            return software;
        }
        if (text.startsWith(Pkcs11Uri.SCHEME)) {
            return new InToken(Pkcs11Uri.parse(text));
        }
        if (text.startsWith(TpmUri.SCHEME)) {
            return new InTpm(TpmUri.parse(text));
        }
        throw new DeviceException(
                "a device's key is in software, pkcs11:token=NAME?module-path=FILE&pin-source=FILE, or"
                        + " tpm:/dev/tpmrm0");
    }

    /**
     * Opens the key, or has one made where none is.
     *
     * @throws DeviceException if that cannot be done; the message says what a person can do
     */
    default DeviceSigner openOrCreate() {
        return switch (this) {
            case InFiles(Path file, Path passwordFile) -> SoftwareKey.openOrCreate(file, passwordFile);
            case InToken(Pkcs11Uri uri) -> Pkcs11Key.openOrCreate(uri);
            case InTpm(TpmUri uri) -> TpmKey.openOrCreate(uri);
        };
    }
}
