// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Passport;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The evidence that a device gives of where its key lives. The registry holds its kind and the SHA-256 of its bytes; the
 * file is kept elsewhere. One byte form only: deterministic CBOR (docs/spec/attestation.md).
 */
public sealed interface AttestationDocument {
    int MAX_BYTES = 64 * 1024;
    int CERTIFICATES_MAX = 8;
    int REGISTERS = 24;
    String FORMAT = "banyan-attestation-1";

    long chainId();

    /** The device's key, of which all this is said. */
    P256.PublicKey key();

    /** A number of docs/spec/did.md. */
    int kind();

    /** The device declares that its key can be copied. */
    record InSoftware(long chainId, P256.PublicKey key) implements AttestationDocument {
        @Override
        public int kind() {
            return 1;
        }
    }

    /** The owner's word that the key is in a PKCS#11 token; no hardware signed it. */
    record InToken(long chainId, P256.PublicKey key, String token) implements AttestationDocument {
        @Override
        public int kind() {
            return 4;
        }
    }

    /**
     * A vendor's certificates for the device's key.
     *
     * @param certificates X.509 in DER, the key's first, without the vendor's root
     */
    record ByVendor(long chainId, P256.PublicKey key, List<Bytes> certificates) implements AttestationDocument {
        public ByVendor {
            certificates = List.copyOf(certificates);
        }

        @Override
        public int kind() {
            return 2;
        }
    }

    /**
     * A TPM's statements about the device's key and about what was started on the machine.
     *
     * @param nonce what the asker chose; it stands in both statements
     * @param attestors certificates of the attestation key, whose issuer had the TPM prove that it holds that key
     * @param endorsement the TPM's endorsement certificate, by its maker
     * @param attestationKey the public area of the key that signs the statements
     * @param deviceKey the public area of the device's key
     * @param registers values of the registers that were quoted, by SHA-256
     */
    record InTpm(
            long chainId,
            Hash nonce,
            List<Bytes> attestors,
            Bytes endorsement,
            TpmKeyArea attestationKey,
            TpmKeyArea deviceKey,
            TpmStatement.Signed certified,
            TpmStatement.Signed quoted,
            SortedMap<Integer, Hash> registers)
            implements AttestationDocument {
        public InTpm {
            attestors = List.copyOf(attestors);
            registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
        }

        @Override
        public P256.PublicKey key() {
            return deviceKey.key();
        }

        @Override
        public int kind() {
            return 3;
        }
    }

    /** What the registry is given. */
    default Passport.Attestation attestation() {
        return new Passport.Attestation(kind(), Sha256.hash(encoded()));
    }

    default Bytes encoded() {
        var out = new CborWriter()
                .array(5)
                .text(FORMAT)
                .integer(chainId())
                .bytes(key().compressed())
                .integer(kind());
        switch (this) {
            case InSoftware _ -> out.array(0);
            case InToken(long _, P256.PublicKey _, String token) -> out.array(1).text(token);
            case ByVendor(long _, P256.PublicKey _, List<Bytes> certificates) -> list(out, certificates);
            case InTpm tpm -> {
                out.array(10).bytes(tpm.nonce().toArray());
                list(out, tpm.attestors());
                out.bytes(tpm.endorsement());
                out.bytes(tpm.attestationKey().encoded()).bytes(tpm.deviceKey().encoded());
                out.bytes(tpm.certified().statement()).bytes(tpm.certified().signature());
                out.bytes(tpm.quoted().statement()).bytes(tpm.quoted().signature());
                out.map(tpm.registers().size());
                tpm.registers()
                        .forEach((register, value) -> out.integer(register).bytes(value.toArray()));
            }
        }
        return out.toBytes();
    }

    /**
     * @throws EvidenceFormatException if the bytes are no such document, or are not in the one form
     */
    static AttestationDocument parse(Bytes file) {
        if (file.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("an attestation has at most %d bytes", MAX_BYTES);
        }
        var in = new CborReader(file);
        in.array(5, "an attestation");
        if (!in.text().equals(FORMAT)) {
            throw new EvidenceFormatException("it is no attestation: it does not begin with " + FORMAT);
        }
        long chainId = in.unsigned();
        P256.PublicKey key = P256.PublicKey.ofCompressed(in.bytes())
                .orElseThrow(() -> new EvidenceFormatException("the device's key is no point of P-256"));
        long kind = in.unsigned();
        AttestationDocument document = switch ((int) Math.min(kind, 256)) {
            case 1 -> {
                in.array(0, "the declaration of a key in software");
                yield new InSoftware(chainId, key);
            }
            case 2 -> new ByVendor(chainId, key, list(in));
            case 3 -> tpm(in, chainId);
            case 4 -> {
                in.array(1, "the description of a token");
                yield new InToken(chainId, key, in.text());
            }
            default -> throw EvidenceFormatException.of("an attestation of kind %d is not known here", kind);
        };
        in.end();
        if (!document.key().equals(key)) {
            throw new EvidenceFormatException("the TPM's key is another one than the device's");
        }
        if (!document.encoded().equals(file)) {
            throw new EvidenceFormatException("the attestation is not in its one form");
        }
        return document;
    }

    private static InTpm tpm(CborReader in, long chainId) {
        in.array(10, "a TPM's attestation");
        Bytes nonce = in.bytes();
        if (nonce.size() != Hash.SIZE) {
            throw new EvidenceFormatException("a nonce has 32 bytes");
        }
        return new InTpm(
                chainId,
                Hash.of(nonce.toArray()),
                list(in),
                in.bytes(),
                TpmKeyArea.parse(in.bytes()),
                TpmKeyArea.parse(in.bytes()),
                new TpmStatement.Signed(in.bytes(), in.bytes()),
                new TpmStatement.Signed(in.bytes(), in.bytes()),
                registers(in));
    }

    private static SortedMap<Integer, Hash> registers(CborReader in) {
        SortedMap<Integer, Hash> registers = new TreeMap<>();
        int count = in.map();
        for (int i = 0; i < count; i++) {
            long register = in.unsigned();
            Bytes value = in.bytes();
            if (register >= REGISTERS || value.size() != Hash.SIZE) {
                throw new EvidenceFormatException("registers go from 0 to 23, and their values have 32 bytes");
            }
            registers.put((int) register, Hash.of(value.toArray()));
        }
        return registers;
    }

    private static void list(CborWriter out, List<Bytes> items) {
        out.array(items.size());
        items.forEach(out::bytes);
    }

    private static List<Bytes> list(CborReader in) {
        int count = in.array();
        if (count > CERTIFICATES_MAX) {
            throw EvidenceFormatException.of("a chain has at most %d certificates", CERTIFICATES_MAX);
        }
        List<Bytes> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(in.bytes());
        }
        return items;
    }
}
