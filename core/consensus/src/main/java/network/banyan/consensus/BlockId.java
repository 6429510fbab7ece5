// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * All that consensus knows of a block. The hash covers the rest: the replica checks that the block it names stands in
 * this epoch, view and height. Only the last block of an epoch has several ids, one for each view it is proposed in.
 *
 * @param view from 1; 0 for the block an epoch starts from
 */
public record BlockId(long epoch, long view, long height, Hash hash) {
    public BlockId {
        Invariant.check(epoch >= 0 && view >= 0 && height >= 0, "no such block: view %d, height %d", view, height);
    }

    /** The block that a NOTARIZE or FINALIZE is about. */
    public static BlockId of(VoteSubject subject) {
        Invariant.check(subject.type() != VoteType.NULLIFY, "NULLIFY names no block");
        return new BlockId(subject.epoch(), subject.view(), subject.height(), subject.block());
    }

    public VoteSubject notarize() {
        return new VoteSubject(epoch, view, VoteType.NOTARIZE, height, hash);
    }

    public VoteSubject finalise() {
        return new VoteSubject(epoch, view, VoteType.FINALIZE, height, hash);
    }

    void writeTo(RlpWriter out) {
        out.beginList().write(epoch).write(view).write(height).write(hash).endList();
    }

    static BlockId read(RlpReader outer) {
        RlpReader in = outer.list();
        var id = new BlockId(in.longNumber(), in.longNumber(), in.longNumber(), in.hash());
        in.end();
        return id;
    }
}
