// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.device.DeviceException;
import network.banyan.evidence.Passport;
import network.banyan.evidence.ProvenKey;
import network.banyan.evidence.attestation.AttestationCheck;
import network.banyan.evidence.attestation.AttestationCheck.Judgement;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.evidence.attestation.CertificateChain;
import network.banyan.evidence.attestation.TpmKeyArea;
import network.banyan.evidence.attestation.TpmStatement;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a maker's certificate to the offline verdict, with everything that a liar might change. */
class TpmAttestationTest {
    private static final long CHAIN = 4690;
    private static final Hash NONCE = Sha256.hash(new byte[] {1});
    private static final TreeSet<Integer> REGISTERS = new TreeSet<>(List.of(0, 7, 16));

    @TempDir
    private static Path folder;

    private static SoftTpm tpm;
    private static TpmKey key;
    private static TpmAttestation device;
    private static TestMaker maker;
    private static Attestor attestor;
    private static CertificateChain makers;
    private static AttestationDocument.InTpm good;

    @BeforeAll
    static void attest() throws Exception {
        tpm = SoftTpm.in(folder.resolve("state"));
        key = TpmKey.openOrCreate(tpm.uri(""));
        device = new TpmAttestation(key);
        maker = new TestMaker("Soft TPMs Ltd");
        attestor = Attestor.openOrCreate(folder.resolve("attestor"), TestMaker.NOW);
        makers = new CertificateChain(List.of(maker.certify("TPM number 7", TestMaker.endorsementKey(tpm, false))));
        good = device.document(CHAIN, NONCE, REGISTERS, attested(makers), makers);
    }

    @AfterAll
    static void stopTpm() {
        if (tpm != null) {
            tpm.close();
        }
    }

    private static CertificateChain attested(CertificateChain endorsement) {
        var challenge = Attestor.challenge(device.attestationKey(), endorsement, List.of(maker.root), TestMaker.NOW);
        return attestor.certify(challenge, device.answer(challenge), TestMaker.NOW);
    }

    @Test
    void whatATpmSaysHolds() {
        assertThat(AttestationDocument.parse(good.encoded())).isEqualTo(good);
        assertThat(judge(good)).isInstanceOfSatisfying(Judgement.Holds.class, holds -> {
            assertThat(holds.vouched()).isTrue();
            assertThat(String.join("\n", holds.findings()))
                    .contains(
                            "the registry held its hash",
                            "in a TPM 2.0",
                            "Soft TPMs Ltd",
                            "[0, 7, 16]",
                            "whom you trust");
        });
    }

    @Test
    void withoutAnybodyToTrustNothingIsVouchedFor() {
        var check = new AttestationCheck(List.of(), Optional.empty(), new TreeMap<>());
        assertThat(check.judge(good.encoded(), CHAIN, proven(good)))
                .isInstanceOfSatisfying(Judgement.Holds.class, holds -> {
                    assertThat(holds.vouched()).isFalse();
                    assertThat(holds.findings()).anyMatch(finding -> finding.contains("NOT CHECKED"));
                });
    }

    @Test
    void anRsaEndorsementKeyServesAsWell() throws Exception {
        var rsa = new CertificateChain(
                List.of(maker.certify("TPM number 7 with RSA", TestMaker.endorsementKey(tpm, true))));
        assertThat(judge(device.document(CHAIN, NONCE, REGISTERS, attested(rsa), rsa)))
                .isInstanceOf(Judgement.Holds.class);
    }

