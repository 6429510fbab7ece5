// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.EvidenceFormatException;

/** Where a TPM is. */
public sealed interface TpmPlace {
    /** A TPM answers within a second or two; making a key may take a slow chip a minute. */
    int PATIENCE_MILLIS = 90_000;

    /** A device file of the kernel's. */
    record DeviceFile(Path path) implements TpmPlace {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A TPM in software (swtpm) on this machine's loopback. */
    record Loopback(int port) implements TpmPlace {
        @Override
        public String toString() {
            return "tcp://127.0.0.1:" + port;
        }
    }

    /** What is done with a TPM while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(Tpm tpm) throws IOException;
    }

    /**
     * Opens the TPM, uses it, closes it.
     *
     * @throws DeviceSigner.Unavailable if it cannot be reached, or is too busy
     * @throws TpmRefusal if it says no
     */
    default <T> T use(Use<T> use) {
        try (TpmLink link = switch (this) {
            case DeviceFile(Path path) -> TpmLink.file(path);
            case Loopback(int port) -> TpmLink.socket(port, PATIENCE_MILLIS);
        }) {
            return use.with(new Tpm(link));
        } catch (NoSuchFileException absent) {
            throw new DeviceSigner.Unavailable("there is no TPM %s; it cannot be reached".formatted(this), absent);
        } catch (AccessDeniedException forbidden) {
            throw new DeviceSigner.Unavailable(
                    "the TPM %s cannot be reached: this user may not; join the group that its file belongs to (often tss)"
                            .formatted(this),
                    forbidden);
        } catch (IOException | EvidenceFormatException away) {
            throw new DeviceSigner.Unavailable(
                    "the TPM %s cannot be reached: %s".formatted(this, away.getMessage()), away);
        } catch (TpmRefusal refusal) {
            if (refusal.isPassing()) {
                throw new DeviceSigner.Unavailable("the TPM %s: %s".formatted(this, refusal.getMessage()), refusal);
            }
            throw refusal;
        }
    }
}
