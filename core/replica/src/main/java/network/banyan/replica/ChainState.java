// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import network.banyan.application.Applications;
import network.banyan.election.Committee;
import network.banyan.election.Reveal;
import network.banyan.evm.CodeCache;
import network.banyan.evm.CompiledCodes;
import network.banyan.evm.Engine;
import network.banyan.execution.BaseFee;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.execution.DisputeRules;
import network.banyan.execution.GenesisState;
import network.banyan.execution.HeaderRules;
import network.banyan.execution.Onlooker;
import network.banyan.execution.ProposalBuilder;
import network.banyan.execution.Refusal;
import network.banyan.execution.Replay;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.Simulation;
import network.banyan.execution.SimulationRefused;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.StateChain;
import network.banyan.state.StateLayer;
import network.banyan.state.StateView;

/**
 * The chain and its state as execution sees them: what is final, in the store; what executed above it, as candidates. The
 * replica's thread executes, builds and commits; any thread may read what is final.
 */
public final class ChainState {
    /** Transactions of one block, encoded, so that a block with its overhead fits one message between nodes. */
    private static final long BLOCK_BYTES_MAX = 4L << 20;

    private static final long CODE_CACHE_BYTES = 16L << 20;

    /** Bytes of blocks in one answer to a node that catches up. */
    private static final long ANSWER_BYTES_MAX = 2L << 20;

    private final Genesis genesis;
    private final Hash genesisHash;
    private final ChainRules rules;
    private final ChainStore store;
    private final StateChain states;
    private final HeaderRules headers;
    private final BlockExecutor executor;
    private final ProposalBuilder builder;
    private final Calls calls;
    private final Replay replay;
    private final Stages stages;
    private final Keeping keeping;
    private final Optional<Showing> showing;
    private final Terms terms;
    private volatile Candidate tip;

    private ChainState(
            Genesis genesis,
            Hash genesisHash,
            ChainStore store,
            StateChain states,
            Candidate tip,
            Terms terms,
            Extras extras) {
        long least = leastBlocksKept(genesis);
        Invariant.check(
                extras.blocksKept() == 0 || extras.blocksKept() >= least,
                "%d blocks are kept, where %d are needed",
                extras.blocksKept(),
                least);
        this.genesis = genesis;
        this.genesisHash = genesisHash;
        this.store = store;
        this.states = states;
        this.tip = tip;
        this.rules = rules(genesis, extras.applications());
        this.headers = new HeaderRules(genesis.parameters());
        CodeCache codes = new CodeCache(CODE_CACHE_BYTES);
        Optional<CompiledCodes> compiled = extras.compiled();
        Engine engine = compiled.map(Engine::compiling).orElseGet(Engine::interpreting);
        this.executor = new BlockExecutor(rules, codes, engine);
        this.builder = new ProposalBuilder(rules, genesis.parameters(), codes, engine);
        this.calls = new Calls(rules, compiled.map(Engine::reusing).orElseGet(Engine::interpreting));
        this.replay = new Replay(rules, compiled.map(Engine::reusing).orElseGet(Engine::interpreting));
        this.stages = extras.stages();
        this.showing = genesis.parameters().disputable()
                ? Optional.of(new Showing(DisputeRules.of(genesis, genesisHash), states))
                : Optional.empty();
        this.keeping = new Keeping(extras.blocksKept(), genesis.parameters().epochs());
        this.terms = terms;
    }

    /** The store holds another chain than the genesis names, or is not whole. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }
    }

    /**
     * Goes on from what the store holds; writes genesis into an empty one.
     *
     * @param first the committee that genesis names
     * @throws Unusable if the store belongs to another genesis or is not whole, or an application of the chain is not installed
     */
    public static ChainState open(Genesis genesis, Committee first, ChainStore store, StateChain.Limits limits) {
        return open(genesis, first, store, limits, Extras.NONE);
    }

