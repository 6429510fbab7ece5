// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.nio.file.Path;
import java.util.Optional;
import network.banyan.device.DeviceException;

/**
 * The address of a key in a TPM: {@code tpm:}, {@code tpm:/dev/tpmrm0?handle=0x81020001&auth-source=FILE}, or
 * {@code tpm:tcp://127.0.0.1:2321} for a TPM in software.
 *
 * @param handle where the TPM keeps the key: a persistent handle of the owner's, 0x81000000 to 0x817fffff
 * @param authSource a file with the secret that the key asks for; empty if it asks for none
 */
public record TpmUri(TpmPlace place, int handle, Optional<Path> authSource) {
    public static final String SCHEME = "tpm:";

    private static final int DEFAULT_HANDLE = 0x81020001;
    private static final String DEFAULT_DEVICE = "/dev/tpmrm0";

    /**
     * @throws DeviceException if the text is no such address
     */
    public static TpmUri parse(String text) {
        int question = text.indexOf('?');
        String where = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
        int handle = DEFAULT_HANDLE;
        Optional<Path> authSource = Optional.empty();
        for (String attribute :
                question < 0 ? new String[0] : text.substring(question + 1).split("&", -1)) {
            if (attribute.matches("handle=0x81[0-7][0-9a-fA-F]{5}")) {
                handle = Integer.parseUnsignedInt(attribute.substring("handle=0x".length()), 16);
            } else if (attribute.startsWith("auth-source=") && attribute.length() > "auth-source=".length()) {
                authSource = Optional.of(Path.of(attribute.substring("auth-source=".length())));
            } else if (attribute.startsWith("handle=")) {
                throw wrong("a handle goes from 0x81000000 to 0x817fffff");
            } else {
                throw wrong("\"%s\" is not understood; known are handle and auth-source".formatted(attribute));
            }
        }
        return new TpmUri(place(where.isEmpty() ? DEFAULT_DEVICE : where), handle, authSource);
    }

    private static TpmPlace place(String where) {
        if (where.startsWith("/")) {
            return new TpmPlace.DeviceFile(Path.of(where));
        }
        if (where.matches("tcp://(127\\.0\\.0\\.1|localhost):[0-9]{1,5}")) {
            int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
            if (port >= 1 && port <= 65_535) {
                return new TpmPlace.Loopback(port);
            }
        }
        throw wrong("a TPM is a device file, or on this machine's loopback (what goes to it is not encrypted)");
    }

    /** For people. */
    String handleText() {
        return "0x%08x".formatted(handle);
    }

    private static DeviceException wrong(String what) {
        return new DeviceException("that is no address of a key in a TPM: %s; one looks like %s"
                .formatted(what, "tpm:/dev/tpmrm0?handle=0x81020001 or tpm:tcp://127.0.0.1:2321"));
    }
}
