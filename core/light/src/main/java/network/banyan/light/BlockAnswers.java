// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.Arrays;
import java.util.List;
import network.banyan.crypto.OrderedTrie;
import network.banyan.election.Reveal;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;

/** Measures what a source says of a final block against its header (docs/spec/light-node.md, rules 6 and 7). */
public final class BlockAnswers {
    /** Proposers stop at 2 MiB of transactions; what is larger is no block of ours. */
    public static final int BLOCK_BYTES_MAX = 8 << 20;

    /** All receipts of a block together: logs pay 8 gas a byte, which 1,000,000,000 gas can buy more of than we take. */
    public static final int RECEIPT_BYTES_MAX = 16 << 20;

    private BlockAnswers() {}

    /**
     * A block with exactly this header, its transactions, and the reveal its beacon is made of.
     *
     * @param beaconBefore the parent's {@code mixHash}; not looked at for block 0
     * @throws FalseAnswer if the bytes are not that block
     */
    public static Block block(KnownHeader known, Hash beaconBefore, Bytes encoded) {
        long number = known.number();
        if (encoded.size() > BLOCK_BYTES_MAX) {
            throw FalseAnswer.of("block %d has %d bytes, more than a block can", number, encoded.size());
        }
        Block block;
        try {
            block = Block.decode(encoded.toArray());
        } catch (RlpException | IllegalArgumentException malformed) {
            throw FalseAnswer.of("block %d is no block: %s", number, malformed.getMessage());
        }
        if (!block.hash().equals(known.hash())) {
            throw FalseAnswer.of("block %d is %s, not %s", number, known.hash(), block.hash());
        }
        List<byte[]> transactions = block.transactions().stream()
                .map(transaction -> transaction.encoded().unsafeArray())
                .toList();
        if (!OrderedTrie.root(transactions).equals(known.header().transactionsRoot())) {
            throw FalseAnswer.of("these %d transactions are not those of block %d", transactions.size(), number);
        }
        boolean revealed = number == 0
                ? block.reveal().isEmpty()
                : Reveal.mix(beaconBefore, block.reveal()).equals(known.header().mixHash());
        if (!revealed) {
            throw FalseAnswer.of("the beacon of block %d is not made of this reveal", number);
        }
        if (!Arrays.equals(block.encode(), encoded.unsafeArray())) {
            throw FalseAnswer.of("block %d is written in other than its one form", number);
        }
        return block;
    }

    /**
     * The receipts of a block, in the order of its transactions.
     *
     * @param encoded each as it stands in the receipts trie
     * @throws FalseAnswer if they are not the block's
     */
    public static List<Receipt> receipts(BlockHeader header, List<Bytes> encoded) {
        long bytes = encoded.stream().mapToLong(Bytes::size).sum();
        if (bytes > RECEIPT_BYTES_MAX) {
            throw FalseAnswer.of("the receipts of block %d have %d bytes, more than are read", header.number(), bytes);
        }
        if (!OrderedTrie.root(encoded.stream().map(Bytes::unsafeArray).toList()).equals(header.receiptsRoot())) {
            throw FalseAnswer.of("these %d receipts are not those of block %d", encoded.size(), header.number());
        }
        try {
            return encoded.stream()
                    .map(receipt -> Receipt.decode(receipt.toArray()))
                    .toList();
        } catch (RlpException malformed) {
            throw FalseAnswer.of("a receipt of block %d is none: %s", header.number(), malformed.getMessage());
        }
    }
}
