// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.ledger.Block;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** A record of a device in the log of a gateway that many devices share. */
class LoggedBundleTest {
    static final Device DEVICE = Device.number(1);
    static final Device OTHER = Device.number(2);
    static final Device GATEWAY = Device.number(9);
    static final Address OWNER = Address.ofNumber(42);
    static final Passport PASSPORT = passport(DEVICE, true);

    /** Records of both devices, by turns. */
    static final List<DeviceRecord> LEAVES = leaves();

    static final int INDEX = 6;
    private static final Log LOG = Log.of(PASSPORT, INDEX);
    static final EvidenceBundle HONEST = LOG.bundle();

    static Passport passport(Device device, boolean active) {
        var attestation = new Passport.Attestation(1, Sha256.hash(new byte[] {7}));
        return new Passport(device.id(), OWNER, device.key(), 1_763_683_000, active, attestation);
    }

    private static List<DeviceRecord> leaves() {
        List<DeviceRecord> leaves = new ArrayList<>();
        List<DeviceRecord> ours = DEVICE.chain(6);
        List<DeviceRecord> theirs = OTHER.chain(6);
        for (int i = 0; i < 6; i++) {
            leaves.add(ours.get(i));
            leaves.add(theirs.get(i));
        }
        return leaves;
    }

    /** A chain with that log anchored in its third block. */
    record Log(TestChain chain, AnchorEvidence anchor, Inclusion inclusion) {
        static Log of(Passport registered, int index) {
            TestChain chain = TestChain.withLogs();
            chain.append(List.of(TestChain.payment(0)), 0, 1, 2);
            chain.register(registered);
            chain.append(List.of(), 0, 1, 2);
            List<Hash> hashes = LEAVES.stream()
                    .map(DeviceRecord::encoded)
                    .map(MerkleTree::leafHash)
                    .toList();
            var head = new GatewayLogContract.Head(GATEWAY.id(), MerkleTree.root(hashes), LEAVES.size());
            var event = new GatewayLogContract.Anchored(head, GATEWAY.key(), OWNER);
            Block block = chain.append(List.of(TestChain.payment(1), TestChain.anchoring(2, event)), 0, 2, 3);
            var assembler = new BundleAssembler(chain.genesis, new MemoryRecordStore(), chain);
            var answer = (BundleAssembler.LogAnswer.Found) assembler.anchoring(block.number(), 1);
            return new Log(
                    chain, answer.evidence(), new Inclusion(index, LEAVES.size(), MerkleTree.path(hashes, index)));
        }

        EvidenceBundle bundle() {
            Registration registration = chain.registration(DEVICE.id(), 3).orElseThrow();
            return AnchorEvidence.decode(anchor.encode())
                    .bundle(
                            LEAVES.get(INDEX).encoded(),
                            inclusion,
                            Registration.decode(registration.encode()),
                            Handovers.NONE,
                            Optional.empty());
        }
    }

    @Test
    void isProvenInBothForms() {
        for (Bytes file : List.of(HONEST.toJson(), HONEST.toCbor())) {
            Verdict verdict = Verifier.verify(file, LOG.chain().genesis);
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.record()).contains(LEAVES.get(INDEX));
            assertThat(EvidenceBundle.parse(file)).isEqualTo(HONEST);
        }
        assertThat(HONEST.toCbor().size()).isLessThan(6_000);
    }

    /** Nobody needs to be named for that: what a bundle says of witnesses is true, or the bundle is refused. */
    @Test
    void noBitOfWhatWitnessesSaidCanChange() {
        Bytes file = with(HONEST)
                .witnessed(WitnessedLog.of(GATEWAY.id(), LEAVES).seen(5, 1, 2))
                .toCbor();
        Verifier verifier = Verifier.of(LOG.chain().genesis);
        assertThat(verifier.verify(file).isProven()).isTrue();
        assertThat(EvidenceBundle.parse(file).toCbor()).isEqualTo(file);
        int from = HONEST.toCbor().size();
        for (int at = from; at < file.size(); at++) {
            byte[] changed = file.toArray();
            changed[at] ^= (byte) (1 << at % 8);
            assertThat(verifier.verify(Bytes.wrap(changed)).isProven())
                    .as("byte %d", at)
                    .isFalse();
        }
    }

    @Test
    void tellsWhatEvidenceTheDeviceGave() {
        String text = Verifier.verify(HONEST.toCbor(), LOG.chain().genesis)
                .links()
                .get(Link.Name.REGISTRATION.ordinal())
                .text();
        assertThat(text).contains("software " + PASSPORT.attestation().hash()).contains(OWNER.toHex());
    }

    @Test
    void isRefusedWithAnyBitChanged() {
        byte[] file = HONEST.toCbor().toArray();
        var verifier = Verifier.of(LOG.chain().genesis);
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] bad = file.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(verifier.verify(Bytes.wrap(bad)).isProven())
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void namesTheLinkThatIsBroken() {
        assertThat(broken(with(HONEST).record(LEAVES.get(0).encoded()))).isEqualTo(Link.Name.INCLUSION);
        assertThat(broken(with(HONEST).record(LEAVES.get(1).encoded()))).isEqualTo(Link.Name.REGISTRATION);
        assertThat(broken(with(HONEST)
                        .inclusion(new Inclusion(
                                INDEX, LEAVES.size() + 1, HONEST.inclusion().path()))))
                .isEqualTo(Link.Name.INCLUSION);
        assertThat(broken(with(HONEST).registration(HONEST.registration().map(LoggedBundleTest::stolen))))
                .isEqualTo(Link.Name.REGISTRATION);
        assertThat(broken(Log.of(passport(DEVICE, false), INDEX).bundle())).isEqualTo(Link.Name.REGISTRATION);
    }

    /** Whoever anchors a forged record under a true device's name cannot prove that the device's key signed it. */
    @Test
    void aGatewayCannotSpeakForADevice() {
        var forged =
                new Passport(DEVICE.id(), OWNER, OTHER.key(), PASSPORT.registeredAt(), true, PASSPORT.attestation());
        assertThat(broken(Log.of(forged, INDEX).bundle())).isEqualTo(Link.Name.SIGNATURE);
    }

    @Test
    void aBatchAnchorIsNoLogAnchor() {
        String json = new String(HONEST.toJson().toArray(), StandardCharsets.US_ASCII);
        int registration = json.indexOf(",\n  \"firstEpoch\"");
        String alone = json.substring(0, registration) + "\n}\n";
        Verdict verdict = Verifier.verify(
                Bytes.wrap(alone.replace("evidence-3", "evidence-1").getBytes(StandardCharsets.US_ASCII)),
                LOG.chain().genesis);
        assertThat(verdict.broken().orElseThrow().name()).isEqualTo(Link.Name.TRANSACTION);
    }

    static Registration stolen(Registration registration) {
        Passport passport = registration.passport();
        var theirs = new Passport(
                passport.id(), passport.owner(), OTHER.key(), passport.registeredAt(), true, passport.attestation());
        return new Registration(theirs, registration.account(), registration.storage());
    }

    private static Link.Name broken(EvidenceBundle bundle) {
        return Verifier.verify(bundle.toCbor(), LOG.chain().genesis)
                .broken()
                .orElseThrow()
                .name();
    }
}
