// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.evidence.attestation.CertificateChain;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.evidence.attestation.TpmStatement;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a TPM can say of a device's key in it: the maker's certificate of its endorsement key, the proof that an attestation
 * key lives beside that, and the statements which this key signs. The attestation key is a primary key of the endorsement
 * hierarchy: the TPM makes the same one from its seed each time, so that nothing is kept.
 */
public final class TpmAttestation {
    /** Where TCG's EK Credential Profile has makers put the certificates. */
    private static final int CERTIFICATE_ECC = 0x01c0000a;

    private static final int CERTIFICATE_RSA = 0x01c00002;

    private final TpmKey key;
    private final TpmPlace place;

    public TpmAttestation(TpmKey key) {
        this.key = key;
        this.place = key.place();
    }

    /** The public area of the attestation key. */
    public TpmKeyArea attestationKey() {
        return said(() -> place.use(tpm -> withAttestationKey(tpm, loaded -> TpmKeyArea.parse(loaded.area()))));
    }

    /** The endorsement certificate that the maker left in the TPM; empty if there is none. */
    public Optional<CertificateChain> certificateInside() {
        return said(() -> place.use(tpm -> {
            for (int index : new int[] {CERTIFICATE_ECC, CERTIFICATE_RSA}) {
                try {
                    return Optional.of(CertificateChain.of(List.of(trimmed(tpm.readMemory(index)))));
                } catch (TpmRefusal refusal) {
                    if (refusal.error() != TpmRefusal.HANDLE) {
                        throw refusal;
                    }
                }
            }
            return Optional.empty();
        }));
    }

    /**
     * Answers an attestor: opens what it encrypted to the endorsement key for the holder of the attestation key.
     *
     * @throws DeviceException if the TPM cannot, because it is another one than was meant
     */
    public Bytes answer(Attestor.Challenge challenge) {
        Bytes template = switch (challenge.endorsement().getPublicKey().getAlgorithm()) {
            case "EC" -> TpmTemplates.endorsementKeyEcc();
            default -> TpmTemplates.endorsementKeyRsa();
        };
        Credential credential = challenge.credential();
        return said(() -> place.use(tpm -> withAttestationKey(tpm, attestation -> {
            Tpm.Loaded endorsement = tpm.createPrimary(Tpm.ENDORSEMENT, template);
            try {
                return tpm.activateCredential(
                        attestation.handle(), endorsement.handle(), credential.blob(), credential.encryptedSecret());
            } finally {
                tpm.flush(endorsement.handle());
            }
        })));
    }

    /**
     * Has the TPM certify the device's key and quote registers.
     *
     * @param nonce stands in both statements
     */
    public AttestationDocument.InTpm document(
            long chainId,
            Hash nonce,
            SortedSet<Integer> registers,
            CertificateChain attestors,
            CertificateChain makers) {
        Hash qualifying = TpmStatement.qualifying(chainId, key.key(), nonce);
        List<Integer> selected = List.copyOf(registers);
        return said(() -> place.use(tpm -> withAttestationKey(tpm, attestation -> {
            var certified = tpm.certify(key.handle(), key.secret(), attestation.handle(), qualifying);
            SortedMap<Integer, Hash> values = new TreeMap<>();
            List<Hash> read = tpm.readRegisters(selected);
            for (int i = 0; i < selected.size(); i++) {
                values.put(selected.get(i), read.get(i));
            }
            var quoted = tpm.quote(attestation.handle(), qualifying, selected);
            return new AttestationDocument.InTpm(
                    chainId,
                    nonce,
                    encoded(attestors),
                    encoded(makers).getFirst(),
                    TpmKeyArea.parse(attestation.area()),
                    key.area(),
                    new TpmStatement.Signed(certified.statement(), certified.signature()),
                    new TpmStatement.Signed(quoted.statement(), quoted.signature()),
                    values);
        })));
    }

    @FunctionalInterface
    private interface WithKey<T> {
        T use(Tpm.Loaded attestation) throws IOException;
    }

    private static <T> T withAttestationKey(Tpm tpm, WithKey<T> use) throws IOException {
        Tpm.Loaded attestation = tpm.createPrimary(Tpm.ENDORSEMENT, TpmTemplates.attestationKey());
        try {
            return use.use(attestation);
        } finally {
            tpm.flush(attestation.handle());
        }
    }

    private static <T> T said(Supplier<T> ask) {
        try {
            return ask.get();
        } catch (TpmRefusal | DeviceSigner.Unavailable refused) {
            throw new DeviceException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Makers fill the area up; the certificate itself says how long it is (DER). */
    private static Bytes trimmed(Bytes area) {
        if (area.size() < 4 || area.at(0) != 0x30 || area.at(1) != (byte) 0x82) {
            throw new EvidenceFormatException("what the TPM holds as its maker's certificate is none");
        }
        int length = 4 + (((area.at(2) & 0xff) << 8) | (area.at(3) & 0xff));
        return length <= area.size() ? area.slice(0, length) : area;
    }

    private static List<Bytes> encoded(CertificateChain chain) {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate each : chain.certificates()) {
            try {
                encoded.add(Bytes.wrap(each.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException("a certificate that was read cannot be written", impossible);
            }
        }
        return encoded;
    }
}
