// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * How a record's root came to stand on the chain: by the device's own batch, or in a gateway's log. Each step builds on
 * those before it, and throws {@link DoesNotHold} or {@link EvidenceFormatException} if it is not as it should be.
 */
sealed interface Anchoring permits BatchAnchoring, LogAnchoring {
    static Anchoring of(EvidenceBundle bundle) {
        return bundle.registration().<Anchoring>map(LogAnchoring::new).orElseGet(BatchAnchoring::new);
    }

    /** The contract that the transaction calls and whose event it is. */
    Address contract();

    /** For people: {@code anchor contract}. */
    String contractName();

    /** @return what the transaction anchors, for people */
    String called(Bytes callData);

    /** The contract's event, at its place in the receipt. */
    String left(Log log, long place);

    /** @return by what the device's key is known, for people */
    String registration(DeviceRecord record, BlockHeader block);

    /** The root that the record's path must lead to. */
    Hash root(DeviceRecord record, EvidenceBundle.Inclusion part);

    /** The device's key when the root was anchored. */
    P256.PublicKey key();

    /** The anchored head of the gateway's log, once its event is known; empty if the device anchored it itself. */
    default Optional<GatewayLogContract.Head> log() {
        return Optional.empty();
    }

    /** What evidence of its key the device had given then; empty if that is not proven here. */
    Optional<Passport.Attestation> attestation();
}
