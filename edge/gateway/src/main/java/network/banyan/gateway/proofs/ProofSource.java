// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import java.util.Optional;
import network.banyan.evidence.AnchorEvidence;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.primitives.Hash;

/** What a node tells for proofs. Every call may throw {@link network.banyan.device.NodePort.Unavailable}. */
public interface ProofSource {
    /** An anchor in the chain. */
    record Located(long block, AnchorEvidence evidence) {}

    /** The evidence of the log that a transaction anchored; empty while it is not final. */
    Optional<Located> anchor(Hash transaction);

    /** A device as the registry held it after a block; empty if it held nothing, or the node keeps that state no more. */
    Optional<Registration> registration(Hash device, long block);

    /**
     * How the committee of an epoch came to sit.
     *
     * @param firstEpoch of the committee that the verifier trusts, 0 for that of genesis
     */
    Handovers handovers(long firstEpoch, long epoch);
}
