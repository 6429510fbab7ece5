// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/**
 * A chain that grows at its tip and nowhere else, by blocks whose finality is not in question: what a replica does with
 * blocks that it missed, without consensus around it. Used by one thread.
 */
public final class BlockImport {
    /** Nothing stands between the tip and the block that follows it. */
    private static final ChainState.Above NOTHING_ABOVE = number -> Optional.empty();

    private final ChainState chain;

    public BlockImport(ChainState chain) {
        this.chain = chain;
    }

    /** What became of a block. */
    public sealed interface Outcome {
        /** It is final and durable. */
        record Appended(List<Receipt> receipts) implements Outcome {}

        /** It does not follow from the tip; nothing has changed. */
        record Refused(String reason) implements Outcome {}
    }

    /** The last block. */
    public Block tip() {
        return chain.tip().block();
    }

    /**
     * Executes the block that follows the tip, checks all that its header claims, and stores it.
     *
     * @param certificate of this block; whether it is true is for the caller to know
     */
    public Outcome append(Block block, Certificate certificate) {
        if (!certificate.subject().block().equals(block.hash())) {
            return new Outcome.Refused("the certificate is that of another block");
        }
        return switch (chain.execute(block, chain.tip(), NOTHING_ABOVE)) {
            case ChainState.Outcome.Invalid invalid -> new Outcome.Refused(invalid.reason());
            case ChainState.Outcome.Valid valid -> {
                chain.commit(List.of(valid.candidate()), certificate);
                yield new Outcome.Appended(valid.candidate().receipts());
            }
        };
    }

    /**
     * The block that follows the tip with as many of these transactions as fit and apply. It is not appended: that takes a
     * certificate.
     *
     * @param view in which it stands, in the epoch that follows from its height; it reveals nothing
     * @param beneficiary who earns the tips
     */
    public Block build(Iterator<Transaction> transactions, long view, Address beneficiary) {
        Candidate tip = chain.tip();
        long epoch = chain.terms().sitting().epoch();
        var place = new ChainState.Place(epoch, view, 0, beneficiary, Bytes.EMPTY);
        return chain.build(tip, NOTHING_ABOVE, place, transactions).candidate().block();
    }
}