    @Test
    void theMakersCertificateIsFoundInTheTpm() throws Exception {
        assertThat(device.certificateInside()).isEmpty();
        Path certificate = folder.resolve("ek.der");
        byte[] encoded = makers.leaf().getEncoded();
        Files.write(certificate, encoded);
        // Larger than the certificate, as makers define it.
        assertThat(tpm.tool(
                        "tpm2_nvdefine",
                        "0x1c0000a",
                        "-C",
                        "o",
                        "-s",
                        Integer.toString(encoded.length + 100),
                        "-a",
                        "ownerread|authread|ownerwrite|authwrite"))
                .contains("exit 0");
        assertThat(tpm.tool("tpm2_nvwrite", "0x1c0000a", "-C", "o", "-i", certificate.toString()))
                .contains("exit 0");
        assertThat(device.certificateInside().orElseThrow().leaf()).isEqualTo(makers.leaf());
    }

    @Test
    void anotherTpmCannotAnswer() throws Exception {
        try (SoftTpm other = SoftTpm.in(folder.resolve("other/state"))) {
            var stranger = new TpmAttestation(TpmKey.openOrCreate(other.uri("")));
            var challenge = Attestor.challenge(stranger.attestationKey(), makers, List.of(maker.root), TestMaker.NOW);
            assertThatThrownBy(() -> stranger.answer(challenge))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("TPM2_ActivateCredential was refused");
            // The right endorsement key, and an attestation key that is not beside it.
            assertThatThrownBy(() -> device.answer(challenge))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("TPM2_ActivateCredential was refused");
            assertThatThrownBy(() -> attestor.certify(challenge, NONCE.toBytes(), TestMaker.NOW))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("its answer is wrong");
        }
    }

    @Test
    void aTpmOfAnUnknownMakerIsNotChallenged() throws Exception {
        var stranger = new TestMaker("Somebody");
        assertThatThrownBy(() ->
                        Attestor.challenge(device.attestationKey(), makers, List.of(stranger.root), TestMaker.NOW))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("leads to no maker you trust");
        assertThatThrownBy(() -> Attestor.challenge(key.area(), makers, List.of(maker.root), TestMaker.NOW))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("no attestation key");
    }

    @Test
    void whatIsForAnotherQuestionIsRefused() {
        Hash another = Sha256.hash(new byte[] {2});
        var check = new AttestationCheck(List.of(attestor.certificate()), Optional.of(another), new TreeMap<>());
        refused(check.judge(good.encoded(), CHAIN, proven(good)), "answer to another question");
        refused(check(new TreeMap<>()).judge(good.encoded(), CHAIN + 1, proven(good)), "made for chain 4690");
        // The old statements under a new nonce, or for another chain.
        refused(judge(changed(CHAIN, another, good.certified(), good.quoted())), "another device, chain or nonce");
        refused(judge(changed(CHAIN + 1, NONCE, good.certified(), good.quoted()), CHAIN + 1), "another device, chain");
        var fresh = device.document(CHAIN, another, REGISTERS, attested(makers), makers);
        refused(judge(changed(CHAIN, another, fresh.certified(), good.quoted())), "the quote is for another device");
    }

    @Test
    void statementsThatWereChangedOrSwappedAreRefused() {
        refused(judge(changed(CHAIN, NONCE, flipped(good.certified()), good.quoted())), "did not sign the statement");
        refused(judge(changed(CHAIN, NONCE, good.certified(), flipped(good.quoted()))), "did not sign the quote");
        refused(judge(changed(CHAIN, NONCE, good.quoted(), good.quoted())), "of another type");
        refused(judge(changed(CHAIN, NONCE, good.certified(), good.certified())), "of another type");
    }

