// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Optional;
import java.util.OptionalInt;
import network.banyan.consensus.Pacing;
import network.banyan.consensus.SignatureScheme;
import network.banyan.consensus.Simplex;
import network.banyan.consensus.Term;
import network.banyan.consensus.VoteSigner;
import network.banyan.election.Committee;

/** One epoch of a replica: the committee, this node's seat in it if it has one, and the conversation there. */
record Sitting(Term term, SignatureScheme scheme, Optional<VoteSigner> signer, Simplex simplex, CatchUp catchUp) {
    static Sitting of(Term term, Membership membership, Pacing pacing) {
        Committee committee = term.committee();
        SignatureScheme scheme = membership.scheme(committee);
        Optional<VoteSigner> signer = membership.signer(committee);
        return new Sitting(
                term, scheme, signer, new Simplex(term, scheme, signer, pacing), new CatchUp(committee, seat(signer)));
    }

    Committee committee() {
        return term.committee();
    }

    long epoch() {
        return term.epoch();
    }

    OptionalInt seat() {
        return seat(signer);
    }

    private static OptionalInt seat(Optional<VoteSigner> signer) {
        return signer.map(VoteSigner::seat).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
