// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateStore;

/** Blocks and their state, and nothing else. */
final class HeapChainStore implements ChainStore {
    private final MemoryStateStore state = new MemoryStateStore();
    private final List<Executed> chain = new ArrayList<>();

    @Override
    public void commit(Commit commit) {
        chain.addAll(commit.blocks());
        state.write(commit.state());
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public List<LogEntry> log() {
        return List.of();
    }

    @Override
    public void append(List<LogEntry> entries) {}

    @Override
    public long height() {
        return chain.size() - 1L;
    }

    @Override
    public long earliest() {
        return 0;
    }

    @Override
    public Optional<Block> block(long number) {
        return executed(number).map(Executed::block);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return executed(number).map(Executed::receipts);
    }

    private Optional<Executed> executed(long number) {
        return number < 0 || number > height() ? Optional.empty() : Optional.of(chain.get((int) number));
    }

    @Override
    public Optional<Long> numberOf(Hash block) {
        return chain.stream()
                .map(Executed::block)
                .filter(known -> known.hash().equals(block))
                .map(Block::number)
                .findFirst();
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return Optional.empty();
    }

    @Override
    public Optional<Committee> committee(long epoch) {
        return Optional.empty();
    }

    @Override
    public Optional<ChainView.Location> locate(Hash transaction) {
        return Optional.empty();
    }

    @Override
    public List<ChainView.Location> history(Address account, ChainView.Location before, int limit) {
        return List.of();
    }

    @Override
    public List<ChainView.Location> historyAfter(Address account, ChainView.Location after, int limit) {
        return List.of();
    }

    @Override
    public void close() {}
}
