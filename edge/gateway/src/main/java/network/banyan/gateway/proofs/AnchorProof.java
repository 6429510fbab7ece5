// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evidence.AnchorEvidence;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * All that is kept of one anchor.
 *
 * @param registrations of devices that wrote since the anchor before, as they were in the block
 */
record AnchorProof(AnchorEvidence evidence, SortedMap<Hash, Registration> registrations) {
    AnchorProof {
        registrations = Collections.unmodifiableSortedMap(new TreeMap<>(registrations));
    }

    /** Deterministic CBOR: {@code [evidence, [registration ...]]}, each encoded for itself. */
    Bytes encode() {
        var out = new CborWriter().array(2).bytes(evidence.encode()).array(registrations.size());
        registrations.values().forEach(registration -> out.bytes(registration.encode()));
        return out.toBytes();
    }

    /**
     * @throws network.banyan.evidence.EvidenceFormatException if the bytes are no proof
     */
    static AnchorProof decode(Bytes encoded) {
        var in = new CborReader(encoded);
        in.array(2, "the proof of an anchor");
        AnchorEvidence evidence = AnchorEvidence.decode(in.bytes());
        SortedMap<Hash, Registration> registrations = new TreeMap<>();
        for (int left = in.array(); left > 0; left--) {
            Registration registration = Registration.decode(in.bytes());
            registrations.put(registration.passport().id(), registration);
        }
        in.end();
        return new AnchorProof(evidence, registrations);
    }
}