    @Test
    void anotherKeyOfTheSameTpmIsRefused() {
        TpmKey second = TpmKey.openOrCreate(tpm.uri("?handle=0x81020002"));
        var swapped = new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                good.attestors(),
                good.endorsement(),
                good.attestationKey(),
                second.area(),
                good.certified(),
                good.quoted(),
                good.registers());
        refused(judge(swapped), "another device, chain or nonce");
        refused(
                check(new TreeMap<>())
                        .judge(
                                good.encoded(),
                                CHAIN,
                                new ProvenKey(second.key(), Optional.of(good.attestation()), TestMaker.NOW)),
                "another key than the one that signed the record");
    }

    @Test
    void whatTheRegistryDoesNotHoldIsRefused() {
        var other = new Passport.Attestation(3, NONCE);
        refused(
                check(new TreeMap<>())
                        .judge(good.encoded(), CHAIN, new ProvenKey(key.key(), Optional.of(other), TestMaker.NOW)),
                "the registry held other evidence");
    }

    @Test
    void registersMustBeAsDemandedAndAsQuoted() throws Exception {
        Hash before = good.registers().get(16);
        assertThat(check(new TreeMap<>(java.util.Map.of(16, before))).judge(good.encoded(), CHAIN, proven(good)))
                .isInstanceOf(Judgement.Holds.class);
        assertThat(tpm.tool("tpm2_pcrextend", "16:sha256=" + "ab".repeat(32))).contains("exit 0");
        var later = device.document(CHAIN, NONCE, REGISTERS, attested(makers), makers);
        assertThat(later.registers().get(16)).isNotEqualTo(before);
        refused(
                check(new TreeMap<>(java.util.Map.of(16, before))).judge(later.encoded(), CHAIN, proven(later)),
                "register 16 holds");
        refused(
                check(new TreeMap<>(java.util.Map.of(5, before))).judge(later.encoded(), CHAIN, proven(later)),
                "register 5 was not quoted");
        SortedMap<Integer, Hash> lie = new TreeMap<>(later.registers());
        lie.put(16, before);
        refused(judge(with(later, lie)), "not those that the TPM quoted");
        lie.remove(16);
        refused(judge(with(later, lie)), "of other registers");
    }

    @Test
    void whoeverIsNotTrustedVouchesForNothing() throws Exception {
        var stranger = Attestor.openOrCreate(folder.resolve("stranger"), TestMaker.NOW);
        var check = new AttestationCheck(List.of(stranger.certificate()), Optional.empty(), new TreeMap<>());
        refused(check.judge(good.encoded(), CHAIN, proven(good)), "leads to nobody you trust");
        long centuryLater = TestMaker.NOW + 100L * 365 * 86_400_000;
        refused(
                check(new TreeMap<>())
                        .judge(good.encoded(), CHAIN, new ProvenKey(key.key(), Optional.empty(), centuryLater)),
                "leads to nobody you trust");
    }

    @Test
    void aKeyThatOnlyHasSomeCertificateCannotSpeakAsATpm() throws Exception {
        // A liar's key, outside of any TPM, certified by the same root for something else, signs what a TPM would say.
        Hash secret = Sha256.hash(new byte[] {9});
        P256.PublicKey liar = P256.publicKey(secret);
        TpmKeyArea pretended = area(good.attestationKey(), liar);
        X509Certificate ordinary = maker.certify("an ordinary key", P256Keys.publicKey(liar));
        var forged = new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                List.of(Bytes.wrap(ordinary.getEncoded())),
                good.endorsement(),
                pretended,
                good.deviceKey(),
                signed(secret, good.certified()),
                signed(secret, good.quoted()),
                good.registers());
        var check = new AttestationCheck(List.of(maker.root), Optional.empty(), new TreeMap<>());
        refused(check.judge(forged.encoded(), CHAIN, proven(forged)), "not for a TPM's attestation key");
        // The true attestor's certificate beside the liar's key.
        var borrowed = new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                good.attestors(),
                good.endorsement(),
                pretended,
                good.deviceKey(),
                forged.certified(),
                forged.quoted(),
                good.registers());
        refused(judge(borrowed), "is for another key than the one that signed");
        // A device's key signs whatever it is given, also what only looks like a TPM's statement.
        var selfMade = new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                good.attestors(),
                good.endorsement(),
                key.area(),
                good.deviceKey(),
                new TpmStatement.Signed(
                        good.certified().statement(),
                        key.sign(good.certified().statement().toArray())),
                good.quoted(),
                good.registers());
        refused(judge(selfMade), "may sign other things");
    }

    @Test
    void anotherTpmsMakerCannotBeShown() throws Exception {
        var other = Bytes.wrap(maker.certify("TPM number 8", TestMaker.endorsementKey(tpm, true))
                .getEncoded());
        var boasting = new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                good.attestors(),
                other,
                good.attestationKey(),
                good.deviceKey(),
                good.certified(),
                good.quoted(),
                good.registers());
        refused(judge(boasting), "challenged another TPM");
    }

    @Test
    void aVendorsChainIsTheOtherForm() throws Exception {
        X509Certificate leaf = maker.certify("device 12", P256Keys.publicKey(key.key()));
        var vendor = new AttestationDocument.ByVendor(
                CHAIN, key.key(), List.of(Bytes.wrap(leaf.getEncoded()), Bytes.wrap(maker.root.getEncoded())));
        var check = new AttestationCheck(List.of(maker.root), Optional.empty(), new TreeMap<>());
        assertThat(check.judge(vendor.encoded(), CHAIN, proven(vendor)))
                .isInstanceOfSatisfying(
                        Judgement.Holds.class,
                        holds -> assertThat(holds.vouched()).isTrue());
        refused(judge(vendor), "leads to nobody you trust");
        P256.PublicKey other = P256.publicKey(NONCE);
        var stolen = new AttestationDocument.ByVendor(CHAIN, other, vendor.certificates());
        refused(check.judge(stolen.encoded(), CHAIN, proven(stolen)), "for another key than the device's");
    }

    private static AttestationCheck check(SortedMap<Integer, Hash> registers) {
        return new AttestationCheck(List.of(attestor.certificate()), Optional.empty(), registers);
    }

    private static ProvenKey proven(AttestationDocument document) {
        return new ProvenKey(document.key(), Optional.of(document.attestation()), TestMaker.NOW);
    }

    private static Judgement judge(AttestationDocument document) {
        return judge(document, CHAIN);
    }

    private static Judgement judge(AttestationDocument document, long chain) {
        return check(new TreeMap<>()).judge(document.encoded(), chain, proven(document));
    }

    private static void refused(Judgement judgement, String reason) {
        assertThat(judgement)
                .isInstanceOfSatisfying(
                        Judgement.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    private static AttestationDocument.InTpm changed(
            long chain, Hash nonce, TpmStatement.Signed certified, TpmStatement.Signed quoted) {
        return new AttestationDocument.InTpm(
                chain,
                nonce,
                good.attestors(),
                good.endorsement(),
                good.attestationKey(),
                good.deviceKey(),
                certified,
                quoted,
                good.registers());
    }

    private static AttestationDocument.InTpm with(
            AttestationDocument.InTpm document, SortedMap<Integer, Hash> registers) {
        return new AttestationDocument.InTpm(
                CHAIN,
                NONCE,
                document.attestors(),
                document.endorsement(),
                document.attestationKey(),
                document.deviceKey(),
                document.certified(),
                document.quoted(),
                registers);
    }

    private static TpmStatement.Signed flipped(TpmStatement.Signed signed) {
        byte[] statement = signed.statement().toArray();
        statement[statement.length - 1] ^= 1;
        return new TpmStatement.Signed(Bytes.wrap(statement), signed.signature());
    }

    private static TpmStatement.Signed signed(Hash secret, TpmStatement.Signed signed) {
        return new TpmStatement.Signed(
                signed.statement(), P256.sign(secret, signed.statement().toArray()));
    }

    /** The same area with another key: its coordinates are the end. */
    private static TpmKeyArea area(TpmKeyArea area, P256.PublicKey key) {
        byte[] encoded = area.encoded().toArray();
        key.x().writeTo(encoded, encoded.length - 66);
        key.y().writeTo(encoded, encoded.length - 32);
        return TpmKeyArea.parse(Bytes.wrap(encoded));
    }
}
