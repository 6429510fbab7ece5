// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Optional;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.VoteSigner;
import network.banyan.election.Committee;

/** How a node takes part in committees: the keys it has, and how it checks those of others. */
public interface Membership {
    SignatureScheme scheme(Committee committee);

    /** Signs from this node's seat; empty if it has none, or must not vote. */
    Optional<VoteSigner> signer(Committee committee);
}