    /**
     * What a chain can do without.
     *
     * @param compiled where hot contracts become bytecode; empty to interpret everything
     * @param stages told what its blocks go through
     * @param blocksKept behind the newest; 0 for all, else {@link #leastBlocksKept} or more
     * @param applications that are installed, whether or not the chain has them
     */
    public record Extras(Optional<CompiledCodes> compiled, Stages stages, long blocksKept, Applications applications) {
        public static final Extras NONE = new Extras(Optional.empty(), Stages.UNTIMED);

        /** Of a chain without applications. */
        public Extras(Optional<CompiledCodes> compiled, Stages stages, long blocksKept) {
            this(compiled, stages, blocksKept, Applications.NONE);
        }

        /** With all blocks. */
        public Extras(Optional<CompiledCodes> compiled, Stages stages) {
            this(compiled, stages, 0);
        }
    }

    /** The fewest blocks that a node of a chain can do with. */
    public static long leastBlocksKept(Genesis genesis) {
        return Keeping.least(genesis.parameters().epochs());
    }

    /** As {@link #open(Genesis, Committee, ChainStore, StateChain.Limits)}. */
    public static ChainState open(
            Genesis genesis, Committee first, ChainStore store, StateChain.Limits limits, Extras extras) {
        rules(genesis, extras.applications());
        StateChain states = StateChain.open(store.state(), limits);
        if (store.height() < 0) {
            StateLayer layer = states.apply(states.head(), GenesisState.of(genesis));
            Block block = new Block(genesis.header(layer.root(), first.root()), List.of());
            var executed = new ChainStore.Executed(block, List.of());
            store.commit(new ChainStore.Commit(
                    List.of(executed),
                    Optional.empty(),
                    states.commit(layer),
                    Optional.empty(),
                    new ChainStore.Pruned(0, 0)));
            states.committed(layer);
            var candidate = new Candidate(block, List.of(), layer, Optional.empty());
            return new ChainState(
                    genesis, block.hash(), store, states, candidate, Terms.open(genesis, first, store), extras);
        }
        Block zero = stored(store, 0);
        checkGenesis(genesis, first, zero, limits);
        Block last = stored(store, store.height());
        StateLayer head = states.head();
        if (head.height() != last.number() || !head.root().equals(last.header().stateRoot())) {
            throw new Unusable("The data folder is not whole: its state belongs to block %d and its last block is %d."
                    .formatted(head.height(), last.number()));
        }
        var candidate = new Candidate(last, List.of(), head, Optional.empty());
        return new ChainState(
                genesis, zero.hash(), store, states, candidate, Terms.open(genesis, first, store), extras);
    }

    private static ChainRules rules(Genesis genesis, Applications installed) {
        try {
            return ChainRules.of(genesis, installed);
        } catch (Applications.Missing | IllegalArgumentException unknown) {
            throw new Unusable(String.valueOf(unknown.getMessage()));
        }
    }

    static Block stored(ChainStore store, long number) {
        return store.block(number)
                .orElseThrow(
                        () -> new Unusable("The data folder is not whole: block %d is missing.".formatted(number)));
    }

    /**
     * Block 0, whose state is reckoned in heap.
     *
     * @param first the committee that genesis names
     */
    public static Block genesisBlock(Genesis genesis, Committee first, StateChain.Limits limits) {
        StateChain empty = StateChain.open(new network.banyan.state.MemoryStateStore(), limits);
        Hash root = empty.apply(empty.head(), GenesisState.of(genesis)).root();
        return new Block(genesis.header(root, first.root()), List.of());
    }

    private static void checkGenesis(Genesis genesis, Committee first, Block stored, StateChain.Limits limits) {
        Hash ours = genesisBlock(genesis, first, limits).hash();
        if (!ours.equals(stored.hash())) {
            throw new Unusable(
                    "The data folder belongs to another chain: its genesis block is %s, but genesis.json makes %s."
                            .formatted(stored.hash(), ours));
        }
    }

    public Genesis genesis() {
        return genesis;
    }

    public Hash genesisHash() {
        return genesisHash;
    }

    public ChainStore store() {
        return store;
    }

    /** Who certifies the block after the tip, and how the epoch goes. */
    Terms terms() {
        return terms;
    }

