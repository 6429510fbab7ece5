// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.util.Optional;
import network.banyan.consensus.VoteSigner;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Bytes;

/** A voting key on its seat in the committee of one epoch. */
public record SeatSigner(int seat, VotingKey key, long chainId, long epoch) implements VoteSigner {
    @Override
    public Optional<Bytes> sign(VoteSubject subject) {
        return key.sign(chainId, new Statement.Vote(subject));
    }

    @Override
    public Optional<Bytes> reveal(long view) {
        return key.sign(chainId, new Statement.Addition(epoch, view));
    }
}
