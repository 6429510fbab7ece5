// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.evm.Engine;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.execution.Onlooker;
import network.banyan.execution.Replay;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.Simulation;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Validator;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.StateView;

/** A chain in memory whose every answer a test can set. It executes nothing: a test says what became of a transaction. */
final class FakeChain implements ChainView {
    static final long CHAIN_ID = 4_690;
    static final UInt256 BASE_FEE = UInt256.of(1_000_000_000);
    static final long GENESIS_SECONDS = 1_700_000_000;

    final Map<Address, Account> accounts = new ConcurrentHashMap<>();
    final Map<Address, Map<UInt256, UInt256>> storage = new ConcurrentHashMap<>();
    final Map<Hash, Bytes> codes = new ConcurrentHashMap<>();

    /** What transactions created, for the index of accounts. */
    final Map<Hash, Address> created = new ConcurrentHashMap<>();

    final List<CallRequest> calls = new CopyOnWriteArrayList<>();

    volatile Function<CallRequest, CallOutcome> onCall = request -> new CallOutcome.Returned(request.data(), 21_000);
    volatile Function<CallRequest, AccessListing> onAccessList =
            request -> new AccessListing(List.of(), onCall.apply(request));
    volatile Function<CallRequest, GasEstimate> onEstimate = _ -> new GasEstimate.Enough(21_000);
    volatile Function<Transaction, Submission> onSubmit = _ -> new Submission.Accepted();
    volatile Function<Address, AccountProof> onProve =
            address -> new AccountProof(address, Account.EMPTY, BlockHeader.EMPTY_ROOT, List.of(), List.of());
    volatile long oldestState;
    volatile long bestKnown;

    private final Genesis genesis;
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final List<List<Receipt>> receipts = new CopyOnWriteArrayList<>();
    private final Map<Hash, Transaction> pool = new ConcurrentHashMap<>();
    private final List<Consumer<FinalizedBlock>> finalizedListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Transaction>> pooledListeners = new CopyOnWriteArrayList<>();

    FakeChain() {
        this(CHAIN_ID);
    }

    FakeChain(long chainId) {
        Bls.SecretKey key = Bls.SecretKey.ofSeed(new byte[32]);
        var validator = new Validator(
                "first", Address.ofNumber(7), key.publicKey(), key.provePossession(), Bytes.wrap(new byte[32]));
        var parameters = new Genesis.Parameters(1_000, 500, 30_000_000, BASE_FEE, false);
        genesis =
                new Genesis(chainId, "fake", "IOTX", GENESIS_SECONDS, parameters, List.of(validator), new TreeMap<>());
        add(new Block(genesis.header(Hash.ZERO, Hash.ZERO), List.of()), List.of());
    }

    /** Adds a block as it is, without checking anything. */
    void add(Block block, List<Receipt> blockReceipts) {
        receipts.add(blockReceipts);
        blocks.add(block);
        block.transactions().forEach(transaction -> pool.remove(transaction.hash()));
        var finalized = new FinalizedBlock(block, blockReceipts, certificateOf(block));
        finalizedListeners.forEach(listener -> listener.accept(finalized));
    }

    /** Makes the next block final: one second later, each transaction with its receipt. */
    Block append(List<Transaction> transactions, List<Receipt> blockReceipts) {
        BlockHeader parent = blocks.getLast().header();
        long number = parent.number() + 1;
        long gasUsed = blockReceipts.isEmpty() ? 0 : blockReceipts.getLast().cumulativeGasUsed();
        var header = new BlockHeader(
                blocks.getLast().hash(),
                BlockHeader.NO_OMMERS,
                Address.ofNumber(7),
                Keccak.hash(new byte[] {(byte) number, 1}),
                Keccak.hash(new byte[] {(byte) number, 2}),
                Keccak.hash(new byte[] {(byte) number, 3}),
                Bloom.union(blockReceipts.stream().map(Receipt::bloom).toList()),
                UInt256.ZERO,
                number,
                parent.gasLimit(),
                gasUsed,
                parent.timestamp() + 1,
                new Slot(2, number, 250).toExtraData(),
                Keccak.hash(new byte[] {(byte) number, 4}),
                BlockHeader.ZERO_NONCE,
                BASE_FEE,
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                Hash.ZERO,
                BlockHeader.NO_REQUESTS);
        var block = new Block(header, transactions);
        add(block, blockReceipts);
        return block;
    }