    /** The last final block. */
    Candidate tip() {
        return tip;
    }

    /** The state after the last final block. */
    public StateView head() {
        return states.head();
    }

    /** How a block executed. */
    sealed interface Outcome {
        record Valid(Candidate candidate) implements Outcome {}

        record Invalid(String reason) implements Outcome {}
    }

    /**
     * @param above hashes of the parent and what stands between it and the tip
     */
    Outcome execute(Block block, Candidate parent, Above above) {
        BlockHeader header = block.header();
        Block before = parent.block();
        if (header.number() > terms.last()) {
            return new Outcome.Invalid("it stands beyond the last block of its epoch");
        }
        if (!header.mixHash().equals(Reveal.mix(before.header().mixHash(), block.reveal()))) {
            return new Outcome.Invalid("its randomness is not made of its parent's and its reveal");
        }
        Optional<Committee> next = terms.next(header.number(), before.header(), parent.layer(), header.mixHash());
        if (!header.parentBeaconBlockRoot().equals(committeeRoot(next, before.header()))) {
            return new Outcome.Invalid("it names another committee than the one that follows");
        }
        if (stages.run(Stage.BODY, block.hash(), () -> checkClaims(block, before))
                instanceof HeaderRules.Verdict.Invalid invalid) {
            return new Outcome.Invalid(invalid.reason());
        }
        BlockEnvironment environment =
                BlockEnvironment.of(header).with(terms.turn(header.number(), before.header(), parent.layer()));
        return switch (stages.run(
                Stage.EXECUTION,
                block.hash(),
                () -> executor.execute(environment, block.transactions(), parent.layer(), ancestors(above)))) {
            case BlockExecutor.Outcome.Invalid invalid -> new Outcome.Invalid(invalid.reason());
            case BlockExecutor.Outcome.Executed executed -> {
                StateLayer layer = stages.run(
                        Stage.STATE_ROOT, block.hash(), () -> states.apply(parent.layer(), executed.changes()));
                HeaderRules.Verdict verdict = stages.run(
                        Stage.RECEIPTS, block.hash(), () -> headers.checkOutcome(header, executed, layer.root()));
                yield switch (verdict) {
                    case HeaderRules.Verdict.Invalid invalid -> new Outcome.Invalid(invalid.reason());
                    case HeaderRules.Verdict.Valid() ->
                        showing.flatMap(it -> it.refusal(block, before.header(), parent.layer(), ancestors(above)))
                                .<Outcome>map(Outcome.Invalid::new)
                                .orElseGet(() ->
                                        new Outcome.Valid(new Candidate(block, executed.receipts(), layer, next)));
                };
            }
        };
    }

    /** What can be told before the block runs. */
    private HeaderRules.Verdict checkClaims(Block block, Block parent) {
        HeaderRules.Verdict verdict = headers.check(block.header(), parent.header());
        return verdict instanceof HeaderRules.Verdict.Invalid
                ? verdict
                : headers.checkBody(block.header(), block.transactions());
    }

    /** The commitment to who certifies a block's children. */
    private static Hash committeeRoot(Optional<Committee> next, BlockHeader parent) {
        return next.map(Committee::root).orElse(parent.parentBeaconBlockRoot());
    }

    /** Where a block shall stand, who earns its tips, and what its proposer adds to the beacon. */
    record Place(long epoch, long view, long nowMillis, Address beneficiary, Bytes reveal) {}

    /** Builds from what waits in the pool, and lets the pool forget what can never run. */
    Candidate build(Candidate parent, Above above, Place place, TransactionPool pool) {
        List<Transaction> waiting = pool.candidates(
                address -> parent.layer().account(address).orElse(Account.EMPTY).nonce(),
                BaseFee.after(parent.block().header(), genesis.parameters().minBaseFee()),
                genesis.parameters().gasLimit(),
                BLOCK_BYTES_MAX);
        Built built = showing.map(it -> it.build(
                        waiting,
                        parent.layer(),
                        (transactions, state) -> build(parent, state, above, place, transactions),
                        made -> it.refusal(
                                        made.candidate().block(),
                                        parent.block().header(),
                                        parent.layer(),
                                        ancestors(above))
                                .isEmpty(),
                        unshowable -> pool.drop(unshowable.hash())))
                .orElseGet(() -> build(parent, above, place, waiting.iterator()));
        for (ProposalBuilder.Skipped skipped : built.skipped()) {
            if (isHopeless(skipped.refusal().reason())) {
                pool.drop(skipped.transaction().hash());
            }
        }
        return built.candidate();
    }

