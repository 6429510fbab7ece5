// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** What a replica must remember over a crash, so that it never contradicts itself and need not start over. */
public sealed interface LogRecord {
    long view();

    /** This replica's vote; its signature is made anew when needed, and comes out the same. */
    record Voted(VoteSubject subject) implements LogRecord {
        @Override
        public long view() {
            return subject.view();
        }
    }

    /** This replica's proposal, which is its NOTARIZE vote too. */
    record Proposed(BlockId block, BlockId parent) implements LogRecord {
        @Override
        public long view() {
            return block.view();
        }
    }

    /** A verified certificate. */
    record Certified(Certificate certificate) implements LogRecord {
        @Override
        public long view() {
            return certificate.subject().view();
        }
    }

    /** [kind, body], kind 1 for a vote, 2 for a proposal, 3 for a certificate. */
    default byte[] encode() {
        var out = new RlpWriter().beginList();
        switch (this) {
            case Voted voted -> SignedVote.writeSubject(voted.subject, out.write(1));
            case Proposed proposed -> {
                proposed.block.writeTo(out.write(2));
                proposed.parent.writeTo(out);
            }
            case Certified certified -> out.write(3).writeRaw(certified.certificate.encode());
        }
        return out.endList().toArray();
    }

    /**
     * @throws RlpException if the bytes are not exactly one record
     */
    static LogRecord decode(byte[] encoded) {
        var outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        long kind = in.longNumber();
        LogRecord entry;
        if (kind == 1) {
            entry = new Voted(SignedVote.readSubject(in));
        } else if (kind == 2) {
            entry = new Proposed(BlockId.read(in), BlockId.read(in));
        } else if (kind == 3) {
            entry = new Certified(Certificate.read(in));
        } else {
            throw new RlpException("no such log record: " + kind);
        }
        in.end();
        return entry;
    }
}
