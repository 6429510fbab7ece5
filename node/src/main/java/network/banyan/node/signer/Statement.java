// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import network.banyan.election.CheckpointStatement;
import network.banyan.election.Reveal;
import network.banyan.ledger.VoteSubject;

/** All that a voting key signs while its node runs. */
public sealed interface Statement {
    /** The bytes that are signed. */
    byte[] message(long chainId);

    record Vote(VoteSubject subject) implements Statement {
        @Override
        public byte[] message(long chainId) {
            return subject.message(chainId);
        }
    }

    /** The key's addition to the beacon, of which there is one for each view. */
    record Addition(long epoch, long view) implements Statement {
        @Override
        public byte[] message(long chainId) {
            return Reveal.message(chainId, epoch, view);
        }
    }

    record Checkpoint(CheckpointStatement statement) implements Statement {
        @Override
        public byte[] message(long chainId) {
            return statement.message(chainId);
        }
    }
}
