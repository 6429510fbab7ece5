// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.StateBatch;
import network.banyan.state.StateStore;

/**
 * The port behind which a replica keeps what must survive: the log of its votes, and the finalised chain with its state
 * and indexes. The replica's thread writes; any thread reads.
 *
 * <p>Two promises carry the protocol: what {@link #append} took is durable when it returns (rule 8: a vote is on disk
 * before it is sent), and {@link #commit} is all or nothing, and durable when it returns.
 */
public interface ChainStore extends AutoCloseable {
    /** Where the finalised state lives; written only through {@link #commit}. */
    StateStore state();

    /** The replica's log since the last commit that pruned it, in the order it was appended. */
    List<LogEntry> log();

    /** Appends to the log; durable on return. */
    void append(List<LogEntry> entries);

    /**
     * One thing a replica must remember across a crash: a vote, a certificate, a block it voted for.
     *
     * @param record at most {@link #MAX_RECORD_BYTES}
     */
    record LogEntry(long epoch, long view, Bytes record) {}

    int MAX_RECORD_BYTES = 16 << 20;

    /** Writes finalised blocks, their receipts, indexes and state, and prunes the log; durable and atomic. */
    void commit(Commit commit);

    /**
     * @param blocks in order of height, each the child of the one before; genesis (height 0) comes alone, first, and
     *     without a certificate
     * @param certificate FINALIZE over the last of {@code blocks} or over a descendant that is committed next (it is kept
     *     under the height it certifies); empty only for genesis
     * @param next the committee that the last of {@code blocks} hands over to, if it ends an epoch
     * @param prune log entries of this slot and earlier are dropped
     * @param forgotten old blocks that go at the same time
     */
    record Commit(
            List<Executed> blocks,
            Optional<Certificate> certificate,
            StateBatch state,
            Optional<Committee> next,
            Pruned prune,
            Forgotten forgotten) {
        public Commit {
            blocks = List.copyOf(blocks);
        }

        /** Nothing is forgotten. */
        public Commit(
                List<Executed> blocks,
                Optional<Certificate> certificate,
                StateBatch state,
                Optional<Committee> next,
                Pruned prune) {
            this(blocks, certificate, state, next, prune, Forgotten.NOTHING);
        }
    }

    record Executed(Block block, List<Receipt> receipts) {
        public Executed {
            receipts = List.copyOf(receipts);
        }
    }

    record Pruned(long epoch, long view) {}

    /**
     * Blocks that are kept no longer, with their receipts, certificates and whatever finds them.
     *
     * @param heights those that go; others below {@code earliest} stay for who asks for them by number
     * @param earliest as {@link #earliest} will be
     */
    record Forgotten(List<Long> heights, long earliest) {
        public static final Forgotten NOTHING = new Forgotten(List.of(), 0);

        public Forgotten {
            heights = List.copyOf(heights);
        }

        public boolean isNothing() {
            return earliest == 0;
        }
    }

    /** Height of the last committed block; -1 in an empty store. */
    long height();

    /**
     * From this height on every block is here; 0 unless the chain began with a snapshot ({@link ChainSeed}), or old blocks
     * were forgotten.
     */
    long earliest();

    Optional<Block> block(long number);

    Optional<Long> numberOf(Hash block);

    Optional<List<Receipt>> receipts(long number);

    /** The certificate of a block, or else of the nearest later block that has one. */
    Optional<Certificate> certificate(long number);

    /** The committee of an epoch from 1 on, if an epoch before it has ended. */
    Optional<Committee> committee(long epoch);

    Optional<ChainView.Location> locate(Hash transaction);

    /** As {@link ChainView#history}. */
    List<ChainView.Location> history(Address account, ChainView.Location before, int limit);

    /** As {@link ChainView#historyAfter}. */
    List<ChainView.Location> historyAfter(Address account, ChainView.Location after, int limit);

    @Override
    void close();
}