    /** A block of our own, and what did not come into it. */
    record Built(Candidate candidate, List<ProposalBuilder.Skipped> skipped) {}

    Built build(Candidate parent, Above above, Place place, Iterator<Transaction> transactions) {
        return build(parent, parent.layer(), above, place, transactions);
    }

    /** @param state the parent's, in whatever form */
    private Built build(
            Candidate parent, StateView state, Above above, Place place, Iterator<Transaction> transactions) {
        BlockHeader header = parent.block().header();
        long number = header.number() + 1;
        Hash beacon = Reveal.mix(header.mixHash(), place.reveal());
        Optional<Committee> next = terms.next(number, header, parent.layer(), beacon);
        long time = Math.max(
                place.nowMillis(),
                Slot.timeMillis(header) + genesis.parameters().blockIntervalMillis());
        var request = new ProposalBuilder.Request(
                header,
                state,
                new Slot(place.epoch(), place.view(), (int) (time % 1_000)),
                time / 1_000,
                place.beneficiary(),
                committeeRoot(next, header),
                beacon,
                terms.turn(number, header, parent.layer()),
                BLOCK_BYTES_MAX);
        StateLayer[] layer = new StateLayer[1];
        ProposalBuilder.Proposal built = builder.build(request, transactions, ancestors(above), changes -> {
            layer[0] = states.apply(parent.layer(), changes);
            return layer[0].root();
        });
        Block block = new Block(built.header(), built.transactions(), place.reveal());
        return new Built(new Candidate(block, built.receipts(), Invariant.present(layer[0]), next), built.skipped());
    }

    /** Whether a transaction can never run on this branch, so that the pool may forget it. */
    private static boolean isHopeless(Refusal.Reason reason) {
        return switch (reason) {
            case MALFORMED, SENDER_HAS_CODE, INSUFFICIENT_FUNDS -> true;
            case NONCE_TOO_LOW, NONCE_TOO_HIGH, FEE_TOO_LOW, BLOCK_FULL -> false;
        };
    }

    /** Hashes of blocks that executed but are not final, on one branch. */
    interface Above {
        Optional<Hash> hash(long number);
    }

    private network.banyan.evm.BlockContext.Ancestors ancestors(Above above) {
        return number -> above.hash(number).orElseGet(() -> finalHash(number));
    }

    /** Makes a run of candidates final, each the child of the one before, the first a child of the tip. */
    void commit(List<Candidate> path, Certificate certificate) {
        for (Candidate candidate : path) {
            tip = stages.run(Stage.COMMIT, candidate.block().hash(), () -> commit(candidate, certificate));
        }
    }

    private Candidate commit(Candidate candidate, Certificate certificate) {
        Slot slot = candidate.block().slot();
        store.commit(new ChainStore.Commit(
                List.of(new ChainStore.Executed(candidate.block(), candidate.receipts())),
                Optional.of(certificate),
                states.commit(candidate.layer()),
                candidate.next(),
                new ChainStore.Pruned(slot.epoch(), candidate.next().isPresent() ? Long.MAX_VALUE : slot.view()),
                keeping.after(store.earliest(), candidate.block().number())));
        states.committed(candidate.layer());
        terms.advance(candidate.block(), candidate.next());
        return candidate;
    }

