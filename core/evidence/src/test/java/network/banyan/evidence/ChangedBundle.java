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
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Bytes;

/** The same bundle but for one part. */
record ChangedBundle(EvidenceBundle of) {
    static ChangedBundle with(EvidenceBundle bundle) {
        return new ChangedBundle(bundle);
    }

    EvidenceBundle chainId(long chainId) {
        return anchored(chainId, of.record(), of.inclusion(), of.transaction(), of.receipt());
    }

    EvidenceBundle record(Bytes record) {
        return anchored(of.chainId(), record, of.inclusion(), of.transaction(), of.receipt());
    }

    EvidenceBundle inclusion(Inclusion inclusion) {
        return anchored(of.chainId(), of.record(), inclusion, of.transaction(), of.receipt());
    }

    EvidenceBundle transaction(AnchorTransaction transaction) {
        return anchored(of.chainId(), of.record(), of.inclusion(), transaction, of.receipt());
    }

    EvidenceBundle receipt(AnchorReceipt receipt) {
        return anchored(of.chainId(), of.record(), of.inclusion(), of.transaction(), receipt);
    }

    EvidenceBundle headers(List<Bytes> headers) {
        return certified(headers, of.certificate(), of.handovers(), of.registration(), of.witnessed());
    }

    EvidenceBundle certificate(Bytes certificate) {
        return certified(of.headers(), certificate, of.handovers(), of.registration(), of.witnessed());
    }

    /** Of this block alone, and a certificate that need not be its. */
    EvidenceBundle block(BlockHeader header, Certificate certificate) {
        return certified(
                List.of(Bytes.wrap(header.encode())),
                Bytes.wrap(certificate.encode()),
                of.handovers(),
                of.registration(),
                of.witnessed());
    }

    EvidenceBundle handovers(Handovers handovers) {
        return certified(of.headers(), of.certificate(), handovers, of.registration(), of.witnessed());
    }

    EvidenceBundle registration(Optional<Registration> registration) {
        return certified(of.headers(), of.certificate(), of.handovers(), registration, of.witnessed());
    }

    EvidenceBundle witnessed(Witnessed witnessed) {
        return certified(of.headers(), of.certificate(), of.handovers(), of.registration(), Optional.of(witnessed));
    }

    private EvidenceBundle anchored(
            long chainId, Bytes record, Inclusion inclusion, AnchorTransaction transaction, AnchorReceipt receipt) {
        return new EvidenceBundle(
                chainId,
                record,
                inclusion,
                transaction,
                receipt,
                of.headers(),
                of.certificate(),
                of.handovers(),
                of.registration(),
                of.witnessed());
    }

    private EvidenceBundle certified(
            List<Bytes> headers,
            Bytes certificate,
            Handovers handovers,
            Optional<Registration> registration,
            Optional<Witnessed> witnessed) {
        return new EvidenceBundle(
                of.chainId(),
                of.record(),
                of.inclusion(),
                of.transaction(),
                of.receipt(),
                headers,
                certificate,
                handovers,
                registration,
                witnessed);
    }
}
