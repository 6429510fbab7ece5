// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * A header, its transactions and its proposer's reveal, with the header's hash computed once. No ommers, no withdrawals. The
 * header does not hold the reveal, but {@code mixHash} is made of it.
 */
public final class Block {
    /** A BLS signature. */
    public static final int REVEAL_BYTES = 96;

    private final BlockHeader header;
    private final List<Transaction> transactions;
    private final Bytes reveal;
    private final Hash hash;

    /** A block that reveals nothing, as genesis and Ethereum's do. */
    public Block(BlockHeader header, List<Transaction> transactions) {
        this(header, transactions, Bytes.EMPTY);
    }

    /**
     * @param reveal {@value #REVEAL_BYTES} bytes, or none
     */
    public Block(BlockHeader header, List<Transaction> transactions, Bytes reveal) {
        Invariant.check(reveal.isEmpty() || reveal.size() == REVEAL_BYTES, "a reveal of %d bytes", reveal.size());
        this.header = header;
        this.transactions = List.copyOf(transactions);
        this.reveal = reveal;
        this.hash = header.hash();
    }

    /** The same block holding equal transactions, such as some whose senders were recovered before. */
    public Block holding(List<Transaction> equal) {
        return new Block(header, equal, reveal);
    }

    public BlockHeader header() {
        return header;
    }

    public List<Transaction> transactions() {
        return transactions;
    }

    /** What the proposer adds to the beacon; empty where there is none. */
    public Bytes reveal() {
        return reveal;
    }

    public Hash hash() {
        return hash;
    }

    public long number() {
        return header.number();
    }

    public Slot slot() {
        return Slot.of(header);
    }

    /** Ethereum's block RLP, and the reveal if there is one: [header, transactions, ommers, withdrawals, reveal]. */
    public byte[] encode() {
        int size = 800;
        for (Transaction transaction : transactions) {
            size += transaction.encoded().size() + 4;
        }
        RlpWriter out = new RlpWriter(size).beginList();
        header.writeTo(out);
        out.beginList();
        for (Transaction transaction : transactions) {
            if (transaction.type() == TransactionBody.LEGACY) {
                out.writeRaw(transaction.encoded().unsafeArray());
            } else {
                out.write(transaction.encoded());
            }
        }
        out.endList().beginList().endList().beginList().endList();
        if (!reveal.isEmpty()) {
            out.write(reveal);
        }
        return out.endList().toArray();
    }

    /**
     * @throws RlpException if the bytes are not exactly one block, without ommers and withdrawals
     */
    public static Block decode(byte[] encoded) {
        RlpReader outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        BlockHeader header = BlockHeader.read(in);
        RlpReader list = in.list();
        List<Transaction> transactions = new ArrayList<>();
        while (list.hasMore()) {
            transactions.add(readTransaction(list, Transaction.MAX_BYTES));
        }
        RlpReader ommers = in.list();
        ommers.end();
        RlpReader withdrawals = in.list();
        withdrawals.end();
        Bytes reveal = Bytes.EMPTY;
        if (in.hasMore()) {
            reveal = in.bytes();
            if (reveal.size() != REVEAL_BYTES) {
                throw new RlpException("a reveal of %d bytes, expected %d".formatted(reveal.size(), REVEAL_BYTES));
            }
        }
        in.end();
        return new Block(header, transactions, reveal);
    }

    /**
     * A transaction as it stands in a block: a legacy one as a list, a typed one as a string.
     *
     * @throws RlpException if the next item is no transaction of at most so many bytes
     */
    public static Transaction readTransaction(RlpReader list, int bytesMax) {
        if (list.nextIsList()) {
            return Transaction.decode(list.raw(), bytesMax);
        }
        byte[] typed = list.array();
        if (typed.length > 0 && (typed[0] & 0xff) >= 0xc0) {
            throw new RlpException("a legacy transaction stands in a block as a list");
        }
        return Transaction.decode(typed, bytesMax);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Block that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "block " + header.number() + " " + hash;
    }
}
