// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.EvidenceBundle.AnchorReceipt;
import network.banyan.evidence.EvidenceBundle.AnchorTransaction;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.evidence.witness.Witnesses;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Bundles good and broken, one or more for each link, that every verifier must judge alike (docs/spec/evidence/verdicts). */
final class VerdictCases {
    static final String GENESIS = "genesis.json";
    static final String EPOCHS = "genesis-epochs.json";
    private static final String OTHER_CHAIN = "genesis-other-chain.json";
    private static final String OTHER_COMMITTEE = "genesis-other-committee.json";
    private static final String BARE = "genesis-bare.json";

    private static final long HOUR = 3_600_000;

    /** @param age of the checkpoint when the file is verified, milliseconds */
    record Checkpointed(String file, Checkpoint checkpoint, long age) {}

    /** One file under one genesis, and perhaps a checkpoint, or witnesses that must have seen it. */
    record Case(String file, String genesis, Optional<Checkpointed> trust, Optional<Witnesses> wanted) {}

    final SortedMap<String, Genesis> geneses = new TreeMap<>();
    final SortedMap<String, Bytes> files = new TreeMap<>();
    final List<Case> cases = new ArrayList<>();

    private final Story story = new Story(TestChain.withLogs(), 0, 0);
    private final EvidenceBundle honest = story.bundle(3);
    private final EvidenceBundle covered = new Story(TestChain.withLogs(), 0, 2).bundle(3);
    private final EvidenceBundle logged = LoggedBundleTest.HONEST;
    private final Story late = new Story(TestChain.withEpochs(4), 13, 0);
    private final EvidenceBundle handed = late.bundle(3);

    VerdictCases() {
        geneses.put(GENESIS, story.chain.genesis);
        geneses.put(EPOCHS, late.chain.genesis);
        geneses.put(OTHER_CHAIN, new TestChain(99, 0).genesis);
        geneses.put(OTHER_COMMITTEE, new TestChain(TestChain.CHAIN_ID, 1).genesis);
        Genesis g = story.chain.genesis;
        geneses.put(
                BARE,
                new Genesis(
                        g.chainId(),
                        g.name(),
                        g.coin(),
                        g.timestamp(),
                        g.parameters(),
                        g.committee(),
                        new TreeMap<>()));
        proven();
        form();
        formOfRecords();
        chain();
        headers();
        transaction();
        receipt();
        registration();
        inclusion();
        signature();
        handovers();
        checkpoints();
        committee();
        finality();
        witnesses();
    }

    private void proven() {
        add("proven-1.json", honest.toJson());
        add("proven-1.cbor", honest.toCbor());
        add("proven-1-covered-by-a-descendant.cbor", covered.toCbor());
        add("proven-1-many-readings.cbor", anchored(manyReadings()).toCbor());
        add("proven-2.json", EPOCHS, handed.toJson());
        add("proven-2.cbor", EPOCHS, handed.toCbor());
        add(
                "proven-2-last-block-of-an-epoch.cbor",
                EPOCHS,
                new Story(TestChain.withEpochs(4), 11, 0).bundle(2).toCbor());
        add(
                "proven-2-covered-by-a-descendant.cbor",
                EPOCHS,
                new Story(TestChain.withEpochs(4), 12, 2).bundle(2).toCbor());
        add("proven-3.json", logged.toJson());
        add("proven-3.cbor", logged.toCbor());
    }

    private DeviceRecord manyReadings() {
        List<Reading> readings = new ArrayList<>(List.of(
                Reading.of("temperature", "Cel", "-0.050"),
                Reading.of("count", "", "-9223372036854775808"),
                Reading.of("share:1/2.x_y-z", "%", "9.223372036854775807")));
        for (int second = 1; second <= 9; second++) {
            readings.add(Reading.of("temperature", "Cel", "2" + second).after(1000L * second));
        }
        readings.add(Reading.of("door", "", "0").after(Reading.MAX_AFTER_MILLIS));
        return story.device.record(1, Hash.ZERO, readings.toArray(Reading[]::new));
    }

