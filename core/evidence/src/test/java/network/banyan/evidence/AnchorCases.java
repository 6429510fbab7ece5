// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;
import static network.banyan.evidence.VerdictFiles.BARE;
import static network.banyan.evidence.VerdictFiles.EPOCHS;
import static network.banyan.evidence.VerdictFiles.OTHER_CHAIN;
import static network.banyan.evidence.VerdictStories.longer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.EvidenceBundle.AnchorReceipt;
import network.banyan.evidence.EvidenceBundle.AnchorTransaction;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Log;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Records, transactions and receipts that do not hang together, or not on this chain. */
final class AnchorCases {
    private final VerdictFiles out;
    private final VerdictStories stories;
    private final Story story;
    private final EvidenceBundle honest;
    private final EvidenceBundle covered;
    private final EvidenceBundle logged;

    AnchorCases(VerdictFiles out, VerdictStories stories) {
        this.out = out;
        this.stories = stories;
        this.story = stories.story;
        this.honest = stories.honest;
        this.covered = stories.covered;
        this.logged = stories.logged;
    }

    void add() {
        chain();
        headers();
        transaction();
        receipt();
        registration();
        inclusion();
        signature();
    }

    private void chain() {
        out.add("chain-another-id.cbor", with(honest).chainId(4691));
        out.under("proven-1.cbor", OTHER_CHAIN);
        out.under("proven-1.cbor", BARE);
        out.under("proven-3.cbor", EPOCHS);
    }

    private void headers() {
        out.add("headers-notarized-only.cbor", stories.certified(VoteType.NOTARIZE, TestChain.CHAIN_ID, 0, 1, 2));
        out.add(
                "headers-one-is-missing.cbor",
                with(covered)
                        .headers(List.of(
                                covered.headers().get(0), covered.headers().get(2))));
        out.add(
                "headers-end-too-early.cbor",
                with(covered).headers(covered.headers().subList(0, 2)));
        out.add("headers-reversed.cbor", with(covered).headers(covered.headers().reversed()));
        var other = story.chain.certify(story.block, 7, VoteType.FINALIZE, TestChain.CHAIN_ID, 0, 1, 2);
        out.add("headers-another-view.cbor", with(honest).certificate(Bytes.wrap(other.encode())));
        var header = new ChangedHeader(story.block.header());
        out.add("headers-after-the-year-9999.cbor", selfCertified(header.timestamp(Long.MAX_VALUE)));
        out.add("headers-time-over-63-bits.cbor", selfCertified(header.timestamp(-1)));
        out.add("headers-without-a-slot.cbor", selfCertified(header.extraData(Bytes.EMPTY)));
        out.add(
                "headers-slot-of-the-end-of-time.cbor",
                selfCertified(header.extraData(Bytes.fromHex("ff".repeat(18)))));
    }

    private EvidenceBundle selfCertified(BlockHeader header) {
        var subject = new VoteSubject(0, 1, VoteType.FINALIZE, header.number(), header.hash());
        var certificate = new Certificate(subject, Bytes.fromHex("07"), Bytes.wrap(new byte[96]));
        return with(honest).block(header, certificate);
    }

    private void transaction() {
        var call = TestChain.sign(0, TestChain.OWNER, AnchorContract.anchor(story.event.batch()));
        var executed = new TestChain.Executed(call, true, List.of(AnchorContract.log(story.event)));
        out.add("transaction-to-another-contract.cbor", stories.bundle(story.chain.append(List.of(executed), 0, 1, 2)));
        out.add(
                "transaction-another-of-the-block.cbor",
                story.bundle(story.records.get(2), honest.inclusion(), story.block, 1, 0));
        var part = honest.transaction();
        out.add(
                "transaction-at-no-place.cbor",
                with(honest).transaction(new AnchorTransaction(9, part.raw(), part.proof())));
        out.add(
                "transaction-proof-ends-early.cbor",
                with(honest)
                        .transaction(new AnchorTransaction(
                                part.index(), part.raw(), part.proof().subList(0, 1))));
        out.add(
                "transaction-proof-with-a-node-more.cbor",
                with(honest)
                        .transaction(new AnchorTransaction(
                                part.index(),
                                part.raw(),
                                more(part.proof(), part.proof().getLast()))));
        out.add(
                "transaction-other-bytes.cbor",
                with(honest).transaction(new AnchorTransaction(part.index(), longer(part.raw()), part.proof())));
        var other = TestChain.sign(0, AnchorContract.ADDRESS, AnchorContract.next(story.device.id()));
        out.add(
                "transaction-calls-another-function.cbor",
                stories.bundle(story.chain.append(List.of(new TestChain.Executed(other, true, List.of())), 0, 1, 2)));
        out.add("transaction-of-a-batch-in-version-3.cbor", with(honest).registration(logged.registration()));
    }

