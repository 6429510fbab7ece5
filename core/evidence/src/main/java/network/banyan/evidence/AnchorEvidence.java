// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.EvidenceBundle.AnchorReceipt;
import network.banyan.evidence.EvidenceBundle.AnchorTransaction;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.primitives.Bytes;

/**
 * What ties one anchor to the chain, whatever records stand under it: a gateway asks a node for it once for each anchor, and
 * keeps it with the devices' {@link Registration}s, so that it can prove its records when no node has that block's state
 * any more. Nothing in it is believed.
 */
public record AnchorEvidence(
        long chainId, AnchorTransaction transaction, AnchorReceipt receipt, List<Bytes> headers, Bytes certificate) {
    public AnchorEvidence {
        headers = List.copyOf(headers);
    }

    /**
     * The bundle of a record in a gateway's log.
     *
     * @param witnessed what witnesses said of that log
     */
    public EvidenceBundle bundle(
            Bytes record,
            Inclusion inclusion,
            Registration registration,
            Handovers handovers,
            Optional<Witnessed> witnessed) {
        return bundle(record, inclusion, handovers, Optional.of(registration), witnessed);
    }

    /** The bundle of a record in its device's own batch. */
    EvidenceBundle bundle(Bytes record, Inclusion inclusion, Handovers handovers) {
        return bundle(record, inclusion, handovers, Optional.empty(), Optional.empty());
    }

    private EvidenceBundle bundle(
            Bytes record,
            Inclusion inclusion,
            Handovers handovers,
            Optional<Registration> registration,
            Optional<Witnessed> witnessed) {
        return new EvidenceBundle(
                chainId,
                record,
                inclusion,
                transaction,
                receipt,
                headers,
                certificate,
                handovers,
                registration,
                witnessed);
    }

    /** Deterministic CBOR: {@code [chainId, transaction, receipt, [header ...], certificate]} as in a bundle. */
    public Bytes encode() {
        var out = new CborWriter().array(5).integer(chainId);
        BundleCbor.write(out, transaction);
        BundleCbor.write(out, receipt);
        BundleCbor.writeAll(out, headers);
        return out.bytes(certificate).toBytes();
    }

    /**
     * @throws EvidenceFormatException if the bytes are anything but what {@link #encode} writes
     */
    public static AnchorEvidence decode(Bytes encoded) {
        var in = new CborReader(encoded);
        in.array(5, "the evidence of an anchor");
        var evidence = new AnchorEvidence(
                in.unsigned(),
                BundleCbor.transaction(in),
                BundleCbor.receipt(in),
                BundleCbor.list(in, EvidenceBundle.MAX_HEADERS, in::bytes),
                in.bytes());
        in.end();
        return evidence;
    }
}
