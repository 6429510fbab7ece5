// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.primitives.Hash;
import network.banyan.state.StateBatch;
import network.banyan.state.StateStore;

/**
 * The port behind which a chain that does not begin at genesis is put together (docs/spec/sync.md). What is put may be lost
 * in a crash, never a former part without the later ones; until {@link #finish} no replica can open the folder.
 */
public interface ChainSeed extends AutoCloseable {
    /** The block after which the state shall be; empty if nothing was begun. */
    Optional<Hash> aim();

    /** Forgets what was put for another block. */
    void begin(Hash aim);

    /** What is there of the state. */
    StateStore state();

    void put(StateBatch batch);

    /** What is there of a block. */
    Optional<Block> block(long number);

    void put(ChainStore.Executed block);

    /** From here on it is a chain; all or nothing, and durable. */
    void finish(Foundation foundation);

    /**
     * What turns blocks and a state into a chain.
     *
     * @param genesis block 0
     * @param handovers of every epoch before the first block to come, in their order
     * @param head makes the state the one after the last block
     * @param height of the last block, which ends an epoch
     * @param earliest from which on every block was put
     */
    record Foundation(Block genesis, List<HandedOver> handovers, StateBatch head, long height, long earliest) {
        public Foundation {
            handovers = List.copyOf(handovers);
        }
    }

    /**
     * @param certificate over the last block of an epoch
     * @param next the committee it handed over to
     */
    record HandedOver(Certificate certificate, Committee next) {}

    @Override
    void close();
}
