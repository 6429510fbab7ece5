// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import network.banyan.election.CheckpointStatement;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** Statements in RLP: [1, epoch, view, type, height, block], [2, epoch, view], [3, epoch, block, candidates]. */
final class StatementCodec {
    private static final int VOTE = 1;
    private static final int ADDITION = 2;
    private static final int CHECKPOINT = 3;

    private StatementCodec() {}

    static void write(Statement statement, RlpWriter out) {
        out.beginList();
        switch (statement) {
            case Statement.Vote(VoteSubject subject) ->
                out.write(VOTE)
                        .write(subject.epoch())
                        .write(subject.view())
                        .write(subject.type().code())
                        .write(subject.height())
                        .write(subject.block());
            case Statement.Addition(long epoch, long view) ->
                out.write(ADDITION).write(epoch).write(view);
            case Statement.Checkpoint(CheckpointStatement checkpoint) ->
                out.write(CHECKPOINT)
                        .write(checkpoint.epoch())
                        .write(checkpoint.block())
                        .write(checkpoint.candidates());
        }
        out.endList();
    }

    /**
     * @throws RlpException if it is no statement
     */
    static Statement read(RlpReader outer) {
        RlpReader in = outer.list();
        long kind = in.longNumber();
        Statement statement;
        if (kind == VOTE) {
            statement = new Statement.Vote(vote(in));
        } else if (kind == ADDITION) {
            statement = new Statement.Addition(in.longNumber(), in.longNumber());
        } else if (kind == CHECKPOINT) {
            statement = new Statement.Checkpoint(new CheckpointStatement(in.longNumber(), in.hash(), in.hash()));
        } else {
            throw new RlpException("no such statement: " + kind);
        }
        in.end();
        return statement;
    }

    private static VoteSubject vote(RlpReader in) {
        long epoch = in.longNumber();
        long view = in.longNumber();
        long code = in.longNumber();
        long height = in.longNumber();
        Hash block = in.hash();
        boolean exists = view >= 1 && code >= 1 && code <= 3;
        if (!exists || (code == VoteType.NULLIFY.code() && (height != 0 || !block.equals(Hash.ZERO)))) {
            throw new RlpException("no such vote: view " + view + ", type " + code);
        }
        return new VoteSubject(epoch, view, VoteType.ofCode((int) code), height, block);
    }

    static byte[] encode(Statement statement) {
        var out = new RlpWriter();
        write(statement, out);
        return out.toArray();
    }

    static Statement decode(byte[] encoded) {
        var in = new RlpReader(encoded);
        Statement statement = read(in);
        in.end();
        return statement;
    }
}
