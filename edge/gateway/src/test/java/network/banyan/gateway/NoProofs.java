// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.util.Optional;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.gateway.proofs.ProofSource;
import network.banyan.primitives.Hash;

/** A node that never knows an anchor: for tests that ask for no evidence. */
final class NoProofs implements ProofSource {
    @Override
    public Optional<Located> anchor(Hash transaction) {
        return Optional.empty();
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
