// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import network.banyan.crypto.P256;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Log;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Liars with whole, well-formed files; each is caught by the link that is there for it. */
class AttackTest {
    private final Story story = new Story();
    private final EvidenceBundle honest = story.bundle(3);

    @Test
    void anotherRecordOfTheDeviceIsNotTheOneThatWasAnchored() {
        DeviceRecord invented =
                story.device.record(3, story.records.get(1).id(), Reading.of("temperature", "Cel", "4.00"));
        assertThat(broken(with(honest).record(invented.encoded()))).isEqualTo(Link.Name.INCLUSION);
    }

    @Test
    void anotherDevicesRecordIsNotProvenByThisAnchor() {
        assertThat(broken(
                        with(honest).record(Device.number(2).chain(3).getLast().encoded())))
                .isEqualTo(Link.Name.REGISTRATION);
    }

    @Test
    void aRecordOutsideTheBatchIsNotProven() {
        assertThat(broken(with(honest).record(story.device.chain(8).getLast().encoded())))
                .isEqualTo(Link.Name.INCLUSION);
    }

    @Test
    void anotherLeafsPathDoesNotFit() {
        assertThat(broken(with(honest).inclusion(story.bundle(4).inclusion()))).isEqualTo(Link.Name.INCLUSION);
        Inclusion good = honest.inclusion();
        assertThat(broken(with(honest).inclusion(new Inclusion(good.index(), good.size() + 1, good.path()))))
                .isEqualTo(Link.Name.INCLUSION);
        assertThat(broken(with(honest).inclusion(new Inclusion(good.index(), good.size(), List.of()))))
                .isEqualTo(Link.Name.INCLUSION);
    }

    @Test
    void aRecordThatTheDeviceDidNotSignIsRefusedEvenIfItsOwnerAnchorsIt() {
        DeviceRecord forged = DeviceRecord.sign(
                story.device.id(),
                1,
                Hash.ZERO,
                Devices.TIME,
                List.of(Reading.of("temperature", "Cel", "4.00")),
                message -> P256.sign(Device.number(2).privateKey(), message));
        var batch = RecordBatch.of(List.of(forged));
        var event = new AnchorContract.Anchored(batch.batch(), story.device.key(), TestChain.OWNER);
        Block block = story.chain.append(List.of(TestChain.anchoring(0, event)), 0, 1, 2, 3);
        assertThat(broken(story.bundle(forged, batch.inclusion(1), block, 0, 0)))
                .isEqualTo(Link.Name.SIGNATURE);
    }

    @Test
    void aFailedTransactionAnchorsNothing() {
        var anchoring = TestChain.anchoring(0, story.event);
        Block block = story.chain.append(
                List.of(new TestChain.Executed(anchoring.transaction(), false, anchoring.logs())), 0, 1, 2);
        assertThat(broken(bundle(block))).isEqualTo(Link.Name.RECEIPT);
    }

    @Test
    void aLogOfAnotherContractAnchorsNothing() {
        Log log = AnchorContract.log(story.event);
        var anchoring = TestChain.anchoring(0, story.event);
        var foreign = new Log(TestChain.OWNER, log.topics(), log.data());
        Block block = story.chain.append(
                List.of(new TestChain.Executed(anchoring.transaction(), true, List.of(foreign))), 0, 1, 2);
        assertThat(broken(bundle(block))).isEqualTo(Link.Name.RECEIPT);
    }

    @Test
    void anotherTransactionsEventIsNotThisCalls() {
        var other = new AnchorContract.Anchored(
                new AnchorContract.Batch(story.device.id(), story.event.batch().root(), 1, 8),
                story.device.key(),
                TestChain.OWNER);
        var anchoring = TestChain.anchoring(0, story.event);
        Block block = story.chain.append(
                List.of(new TestChain.Executed(anchoring.transaction(), true, List.of(AnchorContract.log(other)))),
                0,
                1,
                2);
        assertThat(broken(bundle(block))).isEqualTo(Link.Name.RECEIPT);
    }

    @Test
    void aTransactionToAnotherContractAnchorsNothing() {
        var call = TestChain.sign(0, TestChain.OWNER, AnchorContract.anchor(story.event.batch()));
        Block block = story.chain.append(
                List.of(new TestChain.Executed(call, true, List.of(AnchorContract.log(story.event)))), 0, 1, 2);
        assertThat(broken(bundle(block))).isEqualTo(Link.Name.TRANSACTION);
    }

    @Test
    void anotherTransactionOfTheBlockIsNotTheAnchor() {
        assertThat(broken(story.bundle(story.records.get(2), honest.inclusion(), story.block, 1, 0)))
                .isEqualTo(Link.Name.TRANSACTION);
    }

    @Test
    void aQuorumMustHaveSigned() {
        assertThat(broken(with(honest)
                        .certificate(Bytes.wrap(certify(VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1)
                                .encode()))))
                .isEqualTo(Link.Name.FINALITY);
        assertThat(broken(with(honest)
                        .certificate(Bytes.wrap(certify(VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2)
                                .encode()))))
                .isNull();
    }