    /** Finalised blocks from a height on with a certificate for the last of them; empty if there are none. */
    Optional<PeerMessage.Blocks> finalBlocks(long from) {
        if (from < Math.max(1, store.earliest()) || from > store.height()) {
            return Optional.empty();
        }
        Deque<Block> blocks = new ArrayDeque<>();
        Optional<PeerMessage.Blocks> answer = Optional.empty();
        long bytes = 0;
        for (long number = from; number <= store.height() && blocks.size() < PeerMessage.MAX_BLOCKS; number++) {
            Block block = store.block(number).orElseThrow();
            blocks.add(block);
            bytes += block.encode().length;
            long height = number;
            Optional<Certificate> own =
                    store.certificate(number).filter(found -> found.subject().height() == height);
            if (own.isPresent()) {
                answer = Optional.of(new PeerMessage.Blocks(new ArrayList<>(blocks), own.get()));
                if (bytes > ANSWER_BYTES_MAX || endsEpoch(number)) {
                    break;
                }
            }
        }
        return answer;
    }

    /** Who asks knows the committee of the epoch it is in, and no later one. */
    private boolean endsEpoch(long number) {
        return genesis.parameters().epochs().map(epochs -> epochs.ends(number)).orElse(false);
    }

    Optional<StateView> stateAt(long number) {
        return states.at(number);
    }

    Optional<AccountProof> prove(Address address, List<UInt256> slots, long number) {
        return states.prove(address, slots, number);
    }

    UInt256 nextBaseFee() {
        return BaseFee.after(tip.block().header(), genesis.parameters().minBaseFee());
    }

    Optional<ChainView.CallOutcome> call(ChainView.CallRequest request, long number) {
        return setting(number).map(setting -> CallMapping.outcome(calls.call(CallMapping.request(request), setting)));
    }

    Optional<ChainView.CallOutcome> call(ChainView.CallRequest request, long number, Onlooker onlooker) {
        return setting(number)
                .map(setting -> CallMapping.outcome(calls.call(CallMapping.request(request), setting, onlooker)));
    }

    /** As {@link ChainView#replay}. */
    boolean replay(long number, int count, Onlooker onlooker) {
        Optional<Block> block = number < 1 ? Optional.empty() : store.block(number);
        Optional<Block> parent = number < 1 ? Optional.empty() : store.block(number - 1);
        Optional<StateView> state = states.at(number - 1);
        if (block.isEmpty() || parent.isEmpty() || state.isEmpty()) {
            return false;
        }
        BlockEnvironment environment = BlockEnvironment.of(block.get().header())
                .with(terms.pastTurn(number, parent.get().header(), state.get()));
        replay.run(environment, block.get().transactions().subList(0, count), state.get(), this::finalHash, onlooker);
        return true;
    }

    /** As {@link ChainView#simulate}. */
    Optional<SimulatedChain> simulate(SimulationRequest request, long number) throws SimulationRefused {
        Optional<Block> block = store.block(number);
        Optional<StateView> state = states.at(number);
        if (block.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Genesis.Parameters parameters = genesis.parameters();
        var base = new Simulation.Base(
                block.get().header(),
                state.get(),
                this::finalHash,
                parameters.minBaseFee(),
                Math.ceilDiv(parameters.blockIntervalMillis(), 1_000),
                _ -> Hash.ZERO);
        return Optional.of(new Simulation(rules, base, request).run());
    }

    Optional<ChainView.GasEstimate> estimateGas(ChainView.CallRequest request, long number) {
        return setting(number)
                .map(setting -> CallMapping.estimate(calls.estimateGas(CallMapping.request(request), setting)));
    }

    Optional<ChainView.AccessListing> accessList(ChainView.CallRequest request, long number) {
        return setting(number)
                .map(setting -> CallMapping.listing(calls.accessList(CallMapping.request(request), setting)));
    }

    private Optional<Calls.Setting> setting(long number) {
        Optional<Block> block = store.block(number);
        Optional<StateView> state = states.at(number);
        return block.isEmpty() || state.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Calls.Setting(BlockEnvironment.of(block.get().header()), state.get(), this::finalHash));
    }

    private Hash finalHash(long number) {
        return store.block(number).map(Block::hash).orElse(Hash.ZERO);
    }
}
