// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.doctor;

import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.node.NodeConfig;
import network.banyan.node.UserError;
import network.banyan.replica.ChainCheckup;
import network.banyan.replica.ChainStore;
import network.banyan.state.StateAudit;
import network.banyan.storage.NodeStorage;
import network.banyan.storage.StorageException;

/**
 * Of all parts, one after the other; later ones are left out where an earlier one could not be read. It writes nothing but
 * what opening the database writes, as every start of a node does.
 */
final class Examination {
    private final NodeConfig config;
    private final Genesis genesis;
    private final long nowMillis;
    private final long newest;
    private final Progress progress;

    /** Told how far a long step has come. */
    interface Progress {
        LongConsumer of(String part);
    }

    /**
     * @param newest of so many blocks certificates' signatures are checked
     */
    Examination(NodeConfig config, Genesis genesis, long nowMillis, long newest, Progress progress) {
        this.config = config;
        this.genesis = genesis;
        this.nowMillis = nowMillis;
        this.newest = newest;
        this.progress = progress;
    }

    void run(Consumer<Finding> findings) {
        findings.accept(Surroundings.keys(config.keys()));
        if (!Files.isDirectory(config.data())) {
            throw new UserError("There is no database in %s: this node has never run, and starts with nothing."
                    .formatted(config.data()));
        }
        findings.accept(Surroundings.disk(config.data()));
        try (NodeStorage storage = NodeStorage.open(config.data(), config.memoryMib())) {
            storage.verifyChecksums();
            findings.accept(new Finding.Sound("database", "every checksum holds"));
            chain(storage.chain(), findings);
            findings.accept(Shelf.examine(storage.records(), progress.of("records")));
        } catch (StorageException.InUse running) {
            throw new UserError(
                    "A node runs in %s. Stop it first: what is being written cannot be examined."
                            .formatted(config.data()),
                    running);
        } catch (StorageException unreadable) {
            findings.accept(new Finding.Damaged("database", List.of(String.valueOf(unreadable.getMessage()))));
        }
    }

    private void chain(ChainStore store, Consumer<Finding> findings) {
        var checkup =
                ChainCheckup.of(genesis, Committee.of(0, genesis.committee()), store, newest, progress.of("chain"));
        if (checkup.height() < 0) {
            findings.accept(new Finding.Sound("chain", "none yet"));
            return;
        }
        findings.accept(Finding.of(
                "chain",
                "%,d blocks follow from %s, %,d certificates hold"
                        .formatted(
                                checkup.height() - Math.max(0, checkup.earliest() - 1),
                                checkup.earliest() == 0
                                        ? "genesis"
                                        : "block %,d, the first of those kept".formatted(checkup.earliest()),
                                checkup.certificates()),
                checkup.damage()));
        if (!checkup.damage().isEmpty()) {
            return;
        }
        Block tip = store.block(store.height()).orElseThrow();
        findings.accept(Surroundings.clock(Slot.timeMillis(tip.header()), nowMillis));
        StateAudit.Report state = StateAudit.of(store.state(), tip.header().stateRoot(), progress.of("state"));
        findings.accept(Finding.of(
                "state",
                "%,d accounts and %,d slots have the root of block %,d"
                        .formatted(state.accounts(), state.slots(), tip.number()),
                state.damage()));
        findings.accept(new Finding.Sound(
                "vote log", "%,d entries".formatted(store.log().size())));
    }
}