    @Test
    void notarizedIsNotFinal() {
        assertThat(broken(with(honest)
                        .certificate(Bytes.wrap(certify(VoteType.NOTARIZE, TestChain.CHAIN_ID, 0, 1, 2)
                                .encode()))))
                .isEqualTo(Link.Name.HEADERS);
    }

    @Test
    void aQuorumOfAnotherChainIsNoQuorumHere() {
        assertThat(broken(with(honest)
                        .certificate(Bytes.wrap(
                                certify(VoteType.FINALIZE, 1, 0, 1, 2).encode()))))
                .isEqualTo(Link.Name.FINALITY);
    }

    @Test
    void seatsThatDidNotSignCannotBeClaimed() {
        Certificate two = certify(VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1);
        var claimed = new Certificate(two.subject(), Bytes.fromHex("07"), two.signature());
        assertThat(broken(with(honest).certificate(Bytes.wrap(claimed.encode()))))
                .isEqualTo(Link.Name.FINALITY);
    }

    @Test
    void anotherGenesisBelievesNothingOfIt() {
        Bytes file = honest.toJson();
        assertThat(brokenUnder(new TestChain(TestChain.CHAIN_ID, 1).genesis, file))
                .isEqualTo(Link.Name.COMMITTEE);
        assertThat(brokenUnder(new TestChain(99, 0).genesis, file)).isEqualTo(Link.Name.CHAIN);
        Genesis g = story.chain.genesis;
        var bare = new Genesis(
                g.chainId(), g.name(), g.coin(), g.timestamp(), g.parameters(), g.committee(), new TreeMap<>());
        assertThat(brokenUnder(bare, file)).isEqualTo(Link.Name.CHAIN);
    }

    @Test
    void aCertificateOfALaterBlockNeedsTheHeadersBetween() {
        Story later = new Story(2);
        EvidenceBundle bundle = later.bundle(3);
        for (List<Bytes> headers : List.of(
                bundle.headers().subList(0, 1),
                bundle.headers().subList(0, 2),
                List.of(bundle.headers().get(0), bundle.headers().get(2)),
                List.of(bundle.headers().get(1), bundle.headers().get(2)))) {
            Verdict verdict = Verifier.verify(with(bundle).headers(headers).toCbor(), later.chain.genesis);
            assertThat(verdict.isProven()).isFalse();
        }
    }

    /** Nothing binds headers before the certificate is checked: a forger fills them, and certifies them himself. */
    @Test
    void headersFullOfExtremesBreakALinkAndNotTheVerifier() {
        var good = new ChangedHeader(story.block.header());
        for (BlockHeader extreme : List.of(
                good.number(Long.MAX_VALUE),
                good.timestamp(Long.MAX_VALUE),
                good.timestamp(Long.MAX_VALUE / 1000),
                good.extraData(Bytes.EMPTY),
                good.extraData(Bytes.wrap(new byte[18])),
                good.extraData(Bytes.fromHex("ff".repeat(18))))) {
            var subject =
                    new VoteSubject(0, story.block.slot().view(), VoteType.FINALIZE, extreme.number(), extreme.hash());
            var certificate = new Certificate(subject, Bytes.fromHex("07"), Bytes.wrap(new byte[96]));
            Link.Name link = broken(with(honest).block(extreme, certificate));
            assertThat(link).isIn(Link.Name.HEADERS, Link.Name.FINALITY);
        }
    }

    @Test
    void noFileMakesTheVerifierThrow() {
        Verifier verifier = Verifier.of(story.chain.genesis);
        var random = new Random(11);
        List<Bytes> files =
                List.of(honest.toCbor(), honest.toJson(), new Story(3).bundle(2).toCbor());
        for (int i = 0; i < 6_000; i++) {
            Bytes file = files.get(i % files.size());
            byte[] bytes = file.toArray();
            for (int hits = random.nextInt(1, 8); hits > 0; hits--) {
                int at = random.nextInt(bytes.length);
                if (random.nextBoolean()) {
                    bytes[at] = (byte) random.nextInt();
                } else {
                    // Puts a piece from elsewhere here: lengths and items stay plausible.
                    int length = Math.min(random.nextInt(1, 40), bytes.length - at);
                    System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
                }
            }
            Bytes mutated = Bytes.wrap(bytes);
            assertThat(verifier.verify(mutated).isProven()).isEqualTo(mutated.equals(file));
        }
    }

    private Link.@Nullable Name broken(EvidenceBundle bundle) {
        return brokenUnder(story.chain.genesis, bundle.toJson());
    }

    private static Link.@Nullable Name brokenUnder(Genesis genesis, Bytes file) {
        return Verifier.verify(file, genesis).broken().map(Link.Broken::name).orElse(null);
    }

    private Certificate certify(VoteType type, long chainId, int... seats) {
        return story.chain.certify(story.block, type, chainId, seats);
    }

    /** The honest record with this block's first transaction as its anchor. */
    private EvidenceBundle bundle(Block block) {
        return story.bundle(story.records.get(2), honest.inclusion(), block, 0, 0);
    }
}
