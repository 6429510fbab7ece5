// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.ProvenKey;
import network.banyan.evidence.attestation.AttestationCheck.Judgement;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents in docs/spec/attestation, made by a TPM in software: they hold, and with a bit of any byte changed they do not. */
class AttestationTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("banyan.root", "../..")).resolve("docs/spec/attestation");
    private static final long CHAIN = 4690;
    private static final long TIME = 1_763_683_200_000L;

    private static Bytes read(String name) throws IOException {
        return Bytes.wrap(Files.readAllBytes(FOLDER.resolve(name)));
    }

    private static AttestationCheck trusting(String name) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(FOLDER.resolve(name))) {
            var root = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new AttestationCheck(List.of(root), Optional.empty(), new TreeMap<>());
        }
    }

    private static ProvenKey key(Bytes file) {
        return new ProvenKey(AttestationDocument.parse(file).key(), Optional.empty(), TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tpm.cbor attestor.pem", "vendor.cbor vendor.pem"})
    void holdsAndWithABitOfAnyByteChangedDoesNot(String names) throws Exception {
        Bytes file = read(names.split(" ")[0]);
        AttestationCheck check = trusting(names.split(" ")[1]);
        ProvenKey key = key(file);
        assertThat(check.judge(file, CHAIN, key))
                .isInstanceOfSatisfying(
                        Judgement.Holds.class,
                        holds -> assertThat(holds.vouched()).isTrue());
        var random = new SplittableRandom(7);
        for (int at = 0; at < file.size(); at++) {
            byte[] changed = file.toArray();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(check.judge(Bytes.wrap(changed), CHAIN, key))
                    .as("byte %d changed", at)
                    .isInstanceOf(Judgement.Refused.class);
        }
        for (int length = 0; length < file.size(); length += 7) {
            assertThat(check.judge(file.slice(0, length), CHAIN, key)).isInstanceOf(Judgement.Refused.class);
        }
    }

    @Test
    void theTpmOfTheSampleSaysWhatTheSpecificationSays() throws Exception {
        assertThat(AttestationDocument.parse(read("tpm.cbor")))
                .isInstanceOfSatisfying(AttestationDocument.InTpm.class, tpm -> {
                    assertThat(tpm.nonce()).isEqualTo(Sha256.hash(new byte[] {1}));
                    assertThat(tpm.registers().keySet()).containsExactly(0, 7, 16);
                    assertThat(tpm.deviceKey().neverLeaves()).isTrue();
                    assertThat(TpmStatement.parse(tpm.certified().statement()))
                            .isEqualTo(new TpmStatement.Certified(
                                    TpmStatement.qualifying(CHAIN, tpm.key(), tpm.nonce())
                                            .toBytes(),
                                    tpm.deviceKey().name()));
                });
    }

    @Test
    void softwareAndTokensAreSaidToBeWhatTheyAre() {
        P256.PublicKey key = P256.publicKey(Hash.fromHex("d1".repeat(32)));
        var check = new AttestationCheck(List.of(), Optional.empty(), new TreeMap<>());
        for (AttestationDocument document : List.of(
                new AttestationDocument.InSoftware(CHAIN, key),
                new AttestationDocument.InToken(CHAIN, key, "token \u001b[2J of nobody"))) {
            assertThat(AttestationDocument.parse(document.encoded())).isEqualTo(document);
            var proven = new ProvenKey(key, Optional.of(document.attestation()), TIME);
            assertThat(check.judge(document.encoded(), CHAIN, proven))
                    .isInstanceOfSatisfying(Judgement.Holds.class, holds -> {
                        assertThat(holds.vouched()).isFalse();
                        assertThat(String.join("\n", holds.findings()))
                                .containsAnyOf("HELD IN SOFTWARE", "NO HARDWARE SIGNED THAT")
                                .doesNotContain("\u001b");
                    });
        }
    }

    @Test
    void whatATpmCannotHaveWrittenIsRefused() {
        for (String hex : List.of("0x", "0xff544347", "0xff54434780180000", "0xff544348" + "00".repeat(60))) {
            assertThatThrownBy(() -> TpmStatement.parse(Bytes.fromHex(hex)))
                    .isInstanceOf(EvidenceFormatException.class);
            assertThatThrownBy(() -> TpmKeyArea.parse(Bytes.fromHex(hex))).isInstanceOf(EvidenceFormatException.class);
        }
        assertThatThrownBy(() -> AttestationDocument.parse(Bytes.wrap(new byte[AttestationDocument.MAX_BYTES + 1])))
                .isInstanceOf(EvidenceFormatException.class)
                .hasMessageContaining("at most");
    }
}
