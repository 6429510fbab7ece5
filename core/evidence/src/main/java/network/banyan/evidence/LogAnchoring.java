// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.DoesNotHold.unless;

import java.util.Objects;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A gateway anchored its log, in which the record is a leaf. The event speaks of the gateway only; the device's key is
 * proven from the state of the same block.
 */
final class LogAnchoring implements Anchoring {
    private final Registration registration;
    private GatewayLogContract.@Nullable Head called;
    private GatewayLogContract.@Nullable Anchored anchored;

    LogAnchoring(Registration registration) {
        this.registration = registration;
    }

    @Override
    public Address contract() {
        return GatewayLogContract.ADDRESS;
    }

    @Override
    public String contractName() {
        return "gateway log contract";
    }

    @Override
    public String called(Bytes callData) {
        GatewayLogContract.Head head = GatewayLogContract.anchoringOf(callData)
                .orElseThrow(() -> new DoesNotHold("the transaction calls something other than anchorLog"))
                .head();
        called = head;
        return "anchors %d records in the log of gateway %s under root %s"
                .formatted(head.size(), head.gateway(), head.root());
    }

    @Override
    public String left(Log log, long place) {
        GatewayLogContract.Anchored event = GatewayLogContract.anchored(log)
                .orElseThrow(() -> new DoesNotHold("log " + place + " is not the event LogAnchored"));
        unless(event.head().equals(called), "the event is not of the log that the transaction anchors");
        anchored = event;
        return "of that log, whose gateway %s owns".formatted(event.owner());
    }

    @Override
    public String registration(DeviceRecord record, BlockHeader block) {
        Passport passport = registration.passport();
        unless(
                passport.id().equals(record.device()),
                "the passport is of device %s, the record of device %s",
                passport.id(),
                record.device());
        registration.mustStandIn(block.stateRoot());
        unless(passport.active(), "the device was revoked before the log was anchored");
        unless(passport.key().isOnCurve(), "the registered key is no point of P-256");
        Passport.Attestation attestation = passport.attestation();
        return "in that block the registry held for device %s the P-256 key x %s, y %s, and the owner %s; evidence of its key: %s"
                .formatted(
                        record.device(),
                        passport.key().x(),
                        passport.key().y(),
                        passport.owner(),
                        attestation.equals(Passport.Attestation.NONE)
                                ? "none"
                                : attestation.kindName() + " " + attestation.hash());
    }

    @Override
    public Hash root(DeviceRecord record, EvidenceBundle.Inclusion part) {
        GatewayLogContract.Head head = Objects.requireNonNull(anchored, "steps are taken in their order")
                .head();
        unless(
                part.size() == head.size(),
                "the path is of a log of %d leaves, the anchored one has %d",
                part.size(),
                head.size());
        return head.root();
    }

    @Override
    public Optional<GatewayLogContract.Head> log() {
        return Optional.ofNullable(anchored).map(GatewayLogContract.Anchored::head);
    }

    @Override
    public P256.PublicKey key() {
        return registration.passport().key();
    }

    @Override
    public Optional<Passport.Attestation> attestation() {
        return Optional.of(registration.passport().attestation());
    }
}