    private void form() {
        String json = new String(honest.toJson().toArray(), ISO_8859_1);
        byte[] cbor = honest.toCbor().toArray();
        add("form-empty.cbor", Bytes.EMPTY);
        add("form-brace.json", text("{"));
        add("form-two-spaces.json", text(json.replaceFirst("\": 4690", "\":  4690")));
        add("form-upper-case-hex.json", text(json.replaceFirst("0xd284", "0xD284")));
        add("form-another-field.json", text(json.replaceFirst("\"chainId\"", "\"chainID\"")));
        add("form-line-at-the-end.json", text(json + "\n"));
        add("form-number-with-a-fraction.json", text(json.replaceFirst("4690", "4690.0")));
        add("form-number-too-long.json", text(json.replaceFirst("4690", "12345678901234567")));
        add("form-escaped-text.json", text(json.replaceFirst("banyan-e", "banyan-\\\\u0065")));
        add("form-of-no-version.json", text(json.replaceFirst("evidence-1", "evidence-9")));
        add("form-byte-too-many.cbor", Bytes.wrap(Arrays.copyOf(cbor, cbor.length + 1)));
        add("form-cut-short.cbor", Bytes.wrap(Arrays.copyOf(cbor, cbor.length - 1)));
        add(
                "form-long-head.cbor",
                Bytes.fromHex("9808" + honest.toCbor().toHex().substring(4)));
        add(
                "form-without-end.cbor",
                Bytes.fromHex("9f" + honest.toCbor().toHex().substring(4) + "ff"));
        add("form-length-of-63-bits.cbor", Bytes.fromHex("9b7fffffffffffffff"));
        add("form-text-of-no-utf-8.cbor", Bytes.fromHex("8864fffefdfc"));
        add(
                "form-version-2-without-handovers.cbor",
                EPOCHS,
                Bytes.fromHex("8a" + honest.toCbor().toHex().substring(4).replaceFirst("2d31", "2d32") + "0080"));
        add("form-no-header.cbor", replaced(honest.headers().getFirst(), "81", "80", true));
        add(
                "form-header-with-a-byte-more.cbor",
                with(honest).headers(List.of(longer(honest.headers().getFirst()))));
        add("form-certificate-cut-short.cbor", with(honest).certificate(shorter(honest.certificate())));
        add(
                "form-certificate-with-a-zero-byte.cbor",
                with(honest).certificate(Bytes.fromHex(certificateWithZeroByte())));
        add("form-passport-registered-never.cbor", replacedPassport());
    }

    /** The bitmap 0b is written as 0b00, with the list's and the bitmap's heads to match. */
    private String certificateWithZeroByte() {
        String hex = honest.certificate().toHex().substring(2);
        int length = Integer.parseInt(hex.substring(2, 4), 16);
        return "f8%02x".formatted(length + 2) + hex.substring(4).replaceFirst("0bb860", "820b00b860");
    }

    private Bytes replacedPassport() {
        String hex = logged.toCbor().toHex().substring(2);
        return Bytes.fromHex(hex.replaceFirst("1a%08x".formatted(1_763_683_000), "00"));
    }

    /** Puts another head before a byte string, and leaves the string out if wanted. */
    private Bytes replaced(Bytes item, String head, String other, boolean without) {
        String hex = honest.toCbor().toHex().substring(2);
        String string = "59%04x".formatted(item.size()) + item.toHex().substring(2);
        return Bytes.fromHex(hex.replace(head + string, other + (without ? "" : string)));
    }

    private void formOfRecords() {
        DeviceRecord record = story.records.get(2);
        byte[] highS = record.encoded().toArray();
        int s = highS.length - Hash.SIZE;
        P256.ORDER.minus(UInt256.at(highS, s)).writeTo(highS, s);
        add("form-record-with-high-s.cbor", with(honest).record(Bytes.wrap(highS)));
        byte[] zero = highS.clone();
        Arrays.fill(zero, s, zero.length, (byte) 0);
        add("form-record-with-s-of-zero.cbor", with(honest).record(Bytes.wrap(zero)));
        add("form-record-with-a-byte-more.cbor", with(honest).record(longer(record.encoded())));
        // 22 is -3, milliseconds; 21 would be hundredths of a second.
        add("form-record-with-another-time.cbor", with(honest).record(edited(record, "22c48222", "22c48221")));
        add("form-record-with-a-float.cbor", with(honest).record(edited(record, "02c4822119", "02fb000000")));
        add("form-record-with-another-algorithm.cbor", with(honest).record(edited(record, "0126", "0127")));
    }

