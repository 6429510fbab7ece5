// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.Optional;
import network.banyan.consensus.BlsScheme;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.VoteSigner;
import network.banyan.election.Committee;
import network.banyan.replica.Membership;

/** A full node's part in committees: it checks what they say, and says nothing. */
record Follower(long chainId) implements Membership {
    @Override
    public SignatureScheme scheme(Committee committee) {
        return new BlsScheme(committee, chainId);
    }

    @Override
    public Optional<VoteSigner> signer(Committee committee) {
        return Optional.empty();
    }
}
