// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.KeyStorage;
import network.banyan.device.key.SecretFile;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.primitives.Bytes;

/**
 * A device key in a TPM 2.0: made inside, at a persistent handle, of a kind that the TPM gives to nobody, encrypted or not
 * (fixedTPM, fixedParent, sensitiveDataOrigin). A key at that handle of another kind is refused.
 *
 * <p>The TPM is opened for each signature and closed again. If it is away or busy, {@link #sign} throws
 * {@link DeviceSigner.Unavailable} and may be called again.
 */
public final class TpmKey implements DeviceSigner {
    private static final byte[] PROBE = "banyan".getBytes(StandardCharsets.US_ASCII);

    private final TpmUri uri;
    private final String secret;
    private final TpmKeyArea area;

    private TpmKey(TpmUri uri, String secret, TpmKeyArea area) {
        this.uri = uri;
        this.secret = secret;
        this.area = area;
    }

    /**
     * Opens the key at the handle, or has the TPM make one if nothing is there.
     *
     * @throws DeviceException if the TPM cannot be reached, or what is at the handle is no such key
     */
    public static TpmKey openOrCreate(TpmUri uri) {
        String secret = uri.authSource().map(SecretFile::read).orElse("");
        if (secret.length() > 32) {
            throw new DeviceException("a TPM's secret has at most 32 characters");
        }
        try {
            Bytes encoded = uri.place().use(tpm -> {
                Optional<Bytes> there = find(tpm, uri.handle());
                return there.isPresent() ? there.get() : create(tpm, uri.handle(), secret);
            });
            var key = new TpmKey(uri, secret, checked(uri, encoded));
            key.sign(PROBE);
            return key;
        } catch (Unavailable | TpmRefusal failed) {
            throw new DeviceException(String.valueOf(failed.getMessage()), failed);
        }
    }

    @Override
    public P256.PublicKey key() {
        return area.key();
    }

    @Override
    public KeyStorage storage() {
        return KeyStorage.TPM;
    }

    @Override
    public String label() {
        return "key %s in the TPM 2.0 %s".formatted(uri.handleText(), uri.place());
    }

    /**
     * @throws Unavailable while the TPM is away or busy
     * @throws DeviceException if it refuses for good, or holds another key now
     */
    @Override
    public Bytes sign(byte[] message) {
        try {
            Bytes signature = uri.place().use(tpm -> tpm.sign(uri.handle(), secret, Sha256.hash(message)));
            if (!P256.verify(area.key(), message, signature)) {
                throw new DeviceException("the TPM %s holds another key at %s than the device's"
                        .formatted(uri.place(), uri.handleText()));
            }
            return P256.toLowS(signature);
        } catch (TpmRefusal refused) {
            throw new DeviceException(
                    refused.isAboutSecret()
                            ? "the key %s in the TPM %s refuses the secret%s"
                                    .formatted(
                                            uri.handleText(),
                                            uri.place(),
                                            uri.authSource()
                                                    .map(file -> " in " + file)
                                                    .orElse("; name its file with auth-source=FILE"))
                            : "the TPM %s does not sign: %s".formatted(uri.place(), refused.getMessage()),
                    refused);
        }
    }

    TpmPlace place() {
        return uri.place();
    }

    int handle() {
        return uri.handle();
    }

    String secret() {
        return secret;
    }

    TpmKeyArea area() {
        return area;
    }

    private static Optional<Bytes> find(Tpm tpm, int handle) throws IOException {
        try {
            return Optional.of(tpm.readPublic(handle));
        } catch (TpmRefusal refusal) {
            if (refusal.error() == TpmRefusal.HANDLE) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    private static Bytes create(Tpm tpm, int handle, String secret) throws IOException {
        Tpm.Loaded parent = tpm.createPrimary(Tpm.OWNER, TpmTemplates.storageKey());
        try {
            Tpm.Wrapped made = tpm.create(parent.handle(), TpmTemplates.deviceKey(), secret);
            int loaded = tpm.load(parent.handle(), made);
            try {
                tpm.persist(loaded, handle);
            } finally {
                tpm.flush(loaded);
            }
        } catch (TpmRefusal refusal) {
            // Somebody else made one at the same moment; that one is the key.
            if (refusal.error() != TpmRefusal.NV_DEFINED) {
                throw refusal;
            }
        } finally {
            tpm.flush(parent.handle());
        }
        return tpm.readPublic(handle);
    }

    private static TpmKeyArea checked(TpmUri uri, Bytes encoded) {
        try {
            TpmKeyArea area = TpmKeyArea.parse(encoded);
            if (!area.neverLeaves() || !area.signsAnything()) {
                throw new DeviceException(
                        "the key %s in the TPM %s was not made there to stay and to sign; name another handle"
                                .formatted(uri.handleText(), uri.place()));
            }
            return area;
        } catch (EvidenceFormatException other) {
            throw new DeviceException(
                    "what the TPM %s holds at %s is no device key: %s; name another handle"
                            .formatted(uri.place(), uri.handleText(), other.getMessage()),
                    other);
        }
    }
}