    void setAccount(Address address, long nonce, UInt256 balance, Bytes code) {
        Hash codeHash = Keccak.hash(code);
        codes.put(codeHash, code);
        accounts.put(address, new Account(nonce, balance, codeHash));
    }

    private static Certificate certificateOf(Block block) {
        var signers = new BitSet();
        signers.set(0);
        var subject = new VoteSubject(2, Math.max(1, block.number()), VoteType.FINALIZE, block.number(), block.hash());
        return Certificate.of(subject, signers, Bytes.wrap(new byte[96]));
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Hash genesisHash() {
        return blocks.getFirst().hash();
    }

    @Override
    public long height() {
        return blocks.getLast().number();
    }

    @Override
    public Optional<Block> block(long number) {
        return blocks.stream().filter(block -> block.number() == number).findFirst();
    }

    @Override
    public Optional<Block> block(Hash hash) {
        return blocks.stream().filter(block -> block.hash().equals(hash)).findFirst();
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).number() == number) {
                return Optional.of(receipts.get(i));
            }
        }
        return Optional.empty();
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public Optional<EpochView> epoch(long number) {
        long length = 600;
        return number * length <= height()
                ? Optional.of(new EpochView(
                        Committee.of(number, genesis.committee()),
                        number * length + 1,
                        (number + 1) * length,
                        Hash.ZERO,
                        Optional.of(List.of(new EpochView.Service(5, 1)))))
                : Optional.empty();
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return block(number).map(FakeChain::certificateOf);
    }

    @Override
    public Optional<Location> locate(Hash hash) {
        for (Block block : blocks) {
            for (int i = 0; i < block.transactions().size(); i++) {
                if (block.transactions().get(i).hash().equals(hash)) {
                    return Optional.of(new Location(block.number(), i));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        List<Location> found = new ArrayList<>();
        for (Block block : blocks.reversed()) {
            for (int i = block.transactions().size() - 1; i >= 0; i--) {
                Transaction transaction = block.transactions().get(i);
                boolean involved = transaction.sender().equals(Optional.of(account))
                        || transaction.body().to().equals(Optional.of(account))
                        || account.equals(created.get(transaction.hash()));
                boolean earlier =
                        block.number() < before.block() || (block.number() == before.block() && i < before.index());
                if (involved && earlier && found.size() < limit) {
                    found.add(new Location(block.number(), i));
                }
            }
        }
        return found;
    }

    @Override
    public List<Location> historyAfter(Address account, Location after, int limit) {
        return history(account, new Location(Long.MAX_VALUE, 0), Integer.MAX_VALUE).reversed().stream()
                .filter(place -> place.block() > after.block()
                        || (place.block() == after.block() && place.index() > after.index()))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<StateView> state(long number) {
        return number < oldestState || number > height() ? Optional.empty() : Optional.of(new FakeState());
    }

    private final class FakeState implements StateView {
        @Override
        public Optional<Account> account(Address address) {
            return Optional.ofNullable(accounts.get(address));
        }

        @Override
        public UInt256 storage(Address address, UInt256 slot) {
            return storage.getOrDefault(address, Map.of()).getOrDefault(slot, UInt256.ZERO);
        }

        @Override
        public Bytes code(Hash codeHash) {
            return codes.getOrDefault(codeHash, Bytes.EMPTY);
        }
    }

    @Override
    public Optional<AccountProof> prove(Address address, List<UInt256> slots, long number) {
        return state(number).map(_ -> onProve.apply(address));
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number) {
        calls.add(request);
        return state(number).map(_ -> onCall.apply(request));
    }

    @Override
    public Optional<GasEstimate> estimateGas(CallRequest request, long number) {
        calls.add(request);
        return state(number).map(_ -> onEstimate.apply(request));
    }

    @Override
    public Optional<AccessListing> accessList(CallRequest request, long number) {
        calls.add(request);
        return state(number).map(_ -> onAccessList.apply(request));
    }

    /** Really runs them, on the accounts a test has set. */
    @Override
    public boolean replay(long number, int count, Onlooker onlooker) {
        Optional<Block> block = block(number);
        if (number - 1 < oldestState || block.isEmpty()) {
            return false;
        }
        new Replay(ChainRules.of(genesis), Engine.interpreting())
                .run(
                        BlockEnvironment.of(block.get().header()),
                        block.get().transactions().subList(0, count),
                        new FakeState(),
                        _ -> Hash.ZERO,
                        onlooker);
        return true;
    }

    /** Really runs it. */
    @Override
    public Optional<CallOutcome> call(CallRequest request, long number, Onlooker onlooker) {
        var asked = new network.banyan.execution.CallRequest(
                request.from(),
                request.to(),
                request.gasLimit(),
                request.gasPrice(),
                request.value(),
                request.data(),
                request.accessList(),
                request.authorizations(),
                List.of(),
                request.block());
        return state(number).map(state -> {
            var setting = new Calls.Setting(
                    BlockEnvironment.of(block(number).orElseThrow().header()), state, _ -> Hash.ZERO);
            return switch (new Calls(ChainRules.of(genesis)).call(asked, setting, onlooker)) {
                case Calls.Outcome.Returned(Bytes output, long gas) -> new CallOutcome.Returned(output, gas);
                case Calls.Outcome.Reverted(Bytes output, long gas) -> new CallOutcome.Reverted(output, gas);
                case Calls.Outcome.Halted(String reason, long gas) -> new CallOutcome.Halted(reason, gas);
                case Calls.Outcome.Refused(String reason) -> new CallOutcome.Refused(reason);
            };
        });
    }

    /** Really runs them, on the accounts a test has set. */
    @Override
    public Optional<SimulatedChain> simulate(SimulationRequest request, long number) throws SimulationRefused {
        Optional<StateView> state = state(number);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        var base = new Simulation.Base(
                block(number).orElseThrow().header(),
                state.get(),
                earlier -> block(earlier).map(Block::hash).orElse(Hash.ZERO),
                UInt256.ZERO,
                12,
                _ -> Hash.ZERO);
        return Optional.of(new Simulation(ChainRules.of(genesis), base, request).run());
    }

    @Override
    public Submission submit(Transaction transaction) {
        if (pool.containsKey(transaction.hash())) {
            return new Submission.Refused("already known");
        }
        Submission submission = onSubmit.apply(transaction);
        if (submission instanceof Submission.Accepted) {
            pool.put(transaction.hash(), transaction);
            pooledListeners.forEach(listener -> listener.accept(transaction));
        }
        return submission;
    }

    @Override
    public Optional<Transaction> pooled(Hash hash) {
        return Optional.ofNullable(pool.get(hash));
    }

    @Override
    public int poolSize() {
        return pool.size();
    }

    @Override
    public List<Transaction> pool() {
        return pool.values().stream()
                .sorted(Comparator.comparing((Transaction transaction) ->
                                transaction.sender().orElseThrow())
                        .thenComparing(transaction -> transaction.body().nonce()))
                .toList();
    }

    @Override
    public long pendingNonce(Address sender) {
        long next = accounts.getOrDefault(sender, Account.EMPTY).nonce();
        var nonces = new HashMap<Long, Transaction>();
        for (Transaction transaction : pool()) {
            if (transaction.sender().equals(Optional.of(sender))) {
                nonces.put(transaction.body().nonce(), transaction);
            }
        }
        while (nonces.containsKey(next)) {
            next++;
        }
        return next;
    }

    @Override
    public UInt256 nextBaseFee() {
        return UInt256.of(BASE_FEE.toBigInteger().add(BigInteger.ONE));
    }

    @Override
    public int peers() {
        return 3;
    }

    @Override
    public long bestKnownHeight() {
        return Math.max(bestKnown, height());
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

    int listeners() {
        return finalizedListeners.size() + pooledListeners.size();
    }
}
