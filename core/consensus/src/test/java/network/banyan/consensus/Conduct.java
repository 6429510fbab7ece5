// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;

/** How a replica treats what its machine tells it to do. All but one are attacks. */
enum Conduct {
    HONEST,

    /** Runs twice under one seat, and shows each face to a half of the others (Twins, arXiv 2004.10617). */
    TWIN {
        @Override
        void broadcast(World world, World.Replica self, Message message) {
            for (World.Replica other : world.replicas) {
                boolean mine = (other.seat + self.salt) % 2 == 0;
                if (mine || world.chance(50)) {
                    world.transmit(self, other, message);
                }
            }
        }
    },

    /** When it leads, builds on the grandparent, to pass over a block that others may have finalised. */
    FORKER {
        @Override
        void broadcast(World world, World.Replica self, Message message) {
            if (message instanceof Message.Proposal proposal) {
                World.Block parent = world.blocks.get(proposal.parent().hash());
                if (parent != null) {
                    world.say(self, forked(world, self, proposal, parent.parent()));
                    return;
                }
            }
            world.say(self, message);
        }

        private Message forked(World world, World.Replica self, Message.Proposal proposal, BlockId grandparent) {
            BlockId block = world.newBlock(proposal.block().view(), grandparent, true, self);
            return new Message.Proposal(
                    block,
                    grandparent,
                    Optional.ofNullable(world.notarizations.get(grandparent.hash())),
                    proposal.nullifications(),
                    FakeScheme.signature(self.seat, block.notarize()));
        }
    },

    /** With each vote for a block, also casts every other vote of that view. */
    CONFLICTER {
        @Override
        void broadcast(World world, World.Replica self, Message message) {
            world.say(self, message);
            if (message instanceof Message.Vote vote && vote.vote().subject().type() == VoteType.NOTARIZE) {
                VoteSubject subject = vote.vote().subject();
                world.say(self, signed(self, VoteSubject.nullify(0, subject.view())));
                world.say(self, signed(self, BlockId.of(subject).finalise()));
            }
        }
    },

    /** Sends wrong signatures, alone and in certificates, among true ones. */
    FORGER {
        @Override
        void broadcast(World world, World.Replica self, Message message) {
            if (message instanceof Message.Vote vote && world.chance(500)) {
                var wrong = new SignedVote(self.seat, vote.vote().subject(), Bytes.wrap(new byte[96]));
                world.say(self, new Message.Vote(wrong));
                if (world.chance(50)) {
                    world.say(
                            self,
                            new Message.Certificates(
                                    List.of(invented(vote.vote().subject()))));
                }
            }
            world.say(self, message);
        }

        private Certificate invented(VoteSubject subject) {
            var all = new BitSet();
            all.set(0, 3);
            return Certificate.of(subject, all, Bytes.wrap(new byte[96]));
        }
    };

    void broadcast(World world, World.Replica self, Message message) {
        world.say(self, message);
    }

    private static Message signed(World.Replica self, VoteSubject subject) {
        return new Message.Vote(new SignedVote(self.seat, subject, FakeScheme.signature(self.seat, subject)));
    }
}
