// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * What nodes say to each other: one type byte, then one RLP list. Decoding bounds every count before it allocates; the
 * transport has bounded the size before.
 */
public sealed interface PeerMessage {
    int MAX_TRANSACTIONS = 4_096;
    int MAX_BLOCKS = 64;

    /** Of transactions that are announced, or asked for, in one message. */
    int MAX_HASHES = 1_024;

    /** Something for the consensus machine, in its own encoding (a vote, a certificate, a proposal's reference). */
    record Consensus(Bytes payload) implements PeerMessage {}

    /** A leader's proposal: the consensus message and the block it names, together, so that nobody waits for the body. */
    record Proposal(Bytes payload, Block block) implements PeerMessage {}

    /** Transactions the sender accepted from its own clients. */
    record Transactions(List<Transaction> transactions) implements PeerMessage {}

    /** Please send finalised blocks from this height on. */
    record GetBlocks(long from) implements PeerMessage {}

    /** Finalised blocks in order of height, and the FINALIZE certificate of the last one. */
    record Blocks(List<Block> blocks, Certificate certificate) implements PeerMessage {
        /** Whether each block follows the one before, and the certificate, be it true or not, makes the last one final. */
        boolean isChain() {
            for (int i = 1; i < blocks.size(); i++) {
                if (!blocks.get(i)
                        .header()
                        .parentHash()
                        .equals(blocks.get(i - 1).hash())) {
                    return false;
                }
            }
            Block last = blocks.getLast();
            return certificate.subject().type() == VoteType.FINALIZE
                    && certificate.subject().block().equals(last.hash())
                    && certificate.subject().height() == last.number();
        }
    }

    /** Please send the block with this hash, final or not. */
    record GetBlock(Hash hash) implements PeerMessage {}

    /** The answer to {@link GetBlock}. */
    record Body(Block block) implements PeerMessage {}

    /** Where the sender stands: its last finalised height, proven unless that is genesis. */
    record Status(long height, Optional<Certificate> certificate) implements PeerMessage {}

    /** The hashes of transactions that the sender will give to whoever asks for them. */
    record Announced(List<Hash> hashes) implements PeerMessage {}

    /** Please send those of these transactions that you have; the answer is any number of {@link Transactions}. */
    record GetTransactions(List<Hash> hashes) implements PeerMessage {}

    /** How much the protocol suffers when a message is late; a transport serves the first kind first. */
    enum Urgency {
        /** Votes and certificates: small, and worth nothing when late. */
        VOTE,
        /** Blocks and requests for them. */
        BLOCK,
        /** What can come again. */
        GOSSIP
    }

    default Urgency urgency() {
        return switch (this) {
            case Consensus _, Status _, GetBlock _, GetBlocks _ -> Urgency.VOTE;
            case Proposal _, Body _, Blocks _ -> Urgency.BLOCK;
            case Transactions _, Announced _, GetTransactions _ -> Urgency.GOSSIP;
        };
    }

    default byte[] encode() {
        RlpWriter out = new RlpWriter(1_024).beginList();
        int type = switch (this) {
            case Consensus message -> {
                out.write(message.payload());
                yield 1;
            }
            case Proposal message -> {
                out.write(message.payload()).write(message.block().encode());
                yield 2;
            }
            case Transactions message -> {
                message.transactions().forEach(transaction -> out.write(transaction.encoded()));
                yield 3;
            }
            case GetBlocks message -> {
                out.write(message.from());
                yield 4;
            }
            case Blocks message -> {
                out.writeRaw(message.certificate().encode());
                message.blocks().forEach(block -> out.write(block.encode()));
                yield 5;
            }
            case GetBlock message -> {
                out.write(message.hash());
                yield 6;
            }
            case Body message -> {
                out.write(message.block().encode());
                yield 7;
            }
            case Status message -> {
                out.write(message.height());
                message.certificate().ifPresent(certificate -> out.writeRaw(certificate.encode()));
                yield 8;
            }
            case Announced message -> {
                message.hashes().forEach(out::write);
                yield 9;
            }
            case GetTransactions message -> {
                message.hashes().forEach(out::write);
                yield 10;
            }
        };
        byte[] list = out.endList().toArray();
        byte[] message = new byte[1 + list.length];
        message[0] = (byte) type;
        System.arraycopy(list, 0, message, 1, list.length);
        return message;
    }

    /**
     * @throws RlpException if the bytes are not exactly one message within the bounds
     */
    static PeerMessage decode(byte[] message) {
        if (message.length == 0) {
            throw new RlpException("no bytes");
        }
        RlpReader outer = new RlpReader(java.util.Arrays.copyOfRange(message, 1, message.length));
        RlpReader in = outer.list();
        outer.end();
        PeerMessage decoded = switch (message[0]) {
            case 1 -> new Consensus(in.bytes());
            case 2 -> new Proposal(in.bytes(), Block.decode(in.array()));
            case 3 ->
                new Transactions(many(in, MAX_TRANSACTIONS, transactions -> Transaction.decode(transactions.array())));
            case 4 -> new GetBlocks(in.longNumber());
            case 5 -> {
                Certificate certificate = Certificate.read(in);
                yield new Blocks(many(in, MAX_BLOCKS, blocks -> Block.decode(blocks.array())), certificate);
            }
            case 6 -> new GetBlock(in.hash());
            case 7 -> new Body(Block.decode(in.array()));
            case 8 -> new Status(in.longNumber(), in.hasMore() ? Optional.of(Certificate.read(in)) : Optional.empty());
            case 9 -> new Announced(many(in, MAX_HASHES, RlpReader::hash));
            case 10 -> new GetTransactions(many(in, MAX_HASHES, RlpReader::hash));
            default -> throw new RlpException("no such message: " + (message[0] & 0xff));
        };
        in.end();
        return decoded;
    }

    private static <T> List<T> many(RlpReader in, int most, java.util.function.Function<RlpReader, T> item) {
        List<T> items = new java.util.ArrayList<>();
        while (in.hasMore()) {
            if (items.size() == most) {
                throw new RlpException("over " + most + " items");
            }
            items.add(item.apply(in));
        }
        return List.copyOf(items);
    }
}
