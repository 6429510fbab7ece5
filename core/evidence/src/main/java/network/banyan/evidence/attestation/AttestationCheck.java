// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Passport;
import network.banyan.evidence.ProvenKey;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Judges the evidence that a device gave of where its key lives, offline (docs/spec/attestation.md).
 *
 * @param anchors whom to believe about keys: roots of vendors, and issuers of certificates for attestation keys
 * @param nonce what must stand in a TPM's statements; empty: anything
 * @param registers values that a TPM must have quoted
 */
public record AttestationCheck(
        List<X509Certificate> anchors, Optional<Hash> nonce, SortedMap<Integer, Hash> registers) {
    /** TCG's tcg-kp-AIKCertificate. */
    public static final String ATTESTATION_USAGE = "2.23.133.8.3";

    /** The OID of a name's serial number, by which attestors name the endorsement key they challenged. */
    private static final String SERIAL_NUMBER = "2.5.4.5";

    /** What came of it. */
    public sealed interface Judgement {
        /**
         * All of it holds.
         *
         * @param findings a sentence each, for people
         * @param vouched whether somebody trusted says that the key is in hardware
         */
        record Holds(List<String> findings, boolean vouched) implements Judgement {}

        record Refused(String reason) implements Judgement {}
    }

    private static final class Refusal extends RuntimeException {
        Refusal(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Judges a document about the key of a proven record. Certificates must have been valid at the time of its block. */
    public Judgement judge(Bytes file, long chainId, ProvenKey proven) {
        long timeMillis = proven.anchoredMillis();
        try {
            AttestationDocument document = AttestationDocument.parse(file);
            must(
                    document.chainId() == chainId,
                    "it was made for chain %d, the record is of chain %d".formatted(document.chainId(), chainId));
            must(document.key().equals(proven.key()), "it is about another key than the one that signed the record");
            List<String> findings = new ArrayList<>();
            findings.add(onRecord(document, proven.attestation()));
            boolean vouched = switch (document) {
                case AttestationDocument.InSoftware _ -> {
                    findings.add("THE KEY IS HELD IN SOFTWARE, the device declares: it can be copied");
                    yield false;
                }
                case AttestationDocument.InToken token -> {
                    findings.add("its owner says that the key is in a PKCS#11 token, %s; NO HARDWARE SIGNED THAT"
                            .formatted(printable(token.token())));
                    yield false;
                }
                case AttestationDocument.ByVendor vendor -> byVendor(vendor, timeMillis, findings);
                case AttestationDocument.InTpm tpm -> inTpm(tpm, timeMillis, findings);
            };
            return new Judgement.Holds(findings, vouched);
        } catch (Refusal | EvidenceFormatException refused) {
            return new Judgement.Refused(String.valueOf(refused.getMessage()));
        }
    }

    private static String onRecord(AttestationDocument document, Optional<Passport.Attestation> recorded) {
        if (recorded.isEmpty()) {
            return "whether the registry holds this document's hash is not shown in a bundle of this kind";
        }
        must(
                recorded.get().equals(document.attestation()),
                "the registry held other evidence in that block: %s %s"
                        .formatted(recorded.get().kindName(), recorded.get().hash()));
        return "the registry held its hash, which the device signed and its owner sent";
    }

    private boolean byVendor(AttestationDocument.ByVendor vendor, long timeMillis, List<String> findings) {
        CertificateChain chain = CertificateChain.of(vendor.certificates());
        must(
                chain.key().equals(Optional.of(vendor.key())),
                "the vendor's certificate is for another key than the device's");
        return vouched(chain, "the vendor's certificate for the device's key", timeMillis, findings);
    }

    private boolean inTpm(AttestationDocument.InTpm tpm, long timeMillis, List<String> findings) {
        TpmKeyArea signer = tpm.attestationKey();
        must(
                signer.neverLeaves() && signer.signsOnlyForTheTpm(),
                "the attestation key may sign other things than a TPM's own statements, so it proves nothing");
        must(
                tpm.deviceKey().neverLeaves() && tpm.deviceKey().signsAnything(),
                "the device's key is not of a kind that stays in its TPM");
        Bytes expected =
                TpmStatement.qualifying(tpm.chainId(), tpm.key(), tpm.nonce()).toBytes();
        must(
                nonce.isEmpty() || nonce.get().equals(tpm.nonce()),
                "it is an answer to another question: its nonce is %s".formatted(tpm.nonce()));
        must(
                tpm.certified().isBy(signer.key()),
                "the attestation key did not sign the statement about the device's key");
        must(tpm.quoted().isBy(signer.key()), "the attestation key did not sign the quote");
        if (!(TpmStatement.parse(tpm.certified().statement()) instanceof TpmStatement.Certified certified)) {
            throw new Refusal("the statement about the device's key is of another type");
        }
        must(certified.qualifying().equals(expected), "the TPM certified a key for another device, chain or nonce");
        must(certified.name().equals(tpm.deviceKey().name()), "the TPM certified another key than the device's");
        findings.add("the key is in a TPM 2.0: made there, fixed to it, given to nobody; the TPM's key %s certified it"
                .formatted(signer.name().slice(2, 10).toHex()));
        quoted(tpm, expected, findings);
        CertificateChain chain = CertificateChain.of(tpm.attestors());
        must(
                chain.key().equals(Optional.of(signer.key())),
                "the attestor's certificate is for another key than the one that signed");
        must(
                isForAttestationKeys(chain.leaf()),
                "the attestor's certificate is not for a TPM's attestation key (extended key usage %s)"
                        .formatted(ATTESTATION_USAGE));
        maker(tpm, chain.leaf(), findings);
        return vouched(chain, "the certificate of the TPM's attestation key", timeMillis, findings);
    }

    private void quoted(AttestationDocument.InTpm tpm, Bytes expected, List<String> findings) {
        if (!(TpmStatement.parse(tpm.quoted().statement()) instanceof TpmStatement.Quoted quoted)) {
            throw new Refusal("the quote is a statement of another type");
        }
        must(quoted.qualifying().equals(expected), "the quote is for another device, chain or nonce");
        must(
                List.copyOf(quoted.registers())
                        .equals(List.copyOf(tpm.registers().keySet())),
                "the quote is of other registers than the document shows");
        var values = new ByteArrayOutputStream();
        tpm.registers().values().forEach(value -> values.writeBytes(value.toArray()));
        must(
                quoted.digest().equals(Sha256.hash(values.toByteArray()).toBytes()),
                "the registers' values are not those that the TPM quoted");
        for (Map.Entry<Integer, Hash> wanted : registers.entrySet()) {
            Hash value = tpm.registers().get(wanted.getKey());
            must(value != null, "register %d was not quoted".formatted(wanted.getKey()));
            must(
                    wanted.getValue().equals(value),
                    "register %d holds %s, not %s: something else was started on that machine"
                            .formatted(wanted.getKey(), value, wanted.getValue()));
        }
        findings.add("it quoted registers %s%s"
                .formatted(
                        tpm.registers().keySet(),
                        registers.isEmpty() ? "; no values were demanded" : ", with the values demanded"));
    }

    /** Only the attestor can have seen that both keys are in one TPM; it wrote into its certificate which ones those were. */
    private static void maker(AttestationDocument.InTpm tpm, X509Certificate attestor, List<String> findings) {
        X509Certificate endorsement =
                CertificateChain.of(List.of(tpm.endorsement())).leaf();
        String name = attestor.getSubjectX500Principal().getName("RFC2253", Map.of(SERIAL_NUMBER, "SERIALNUMBER"));
        must(
                name.contains("SERIALNUMBER=" + challengedName(tpm.endorsement(), tpm.attestationKey())),
                "the attestor challenged another TPM, or another key, than those that are shown");
        findings.add("its endorsement key is certified by %s, as the attestor checked"
                .formatted(printable(endorsement.getIssuerX500Principal().getName())));
    }

    /** How an attestor names what it challenged: the hex SHA-256 of the endorsement certificate and the key's name. */
    public static String challengedName(Bytes endorsement, TpmKeyArea key) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(endorsement.unsafeArray());
        both.writeBytes(key.name().unsafeArray());
        return Sha256.hash(both.toByteArray()).toHex().substring(2);
    }

    /** Else any key with a certificate of that issuer, held anywhere, could speak as a TPM. */
    private static boolean isForAttestationKeys(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages != null && usages.contains(ATTESTATION_USAGE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private boolean vouched(CertificateChain chain, String what, long timeMillis, List<String> findings) {
        String issuer = printable(
                chain.certificates().getLast().getIssuerX500Principal().getName());
        if (anchors.isEmpty()) {
            findings.add("%s is by %s, WHICH WAS NOT CHECKED: say whom you trust".formatted(what, issuer));
            return false;
        }
        chain.flaw(anchors, timeMillis).ifPresent(flaw -> {
            throw new Refusal("%s, by %s, leads to nobody you trust: %s".formatted(what, issuer, flaw));
        });
        findings.add("%s leads to %s, whom you trust".formatted(what, issuer));
        return true;
    }

    private static void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
