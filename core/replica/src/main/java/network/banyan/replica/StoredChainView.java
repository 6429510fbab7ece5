// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import network.banyan.execution.Onlooker;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.AccountProof;
import network.banyan.state.StateView;

/** The read side of a replica: its store, its final states and its pool. Any thread may ask. */
public final class StoredChainView implements ChainView {
    private final ChainState chain;
    private final Admission admission;
    private final Network network;
    private final List<Consumer<FinalizedBlock>> finalizedListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Transaction>> pooledListeners = new CopyOnWriteArrayList<>();

    /** What only the node knows. */
    public interface Network {
        int peers();

        long bestKnownHeight();

        /** Spreads a transaction that came from a client of ours. */
        void spread(Transaction transaction);
    }

    public StoredChainView(ChainState chain, Admission admission, Network network) {
        this.chain = chain;
        this.admission = admission;
        this.network = network;
    }

    /** The node tells of every {@link Effect.Published}. */
    public void published(FinalizedBlock block) {
        finalizedListeners.forEach(listener -> listener.accept(block));
    }

    /** The node tells of transactions that entered the pool from a peer. */
    public void pooledFromPeer(Transaction transaction) {
        pooledListeners.forEach(listener -> listener.accept(transaction));
    }

    @Override
    public Genesis genesis() {
        return chain.genesis();
    }

    @Override
    public Hash genesisHash() {
        return chain.genesisHash();
    }

    /** Of the last block whose state can be asked, too: the store is ahead of that for a moment after each commit. */
    @Override
    public long height() {
        return chain.tip().block().number();
    }

    @Override
    public Optional<Block> block(long number) {
        return isShown(number) ? chain.store().block(number) : Optional.empty();
    }

    @Override
    public Optional<Block> block(Hash hash) {
        return chain.store().numberOf(hash).flatMap(this::block);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return isShown(number) ? chain.store().receipts(number) : Optional.empty();
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return isShown(number) ? chain.store().certificate(number) : Optional.empty();
    }

    private boolean isShown(long number) {
        return number <= height();
    }

    @Override
    public long epoch() {
        return chain.terms().sitting().epoch();
    }

    @Override
    public Optional<EpochView> epoch(long number) {
        return chain.terms().view(number);
    }

    @Override
    public Optional<Location> locate(Hash transaction) {
        return chain.store().locate(transaction).filter(found -> isShown(found.block()));
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        return chain.store().history(account, before, limit).stream()
                .filter(found -> isShown(found.block()))
                .toList();
    }

    @Override
    public List<Location> historyAfter(Address account, Location after, int limit) {
        return chain.store().historyAfter(account, after, limit).stream()
                .filter(found -> isShown(found.block()))
                .toList();
    }

    @Override
    public Optional<StateView> state(long number) {
        return chain.stateAt(number);
    }

    @Override
    public Optional<AccountProof> prove(Address address, List<UInt256> slots, long number) {
        return chain.prove(address, slots, number);
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number) {
        return chain.call(request, number);
    }

    @Override
    public Optional<GasEstimate> estimateGas(CallRequest request, long number) {
        return chain.estimateGas(request, number);
    }

    @Override
    public Optional<AccessListing> accessList(CallRequest request, long number) {
        return chain.accessList(request, number);
    }

    @Override
    public boolean replay(long number, int count, Onlooker onlooker) {
        return isShown(number) && chain.replay(number, count, onlooker);
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number, Onlooker onlooker) {
        return chain.call(request, number, onlooker);
    }

    @Override
    public Optional<SimulatedChain> simulate(SimulationRequest request, long number) throws SimulationRefused {
        return chain.simulate(request, number);
    }

    @Override
    public Submission submit(Transaction transaction) {
        Submission outcome = admission.offer(transaction);
        if (outcome instanceof Submission.Accepted) {
            network.spread(transaction);
            pooledListeners.forEach(listener -> listener.accept(transaction));
        }
        return outcome;
    }

    @Override
    public Optional<Transaction> pooled(Hash transaction) {
        return admission.pool().find(transaction);
    }

    @Override
    public List<Transaction> pool() {
        return admission.pool().content();
    }

    @Override
    public int poolSize() {
        return admission.pool().size();
    }

    @Override
    public long pendingNonce(Address sender) {
        return admission.pendingNonce(sender);
    }

    @Override
    public UInt256 nextBaseFee() {
        return chain.nextBaseFee();
    }

    @Override
    public int peers() {
        return network.peers();
    }

    @Override
    public long bestKnownHeight() {
        return Math.max(height(), network.bestKnownHeight());
    }

    @Override
    public Subscription onFinalized(Consumer<FinalizedBlock> listener) {
        finalizedListeners.add(listener);
        return () -> finalizedListeners.remove(listener);
    }

    @Override
    public Subscription onPooled(Consumer<Transaction> listener) {
        pooledListeners.add(listener);
        return () -> pooledListeners.remove(listener);
    }
}
