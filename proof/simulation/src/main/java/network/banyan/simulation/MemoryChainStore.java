// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView.Location;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateStore;

/**
 * A disk that is a piece of heap: it outlives the replica that writes to it. The power may fail at each write; of a log
 * append any prefix may then survive, of a commit all or nothing.
 */
final class MemoryChainStore implements ChainStore {
    /** Thrown into the middle of a write; whoever holds the replica drops it. */
    static final class PowerCut extends RuntimeException {
        PowerCut() {
            super("the power failed");
        }
    }

    /** Decides when the power fails. */
    interface Power {
        boolean failsNow();

        /** How many of so many entries survive. */
        int survivors(int entries);
    }

    private final Power power;
    private final MemoryStateStore state = new MemoryStateStore();
    private final List<Executed> chain = new ArrayList<>();
    private final Map<Hash, Long> numbers = new HashMap<>();
    private final Map<Hash, Location> transactions = new HashMap<>();
    private final TreeMap<Long, Certificate> certificates = new TreeMap<>();
    private final List<LogEntry> log = new ArrayList<>();

    MemoryChainStore(Power power) {
        this.power = power;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public List<LogEntry> log() {
        return List.copyOf(log);
    }

    @Override
    public void append(List<LogEntry> entries) {
        if (power.failsNow()) {
            log.addAll(entries.subList(0, power.survivors(entries.size())));
            throw new PowerCut();
        }
        log.addAll(entries);
    }

    @Override
    public void commit(Commit commit) {
        boolean cut = power.failsNow();
        if (cut && power.survivors(1) == 0) {
            throw new PowerCut();
        }
        for (Executed executed : commit.blocks()) {
            add(executed);
        }
        commit.certificate()
                .ifPresent(certificate -> certificates.put(certificate.subject().height(), certificate));
        state.write(commit.state());
        log.removeIf(entry -> entry.epoch() < commit.prune().epoch()
                || (entry.epoch() == commit.prune().epoch()
                        && entry.view() <= commit.prune().view()));
        if (cut) {
            throw new PowerCut();
        }
    }

    private void add(Executed executed) {
        Block block = executed.block();
        Broken.unless(block.number() == chain.size(), "block %d is stored after %d", block.number(), height());
        chain.add(executed);
        numbers.put(block.hash(), block.number());
        for (int index = 0; index < block.transactions().size(); index++) {
            transactions.put(block.transactions().get(index).hash(), new Location(block.number(), index));
        }
    }

    @Override
    public long height() {
        return chain.size() - 1L;
    }

    @Override
    public Optional<Block> block(long number) {
        return number < 0 || number > height()
                ? Optional.empty()
                : Optional.of(chain.get((int) number).block());
    }

    @Override
    public Optional<Long> numberOf(Hash block) {
        return Optional.ofNullable(numbers.get(block));
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return number < 0 || number > height()
                ? Optional.empty()
                : Optional.of(chain.get((int) number).receipts());
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return Optional.ofNullable(certificates.ceilingEntry(number)).map(Map.Entry::getValue);
    }

    @Override
    public Optional<Location> locate(Hash transaction) {
        return Optional.ofNullable(transactions.get(transaction));
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        List<Location> found = new ArrayList<>();
        for (long number = Math.min(height(), before.block()); number >= 0; number--) {
            List<Transaction> inBlock = chain.get((int) number).block().transactions();
            for (int index = inBlock.size() - 1; index >= 0 && found.size() < limit; index--) {
                Transaction transaction = inBlock.get(index);
                boolean earlier = number < before.block() || index < before.index();
                if (earlier
                        && (transaction.sender().equals(Optional.of(account))
                                || transaction.body().to().equals(Optional.of(account)))) {
                    found.add(new Location(number, index));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {}
}
