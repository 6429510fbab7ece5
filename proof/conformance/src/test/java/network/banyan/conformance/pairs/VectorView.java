// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import network.banyan.crypto.Bls;
import network.banyan.evm.Engine;
import network.banyan.execution.BaseFee;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.Calls;
import network.banyan.execution.Onlooker;
import network.banyan.execution.Replay;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.Simulation;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.CallMapping;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateView;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;

/** Shows the chain of the vectors to JSON-RPC as a node shows its own. What a node asks of a committee, it has not. */
final class VectorView implements ChainView {
    /** Seconds from a simulated block to the next, as Ethereum has it. */
    private static final long INTERVAL = 12;

    private final VectorChain chain;
    private final Genesis genesis;
    private final StateChain proofs;
    private final Map<Hash, Transaction> pool = new ConcurrentHashMap<>();

    VectorView(VectorChain chain) {
        this.chain = chain;
        Bls.SecretKey key = Bls.SecretKey.ofSeed(new byte[32]);
        var validator = new Validator(
                "first", Address.ofNumber(7), key.publicKey(), key.provePossession(), Bytes.wrap(new byte[32]));
        long gasLimit = chain.entry(0).block().block().header().gasLimit();
        this.genesis = new Genesis(
                chain.chainId.toLongExact(),
                "vectors",
                "ETH",
                0,
                new Genesis.Parameters(1_000, 500, gasLimit, UInt256.ONE, false),
                List.of(validator),
                new TreeMap<>());
        this.proofs = trie(chain.entry(chain.height()).state());
    }

    /** A trie of one state, as its first block. */
    private static StateChain trie(MemoryState state) {
        SortedMap<Address, AccountChange> accounts = new TreeMap<>();
        state.accounts.forEach((address, account) -> accounts.put(
                address,
                new AccountChange(Optional.of(account), false, state.storage.getOrDefault(address, new TreeMap<>()))));
        var store = new MemoryStateStore();
        StateChain trie = StateChain.open(store, StateChain.Limits.DEFAULT);
        var layer = trie.apply(trie.head(), new StateChanges(accounts, state.codes));
        store.write(trie.commit(layer));
        trie.committed(layer);
        return trie;
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Hash genesisHash() {
        return chain.hash(0);
    }

    @Override
    public long height() {
        return chain.height();
    }

    @Override
    public Optional<Block> block(long number) {
        return chain.has(number) ? Optional.of(chain.entry(number).block().block()) : Optional.empty();
    }

    @Override
    public Optional<Block> block(Hash hash) {
        return chain.entries().stream()
                .map(entry -> entry.block().block())
                .filter(block -> block.hash().equals(hash))
                .findFirst();
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return chain.has(number) ? Optional.of(chain.entry(number).receipts()) : Optional.empty();
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return Optional.empty();
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public Optional<EpochView> epoch(long number) {
        return Optional.empty();
    }

    @Override
    public Optional<Location> locate(Hash hash) {
        for (VectorChain.Entry entry : chain.entries()) {
            List<Transaction> transactions = entry.block().block().transactions();
            for (int i = 0; i < transactions.size(); i++) {
                if (transactions.get(i).hash().equals(hash)) {
                    return Optional.of(new Location(entry.block().number(), i));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        return List.of();
    }

    @Override
    public List<Location> historyAfter(Address account, Location after, int limit) {
        return List.of();
    }

    @Override
    public Optional<StateView> state(long number) {
        return chain.has(number) ? Optional.of(chain.entry(number).state()) : Optional.empty();
    }

    @Override
    public Optional<AccountProof> prove(Address address, List<UInt256> slots, long number) {
        return number == height() ? proofs.prove(address, slots, proofs.head().height()) : Optional.empty();
    }

    private Calls calls(long number) {
        return new Calls(chain.rules(number));
    }

    private Calls.Setting setting(long number) {
        VectorChain.Entry entry = chain.entry(number);
        return new Calls.Setting(
                BlockEnvironment.of(
                        entry.block().block().header(), chain.rules(number).blobs()),
                entry.state(),
                chain::hash);
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number) {
        return Optional.of(CallMapping.outcome(calls(number).call(CallMapping.request(request), setting(number))));
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number, Onlooker onlooker) {
        return Optional.of(
                CallMapping.outcome(calls(number).call(CallMapping.request(request), setting(number), onlooker)));
    }

    @Override
    public Optional<GasEstimate> estimateGas(CallRequest request, long number) {
        return Optional.of(
                CallMapping.estimate(calls(number).estimateGas(CallMapping.request(request), setting(number))));
    }

    @Override
    public Optional<AccessListing> accessList(CallRequest request, long number) {
        return Optional.of(
                CallMapping.listing(calls(number).accessList(CallMapping.request(request), setting(number))));
    }

    @Override
    public boolean replay(long number, int count, Onlooker onlooker) {
        if (number < 1 || !chain.has(number)) {
            return false;
        }
        Block block = chain.entry(number).block().block();
        new Replay(chain.rules(number), Engine.interpreting())
                .run(
                        BlockEnvironment.of(block.header(), chain.rules(number).blobs()),
                        block.transactions().subList(0, count),
                        chain.entry(number - 1).state(),
                        chain::hash,
                        onlooker);
        return true;
    }

    /** Unlike a node, with the state roots of the blocks it makes up. */
    @Override
    public Optional<SimulatedChain> simulate(SimulationRequest request, long number) throws SimulationRefused {
        MemoryState state = chain.entry(number).state();
        var base = new Simulation.Base(
                chain.entry(number).block().block().header(),
                state,
                chain::hash,
                UInt256.ZERO,
                INTERVAL,
                changes -> PlainTrie.root(state.after(changes)));
        return Optional.of(new Simulation(chain.rules(number), base, request).run());
    }

    @Override
    public Submission submit(Transaction transaction) {
        pool.put(transaction.hash(), transaction);
        return new Submission.Accepted();
    }

    @Override
    public Optional<Transaction> pooled(Hash transaction) {
        return Optional.ofNullable(pool.get(transaction));
    }

    @Override
    public List<Transaction> pool() {
        List<Transaction> sorted = new ArrayList<>(pool.values());
        sorted.sort(Comparator.comparing(
                        (Transaction transaction) -> transaction.sender().orElseThrow())
                .thenComparing(transaction -> transaction.body().nonce()));
        return sorted;
    }

    @Override
    public int poolSize() {
        return pool.size();
    }

    @Override
    public long pendingNonce(Address sender) {
        long next = chain.entry(height())
                .state()
                .account(sender)
                .orElse(Account.EMPTY)
                .nonce();
        for (Transaction waiting : pool()) {
            boolean follows = waiting.body().nonce() == next;
            next += follows && waiting.sender().equals(Optional.of(sender)) ? 1 : 0;
        }
        return next;
    }

    @Override
    public UInt256 nextBaseFee() {
        return BaseFee.after(chain.entry(height()).block().block().header(), UInt256.ZERO);
    }

    @Override
    public int peers() {
        return 0;
    }

    @Override
    public long bestKnownHeight() {
        return height();
    }

    @Override
    public Subscription onFinalized(Consumer<FinalizedBlock> listener) {
        return () -> {};
    }

    @Override
    public Subscription onPooled(Consumer<Transaction> listener) {
        return () -> {};
    }
}