    private void receipt() {
        var anchoring = TestChain.anchoring(0, story.event);
        Log log = AnchorContract.log(story.event);
        out.add("receipt-failed.cbor", receipt(anchoring, false, log));
        out.add(
                "receipt-log-of-another-contract.cbor",
                receipt(anchoring, true, new Log(TestChain.OWNER, log.topics(), log.data())));
        var batch =
                new AnchorContract.Batch(story.device.id(), story.event.batch().root(), 1, 8);
        var other = new AnchorContract.Anchored(batch, story.device.key(), TestChain.OWNER);
        out.add("receipt-event-of-another-batch.cbor", receipt(anchoring, true, AnchorContract.log(other)));
        out.add(
                "receipt-another-event.cbor",
                receipt(anchoring, true, new Log(log.address(), log.topics().reversed(), log.data())));
        var part = honest.receipt();
        out.add("receipt-no-such-log.cbor", with(honest).receipt(new AnchorReceipt(1, part.raw(), part.proof())));
        out.add(
                "receipt-proof-is-the-transactions.cbor",
                with(honest)
                        .receipt(new AnchorReceipt(
                                0, part.raw(), honest.transaction().proof())));
    }

    private EvidenceBundle receipt(TestChain.Executed anchoring, boolean success, Log log) {
        var executed = new TestChain.Executed(anchoring.transaction(), success, List.of(log));
        return stories.bundle(story.chain.append(List.of(executed), 0, 1, 2));
    }

    private void registration() {
        out.add(
                "registration-of-another-device.cbor",
                with(honest).record(Device.number(2).chain(3).getLast().encoded()));
        P256.PublicKey good = story.device.key();
        var off = new P256.PublicKey(good.x(), good.x());
        out.add(
                "registration-key-off-the-curve.cbor",
                stories.bundle(story.chain.append(
                        List.of(TestChain.anchoring(
                                0, new AnchorContract.Anchored(story.event.batch(), off, TestChain.OWNER))),
                        0,
                        1,
                        2)));
        Registration registration = logged.registration().orElseThrow();
        out.add(
                "registration-stolen-passport.cbor",
                with(logged).registration(Optional.of(LoggedBundleTest.stolen(registration))));
        out.add(
                "registration-revoked.cbor",
                LoggedBundleTest.Log.of(
                                LoggedBundleTest.passport(LoggedBundleTest.DEVICE, false), LoggedBundleTest.INDEX)
                        .bundle());
        out.add(
                "registration-other-devices-leaf.cbor",
                with(logged).record(LoggedBundleTest.LEAVES.get(1).encoded()));
        out.add(
                "registration-proofs-swapped.cbor",
                with(logged)
                        .registration(Optional.of(new Registration(
                                registration.passport(), registration.storage(), registration.account()))));
    }

    private void inclusion() {
        DeviceRecord invented =
                story.device.record(3, story.records.get(1).id(), Reading.of("temperature", "Cel", "4.00"));
        out.add("inclusion-invented-record.cbor", with(honest).record(invented.encoded()));
        out.add(
                "inclusion-outside-the-batch.cbor",
                with(honest).record(story.device.chain(8).getLast().encoded()));
        out.add(
                "inclusion-of-another-leaf.cbor",
                with(honest).inclusion(story.bundle(4).inclusion()));
        Inclusion good = honest.inclusion();
        out.add(
                "inclusion-another-size.cbor",
                with(honest).inclusion(new Inclusion(good.index(), good.size() + 1, good.path())));
        out.add(
                "inclusion-without-a-path.json",
                with(honest).inclusion(new Inclusion(good.index(), good.size(), List.of())));
        out.add(
                "inclusion-path-too-long.cbor",
                with(honest).inclusion(new Inclusion(good.index(), good.size(), more(good.path(), Hash.ZERO))));
        out.add(
                "inclusion-another-leaf-of-the-log.cbor",
                with(logged).record(LoggedBundleTest.LEAVES.get(0).encoded()));
        Inclusion log = logged.inclusion();
        out.add(
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
        out.add("signature-of-another-key.cbor", stories.anchored(forged));
        var passport = LoggedBundleTest.PASSPORT;
        var theirs = new Passport(
                passport.id(),
                passport.owner(),
                LoggedBundleTest.OTHER.key(),
                passport.registeredAt(),
                true,
                passport.attestation());
        out.add(
                "signature-of-a-registered-thief.cbor",
                LoggedBundleTest.Log.of(theirs, LoggedBundleTest.INDEX).bundle());
    }

    private static <T> List<T> more(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
