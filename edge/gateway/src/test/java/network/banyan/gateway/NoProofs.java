// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.util.List;
import java.util.Optional;
import network.banyan.evidence.AnchorEvidence;
import network.banyan.evidence.EvidenceBundle;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.gateway.proofs.ProofSource;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A node whose evidence has the right form and proves nothing: for tests that ask for none. */
final class NoProofs implements ProofSource {
    @Override
    public Optional<Located> anchor(Hash transaction) {
        Bytes some = Bytes.fromHex("c0");
        return Optional.of(new Located(
                1,
                new AnchorEvidence(
                        1,
                        new EvidenceBundle.AnchorTransaction(0, some, List.of(some)),
                        new EvidenceBundle.AnchorReceipt(0, some, List.of(some)),
                        List.of(some),
                        some)));
    }

    @Override
    public Optional<Registration> registration(Hash device, long block) {
        return Optional.empty();
    }

    @Override
    public Handovers handovers(long firstEpoch, long epoch) {
        return Handovers.NONE;
    }
}
