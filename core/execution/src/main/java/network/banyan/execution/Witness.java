// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.evm.BlockContext;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.state.PartialState;

/**
 * The part of a chain that a block touches: enough to execute it without the rest (docs/spec/disputes.md, rule 5).
 *
 * @param nodes of the tries of the state before it
 * @param codes of that state
 * @param headers from the parent's parent downwards, without a gap, as far as BLOCKHASH was asked
 */
public record Witness(List<Bytes> nodes, List<Bytes> codes, List<Bytes> headers) {
    /** Nobody can ask further back. */
    private static final int HEADERS_MAX = 256;

    public Witness {
        nodes = List.copyOf(nodes);
        codes = List.copyOf(codes);
        headers = List.copyOf(headers);
        if (headers.size() > HEADERS_MAX) {
            throw new IllegalArgumentException("a witness has at most %d headers".formatted(HEADERS_MAX));
        }
    }

    void writeTo(RlpWriter out) {
        out.beginList();
        for (List<Bytes> part : List.of(nodes, codes, headers)) {
            out.beginList();
            part.forEach(out::write);
            out.endList();
        }
        out.endList();
    }

    /**
     * @throws RlpException if the next item is no witness
     */
    static Witness read(RlpReader outer) {
        RlpReader in = outer.list();
        List<Bytes> nodes = in.list(RlpReader::bytes);
        List<Bytes> codes = in.list(RlpReader::bytes);
        List<Bytes> headers = in.list(RlpReader::bytes);
        in.end();
        if (headers.size() > HEADERS_MAX) {
            throw new RlpException("more headers than a block can ask for");
        }
        return new Witness(nodes, codes, headers);
    }

    /** The state with this root, as far as it is shown. */
    PartialState state(Hash root) {
        return PartialState.of(root, nodes, codes, Evidence.STATE_BYTES_MAX);
    }

    /** The hashes of the blocks up to this one, as far as they are shown. */
    BlockContext.Ancestors upTo(BlockHeader parent) {
        return number -> hash(parent, number);
    }

    private Hash hash(BlockHeader parent, long number) {
        if (number == parent.number()) {
            return parent.hash();
        }
        Hash hash = parent.parentHash();
        long next = parent.number() - 1;
        for (Bytes header : headers) {
            if (next <= number) {
                break;
            }
            if (!Keccak.hash(header).equals(hash)) {
                throw new IncompleteEvidence("header %d is not the one that its child names".formatted(next));
            }
            hash = decoded(header).parentHash();
            next--;
        }
        if (next != number) {
            throw new IncompleteEvidence("header %d is not shown".formatted(next));
        }
        return hash;
    }

    private static BlockHeader decoded(Bytes header) {
        try {
            return BlockHeader.decode(header.toArray());
        } catch (RlpException noHeader) {
            throw new IncompleteEvidence("what is shown as a header is none: " + noHeader.getMessage());
        }
    }
}