    private static Bytes edited(DeviceRecord record, String piece, String other) {
        String hex = record.encoded().toHex();
        return Bytes.fromHex(hex.replaceFirst(piece, other));
    }

    private void chain() {
        add("chain-another-id.cbor", with(honest).chainId(4691));
        under("proven-1.cbor", OTHER_CHAIN);
        under("proven-1.cbor", BARE);
        under("proven-3.cbor", EPOCHS);
    }

    private void headers() {
        add("headers-notarized-only.cbor", certified(VoteType.NOTARIZE, TestChain.CHAIN_ID, 0, 1, 2));
        add(
                "headers-one-is-missing.cbor",
                with(covered)
                        .headers(List.of(
                                covered.headers().get(0), covered.headers().get(2))));
        add(
                "headers-end-too-early.cbor",
                with(covered).headers(covered.headers().subList(0, 2)));
        add("headers-reversed.cbor", with(covered).headers(covered.headers().reversed()));
        var other = story.chain.certify(story.block, 7, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        add("headers-another-view.cbor", with(honest).certificate(Bytes.wrap(other.encode())));
        BlockHeader header = story.block.header();
        add("headers-after-the-year-9999.cbor", selfCertified(withTimes(header, Long.MAX_VALUE, header.extraData())));
        add("headers-time-over-63-bits.cbor", selfCertified(withTimes(header, -1, header.extraData())));
        add("headers-without-a-slot.cbor", selfCertified(withTimes(header, header.timestamp(), Bytes.EMPTY)));
        add(
                "headers-slot-of-the-end-of-time.cbor",
                selfCertified(withTimes(header, header.timestamp(), Bytes.fromHex("ff".repeat(18)))));
    }

    private EvidenceBundle selfCertified(BlockHeader header) {
        var subject = new VoteSubject(0, 1, VoteType.FINALIZE, header.number(), header.hash());
        var certificate = new Certificate(subject, Bytes.fromHex("07"), Bytes.wrap(new byte[96]));
        return with(with(honest).headers(List.of(Bytes.wrap(header.encode()))))
                .certificate(Bytes.wrap(certificate.encode()));
    }

    private void transaction() {
        var call = TestChain.sign(0, TestChain.OWNER, AnchorContract.anchor(story.event.batch()));
        var executed = new TestChain.Executed(call, true, List.of(AnchorContract.log(story.event)));
        add("transaction-to-another-contract.cbor", bundle(story.chain.append(List.of(executed), 0, 1, 2)));
        add("transaction-another-of-the-block.cbor", bundle(story.records.get(2), honest.inclusion(), story.block, 1));
        var part = honest.transaction();
        add(
                "transaction-at-no-place.cbor",
                with(honest).transaction(new AnchorTransaction(9, part.raw(), part.proof())));
        add(
                "transaction-proof-ends-early.cbor",
                with(honest)
                        .transaction(new AnchorTransaction(
                                part.index(), part.raw(), part.proof().subList(0, 1))));
        add(
                "transaction-proof-with-a-node-more.cbor",
                with(honest)
                        .transaction(new AnchorTransaction(
                                part.index(),
                                part.raw(),
                                with(part.proof(), part.proof().getLast()))));
        add(
                "transaction-other-bytes.cbor",
                with(honest).transaction(new AnchorTransaction(part.index(), longer(part.raw()), part.proof())));
        var other = TestChain.sign(0, AnchorContract.ADDRESS, AnchorContract.next(story.device.id()));
        add(
                "transaction-calls-another-function.cbor",
                bundle(story.chain.append(List.of(new TestChain.Executed(other, true, List.of())), 0, 1, 2)));
        add("transaction-of-a-batch-in-version-3.cbor", with(honest).registration(logged.registration()));
    }

    private void receipt() {
        var anchoring = TestChain.anchoring(0, story.event);
        Log log = AnchorContract.log(story.event);
        add("receipt-failed.cbor", receipt(anchoring, false, log));
        add(
                "receipt-log-of-another-contract.cbor",
                receipt(anchoring, true, new Log(TestChain.OWNER, log.topics(), log.data())));
        var batch =
                new AnchorContract.Batch(story.device.id(), story.event.batch().root(), 1, 8);
        var other = new AnchorContract.Anchored(batch, story.device.key(), TestChain.OWNER);
        add("receipt-event-of-another-batch.cbor", receipt(anchoring, true, AnchorContract.log(other)));
        add(
                "receipt-another-event.cbor",
                receipt(anchoring, true, new Log(log.address(), log.topics().reversed(), log.data())));
        var part = honest.receipt();
        add("receipt-no-such-log.cbor", with(honest).receipt(new AnchorReceipt(1, part.raw(), part.proof())));
        add(
                "receipt-proof-is-the-transactions.cbor",
                with(honest)
                        .receipt(new AnchorReceipt(
                                0, part.raw(), honest.transaction().proof())));
    }

    private EvidenceBundle receipt(TestChain.Executed anchoring, boolean success, Log log) {
        var executed = new TestChain.Executed(anchoring.transaction(), success, List.of(log));
        return bundle(story.chain.append(List.of(executed), 0, 1, 2));
    }

    private void registration() {
        add(
                "registration-of-another-device.cbor",
                with(honest).record(Device.number(2).chain(3).getLast().encoded()));
        P256.PublicKey good = story.device.key();
        var off = new P256.PublicKey(good.x(), good.x());
        add(
                "registration-key-off-the-curve.cbor",
                bundle(story.chain.append(
                        List.of(TestChain.anchoring(
                                0, new AnchorContract.Anchored(story.event.batch(), off, TestChain.OWNER))),
                        0,
                        1,
                        2)));
        Registration registration = logged.registration().orElseThrow();
        add(
                "registration-stolen-passport.cbor",
                with(logged).registration(Optional.of(LoggedBundleTest.stolen(registration))));
        add(
                "registration-revoked.cbor",
                LoggedBundleTest.Log.of(
                                LoggedBundleTest.passport(LoggedBundleTest.DEVICE, false), LoggedBundleTest.INDEX)
                        .bundle());
        add(
                "registration-other-devices-leaf.cbor",
                with(logged).record(LoggedBundleTest.LEAVES.get(1).encoded()));
        add(
                "registration-proofs-swapped.cbor",
                with(logged)
                        .registration(Optional.of(new Registration(
                                registration.passport(), registration.storage(), registration.account()))));
    }

    private void inclusion() {
        DeviceRecord invented =
                story.device.record(3, story.records.get(1).id(), Reading.of("temperature", "Cel", "4.00"));
        add("inclusion-invented-record.cbor", with(honest).record(invented.encoded()));
        add(
                "inclusion-outside-the-batch.cbor",
                with(honest).record(story.device.chain(8).getLast().encoded()));
        add(
                "inclusion-of-another-leaf.cbor",
                with(honest).inclusion(story.bundle(4).inclusion()));
        Inclusion good = honest.inclusion();
        add(
                "inclusion-another-size.cbor",
                with(honest).inclusion(new Inclusion(good.index(), good.size() + 1, good.path())));
        add(
                "inclusion-without-a-path.json",
                with(honest).inclusion(new Inclusion(good.index(), good.size(), List.of())));
        add(
                "inclusion-path-too-long.cbor",
                with(honest).inclusion(new Inclusion(good.index(), good.size(), with(good.path(), Hash.ZERO))));
        add(
                "inclusion-another-leaf-of-the-log.cbor",
                with(logged).record(LoggedBundleTest.LEAVES.get(0).encoded()));
        Inclusion log = logged.inclusion();
        add(
                "inclusion-another-size-of-the-log.cbor",
                with(logged).inclusion(new Inclusion(log.index(), log.size() + 1, log.path())));
    }

    private void signature() {
        DeviceRecord forged = DeviceRecord.sign(
                story.device.id(),
                1,
                Hash.ZERO,
                Devices.TIME,
                List.of(Reading.of("temperature", "Cel", "4.00")),
                message -> P256.sign(Device.number(2).privateKey(), message));
        add("signature-of-another-key.cbor", anchored(forged));
        var passport = LoggedBundleTest.PASSPORT;
        var theirs = new Passport(
                passport.id(),
                passport.owner(),
                LoggedBundleTest.OTHER.key(),
                passport.registeredAt(),
                true,
                passport.attestation());
        add(
                "signature-of-a-registered-thief.cbor",
                LoggedBundleTest.Log.of(theirs, LoggedBundleTest.INDEX).bundle());
    }

    private void handovers() {
        List<Bytes> chain = handed.handovers().chain();
        handovers("handovers-none.cbor", 0, List.of());
        handovers("handovers-one-is-missing.cbor", 0, List.of(chain.get(0), chain.get(2)));
        handovers("handovers-end-too-early.cbor", 0, chain.subList(0, 2));
        handovers("handovers-one-comes-twice.cbor", 0, List.of(chain.get(0), chain.get(0), chain.get(1), chain.get(2)));
        handovers("handovers-from-a-later-epoch.cbor", 1, chain.subList(1, 3));
        handovers("handovers-malformed.cbor", 0, List.of(chain.get(0), longer(chain.get(1)), chain.get(2)));
        handovers(
                "handovers-of-another-chain.cbor",
                0,
                new Story(TestChain.withEpochs(4, 1), 13, 0)
                        .bundle(3)
                        .handovers()
                        .chain());
        byte[] last = chain.get(1).toArray();
        byte member = last[last.length - 1];
        last[last.length - 1] = last[last.length - 2];
        last[last.length - 2] = member;
        handovers("handovers-members-reordered.cbor", 0, List.of(chain.get(0), Bytes.wrap(last), chain.get(2)));
        handovers("handovers-without-a-quorum.cbor", 0, written(0, 1));
        add("handovers-where-no-epoch-ends.cbor", with(honest).handovers(new Handovers(0, chain)));
    }

    private void handovers(String name, long firstEpoch, List<Bytes> chain) {
        add(
                name,
                EPOCHS,
                with(handed).handovers(new Handovers(firstEpoch, chain)).toCbor());
    }

    /** The chain of handovers of which these seats signed the second. */
    private List<Bytes> written(int... seats) {
        Handover second = late.chain.handover(1);
        Block block = late.chain.block(second.header().number()).orElseThrow();
        Certificate few = late.chain.certify(block, VoteType.FINALIZE, TestChain.CHAIN_ID, seats);
        var codec = HandoverCodec.from(
                late.chain.genesis,
                0,
                LightClient.of(late.chain.genesis).committee().members());
        return List.of(
                codec.write(late.chain.handover(0)),
                codec.write(new Handover(second.header(), few, second.members())),
                codec.write(late.chain.handover(2)));
    }

    private void checkpoints() {
        Checkpoint third = checkpoint(late);
        Checkpoint foreign = checkpoint(new Story(TestChain.withEpochs(4, 1), 13, 0));
        add("from-checkpoint.cbor", EPOCHS, late.bundle(3, 3).toCbor());
        var good = new Checkpointed("checkpoint.json", third, HOUR);
        var old = new Checkpointed("checkpoint.json", third, Trust.DEFAULT_PERIOD_MILLIS);
        var ahead = new Checkpointed("checkpoint.json", third, -61_000);
        var other = new Checkpointed("checkpoint-of-another-chain.json", foreign, HOUR);
        files.put("checkpoint.json", third.toJson());
        files.put("checkpoint-of-another-chain.json", foreign.toJson());
        for (Checkpointed trust : List.of(good, old, ahead, other)) {
            cases.add(new Case("from-checkpoint.cbor", EPOCHS, Optional.of(trust), Optional.empty()));
            cases.add(new Case("proven-2.cbor", EPOCHS, Optional.of(trust), Optional.empty()));
        }
        cases.add(new Case("proven-1.cbor", GENESIS, Optional.of(good), Optional.empty()));
        cases.add(new Case("proven-2-last-block-of-an-epoch.cbor", EPOCHS, Optional.of(good), Optional.empty()));
    }

    private static Checkpoint checkpoint(Story story) {
        return Verifier.verify(story.bundle(3).toCbor(), story.chain.genesis)
                .checkpoint()
                .orElseThrow();
    }

    private void committee() {
        under("proven-1.cbor", OTHER_COMMITTEE);
        under("headers-another-view.cbor", OTHER_COMMITTEE);
        under("form-empty.cbor", OTHER_COMMITTEE);
        BlockHeader header = withCommitment(story.block.header(), Sha256.hash(new byte[0]));
        Block block = new Block(header, List.of());
        Certificate signed = story.chain.certify(block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        add(
                "committee-another-commitment.cbor",
                with(with(honest).headers(List.of(Bytes.wrap(header.encode()))))
                        .certificate(Bytes.wrap(signed.encode())));
    }

    private void finality() {
        add("finality-two-of-four.cbor", certified(VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1));
        add("finality-of-another-chain.cbor", certified(VoteType.FINALIZE, 1, 0, 1, 2));
        Certificate two = story.chain.certify(story.block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1);
        add("finality-seat-that-did-not-sign.cbor", signed(two.subject(), "07", two.signature()));
        add("finality-seat-that-there-is-not.cbor", signed(two.subject(), "17", two.signature()));
        add("finality-signature-at-infinity.cbor", signed(two.subject(), "07", Bytes.fromHex("c0" + "00".repeat(95))));
        add("finality-signature-of-zeros.cbor", signed(two.subject(), "07", Bytes.wrap(new byte[96])));
        add(
                "finality-signature-off-the-curve.cbor",
                signed(two.subject(), "07", Bytes.fromHex("80" + "00".repeat(94) + "01")));
        Certificate three = story.chain.certify(story.block, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        byte[] negated = three.signature().toArray();
        negated[0] ^= 0x20;
        add("finality-signature-negated.cbor", signed(three.subject(), "07", Bytes.wrap(negated)));
    }

    private void witnesses() {
        WitnessedLog log = WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), LoggedBundleTest.LEAVES);
        var one = new Witnesses(List.of(WitnessedLog.key(1)), 1);
        var both = new Witnesses(List.of(WitnessedLog.key(2), WitnessedLog.key(1)), 2);
        var oneOfThree = new Witnesses(List.of(WitnessedLog.key(3), WitnessedLog.key(2), WitnessedLog.key(4)), 1);
        var anchored = log.seen(0, 1, 2);
        add("proven-4.json", logged.with(anchored));
        add("proven-4.cbor", logged.with(anchored));
        add("proven-4-by-a-later-head.cbor", logged.with(log.seen(5, 2)));
        for (Witnesses wanted : List.of(one, both, oneOfThree)) {
            wanting("proven-4.cbor", wanted);
            wanting("proven-4-by-a-later-head.cbor", wanted);
        }
        wanting("proven-3.cbor", one);
        wanting("proven-1.cbor", one);
        List<Cosignature> good = anchored.cosignatures();
        add("witnesses-another-root.cbor", logged.with(new Witnessed(12, Hash.ZERO, List.of(), good)));
        add(
                "witnesses-of-another-gateway.cbor",
                logged.with(WitnessedLog.of(Device.number(8).id(), LoggedBundleTest.LEAVES)
                        .seen(0, 1)));
        List<DeviceRecord> other = LoggedBundleTest.LEAVES.reversed();
        add(
                "witnesses-of-another-history.cbor",
                logged.with(
                        WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), other).seen(5, 1)));
        add(
                "witnesses-of-a-smaller-head.cbor",
                logged.with(WitnessedLog.of(LoggedBundleTest.GATEWAY.id(), LoggedBundleTest.LEAVES.subList(0, 8))
                        .seen(0, 1)));
        Cosignature first = good.getFirst();
        var later = new Cosignature(first.key(), first.timeSeconds() + 1, first.signature());
        add(
                "witnesses-at-another-time.cbor",
                logged.with(new Witnessed(12, anchored.root(), List.of(), List.of(later))));
        var stolen = new Cosignature(WitnessedLog.key(3).key(), first.timeSeconds(), first.signature());
        add(
                "witnesses-with-anothers-signature.cbor",
                logged.with(new Witnessed(12, anchored.root(), List.of(), List.of(stolen))));
        String hex = logged.with(anchored).toCbor().toHex();
        String items = good.stream()
                .map(each -> "5868" + each.encode().toHex().substring(2))
                .reduce("", String::concat);
        String swapped = good.reversed().stream()
                .map(each -> "5868" + each.encode().toHex().substring(2))
                .reduce("", String::concat);
        add("form-witnesses-in-another-order.cbor", Bytes.fromHex(hex.replace(items, swapped)));
        add("form-witnessed-by-nobody.cbor", Bytes.fromHex(hex.replace("82" + items, "80")));
    }

    private void wanting(String file, Witnesses wanted) {
        cases.add(new Case(file, GENESIS, Optional.empty(), Optional.of(wanted)));
    }

    private EvidenceBundle signed(VoteSubject subject, String signers, Bytes signature) {
        var certificate = new Certificate(subject, Bytes.fromHex(signers), signature);
        return with(honest).certificate(Bytes.wrap(certificate.encode()));
    }

    private EvidenceBundle certified(VoteType type, long chainId, int... seats) {
        return with(honest)
                .certificate(Bytes.wrap(
                        story.chain.certify(story.block, type, chainId, seats).encode()));
    }

    /** A record alone in a batch, in a block of its own. */
    private EvidenceBundle anchored(DeviceRecord record) {
        var batch = RecordBatch.of(List.of(record));
        var event = new AnchorContract.Anchored(batch.batch(), story.device.key(), TestChain.OWNER);
        Block block = story.chain.append(List.of(TestChain.anchoring(0, event)), 0, 1, 2, 3);
        return bundle(record, batch.inclusion(record.sequence()), block, 0);
    }

    private EvidenceBundle bundle(Block block) {
        return bundle(story.records.get(2), honest.inclusion(), block, 0);
    }

    private EvidenceBundle bundle(DeviceRecord record, Inclusion inclusion, Block block, int index) {
        List<byte[]> transactions = block.transactions().stream()
                .map(transaction -> transaction.encoded().toArray())
                .toList();
        List<byte[]> receipts = story.chain.receipts(block.number()).orElseThrow().stream()
                .map(Receipt::encode)
                .toList();
        return new EvidenceBundle(
                TestChain.CHAIN_ID,
                record.encoded(),
                inclusion,
                new AnchorTransaction(
                        index, Bytes.wrap(transactions.get(index)), OrderedTrie.proof(transactions, index)),
                new AnchorReceipt(0, Bytes.wrap(receipts.get(index)), OrderedTrie.proof(receipts, index)),
                List.of(Bytes.wrap(block.header().encode())),
                Bytes.wrap(story.chain.certificate(block.number()).orElseThrow().encode()));
    }

    private static BlockHeader withTimes(BlockHeader h, long timestamp, Bytes extraData) {
        return copy(h, timestamp, extraData, h.parentBeaconBlockRoot());
    }

    private static BlockHeader withCommitment(BlockHeader h, Hash commitment) {
        return copy(h, h.timestamp(), h.extraData(), commitment);
    }

    private static BlockHeader copy(BlockHeader h, long timestamp, Bytes extraData, Hash commitment) {
        return new BlockHeader(
                h.parentHash(),
                h.ommersHash(),
                h.beneficiary(),
                h.stateRoot(),
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                h.difficulty(),
                h.number(),
                h.gasLimit(),
                h.gasUsed(),
                timestamp,
                extraData,
                h.mixHash(),
                h.nonce(),
                h.baseFeePerGas(),
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                commitment,
                h.requestsHash());
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(ISO_8859_1));
    }

    private static Bytes longer(Bytes bytes) {
        return Bytes.wrap(Arrays.copyOf(bytes.toArray(), bytes.size() + 1));
    }

    private static Bytes shorter(Bytes bytes) {
        return Bytes.wrap(Arrays.copyOf(bytes.toArray(), bytes.size() - 1));
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    private static ChangedBundle with(EvidenceBundle bundle) {
        return new ChangedBundle(bundle);
    }

    private void add(String name, EvidenceBundle bundle) {
        add(name, name.endsWith(".json") ? bundle.toJson() : bundle.toCbor());
    }

    private void add(String name, Bytes file) {
        add(name, GENESIS, file);
    }

    private void add(String name, String genesis, Bytes file) {
        files.put(name, file);
        under(name, genesis);
    }

    private void under(String name, String genesis) {
        cases.add(new Case(name, genesis, Optional.empty(), Optional.empty()));
    }
}
