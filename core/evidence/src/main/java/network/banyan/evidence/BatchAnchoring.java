// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.DoesNotHold.unless;

import java.util.Objects;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/** A device anchored a run of its own records; the event names the key that the registry held for it. */
final class BatchAnchoring implements Anchoring {
    private AnchorContract.@Nullable Batch called;
    private AnchorContract.@Nullable Anchored anchored;

    @Override
    public Address contract() {
        return AnchorContract.ADDRESS;
    }

    @Override
    public String contractName() {
        return "anchor contract";
    }

    @Override
    public String called(Bytes callData) {
        AnchorContract.Batch batch = AnchorContract.batchOf(callData)
                .orElseThrow(() -> new DoesNotHold("the transaction calls something other than anchor"));
        called = batch;
        return "anchors records %d to %d of device %s under root %s"
                .formatted(batch.firstSequence(), batch.lastSequence(), batch.device(), batch.root());
    }

    @Override
    public String left(Log log, long place) {
        AnchorContract.Anchored event = AnchorContract.anchored(log)
                .orElseThrow(() -> new DoesNotHold("log " + place + " is not the event Anchored"));
        unless(event.batch().equals(called), "the event is not of the batch that the transaction anchors");
        anchored = event;
        return "of that batch";
    }

    @Override
    public String registration(DeviceRecord record, BlockHeader block) {
        AnchorContract.Anchored event = event();
        unless(
                event.batch().device().equals(record.device()),
                "the batch is of device %s, the record of device %s",
                event.batch().device(),
                record.device());
        unless(event.key().isOnCurve(), "the registered key is no point of P-256");
        return "in that block the registry held for device %s the P-256 key x %s, y %s, and the owner %s"
                .formatted(record.device(), event.key().x(), event.key().y(), event.owner());
    }

    @Override
    public Hash root(DeviceRecord record, EvidenceBundle.Inclusion part) {
        AnchorContract.Batch batch = event().batch();
        long sequence = record.sequence();
        unless(
                batch.covers(sequence),
                "the record has number %d, the batch holds %d to %d",
                sequence,
                batch.firstSequence(),
                batch.lastSequence());
        unless(
                part.size() == batch.count() && part.index() == sequence - batch.firstSequence(),
                "record %d is leaf %d of %d in this batch, not leaf %d of %d",
                sequence,
                sequence - batch.firstSequence(),
                batch.count(),
                part.index(),
                part.size());
        return batch.root();
    }

    @Override
    public P256.PublicKey key() {
        return event().key();
    }

    @Override
    public Optional<Passport.Attestation> attestation() {
        return Optional.empty();
    }

    private AnchorContract.Anchored event() {
        return Objects.requireNonNull(anchored, "steps are taken in their order");
    }
}
