// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.EvidenceBundle.AnchorReceipt;
import network.banyan.evidence.EvidenceBundle.AnchorTransaction;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.primitives.Bytes;

/** The same bundle but for one part. */
record ChangedBundle(EvidenceBundle of) {
    EvidenceBundle chainId(long chainId) {
        return new EvidenceBundle(
                chainId,
                of.record(),
                of.inclusion(),
                of.transaction(),
                of.receipt(),
                of.headers(),
                of.certificate(),
                of.handovers(),
                of.registration());
    }

    EvidenceBundle record(Bytes record) {
        return with(record, of.inclusion(), of.transaction(), of.receipt());
    }

    EvidenceBundle inclusion(Inclusion inclusion) {
        return with(of.record(), inclusion, of.transaction(), of.receipt());
    }

    EvidenceBundle transaction(AnchorTransaction transaction) {
        return with(of.record(), of.inclusion(), transaction, of.receipt());
    }

    EvidenceBundle receipt(AnchorReceipt receipt) {
        return with(of.record(), of.inclusion(), of.transaction(), receipt);
    }

    EvidenceBundle headers(List<Bytes> headers) {
        return with(headers, of.certificate(), of.handovers(), of.registration());
    }

    EvidenceBundle certificate(Bytes certificate) {
        return with(of.headers(), certificate, of.handovers(), of.registration());
    }

    EvidenceBundle handovers(Handovers handovers) {
        return with(of.headers(), of.certificate(), handovers, of.registration());
    }

    EvidenceBundle registration(Optional<Registration> registration) {
        return with(of.headers(), of.certificate(), of.handovers(), registration);
    }

    private EvidenceBundle with(
            Bytes record, Inclusion inclusion, AnchorTransaction transaction, AnchorReceipt receipt) {
        return new EvidenceBundle(
                of.chainId(),
                record,
                inclusion,
                transaction,
                receipt,
                of.headers(),
                of.certificate(),
                of.handovers(),
                of.registration());
    }

    private EvidenceBundle with(
            List<Bytes> headers, Bytes certificate, Handovers handovers, Optional<Registration> registration) {
        return new EvidenceBundle(
                of.chainId(),
                of.record(),
                of.inclusion(),
                of.transaction(),
                of.receipt(),
                headers,
                certificate,
                handovers,
                registration);
    }
}
