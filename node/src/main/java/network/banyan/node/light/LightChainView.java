// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import network.banyan.evidence.Checkpoint;
import network.banyan.execution.BaseFee;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.Calls;
import network.banyan.execution.Onlooker;
import network.banyan.execution.SimulatedChain;
import network.banyan.execution.SimulationRequest;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.light.KnownHeader;
import network.banyan.light.ProvenState;
import network.banyan.light.VerifiedChain;
import network.banyan.node.InstalledApplications;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.CallMapping;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.StateView;

/**
 * The chain as a light node shows it: every answer is verified, or it is an {@link RpcException} that says who was asked and
 * what came of it. What takes more than that, {@link LightMethods} does not offer, so nobody gets here with it.
 */
final class LightChainView implements ChainView {
    private static final int ANCESTORS = 256;

    private final Genesis genesis;
    private final Follower follower;
    private final Sources sources;
    private final LightBlocks blocks;
    private final LightState states;
    private final SentTransactions sent = new SentTransactions();
    private final Calls calls;

    LightChainView(Genesis genesis, BlockHeader zero, Follower follower, Sources sources) {
        this.genesis = genesis;
        this.follower = follower;
        this.sources = sources;
        this.blocks = new LightBlocks(follower, sources, zero);
        this.states = new LightState(sources);
        this.calls = new Calls(InstalledApplications.rules(genesis));
    }

    /** Says to who asks why there is no answer. */
    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (ProvenState.TooMuch tooMuch) {
            throw RpcException.limit(String.valueOf(tooMuch.getMessage()));
        } catch (Sources.NobodyAnswers | LightBlocks.OutOfReach none) {
            throw RpcException.refused(String.valueOf(none.getMessage()));
        }
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Hash genesisHash() {
        return blocks.genesis().hash();
    }

    @Override
    public long height() {
        return follower.chain().newest().number();
    }

    @Override
    public Optional<Block> block(long number) {
        return answered(() -> blocks.block(number));
    }

    @Override
    public Optional<Block> block(Hash hash) {
        return answered(() -> blocks.block(hash));
    }

    @Override
    public Optional<BlockHeader> header(long number) {
        return number == 0
                ? Optional.of(blocks.genesis().header())
                : answered(() -> blocks.header(number)).map(KnownHeader::header);
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return answered(() -> blocks.receipts(number));
    }

    /** That of the newest block; others are not kept. */
    @Override
    public Optional<Certificate> certificate(long number) {
        VerifiedChain now = follower.chain();
        return now.certificate().filter(_ -> number == now.newest().number());
    }

    @Override
    public long epoch() {
        return follower.chain().committee().epoch();
    }

    @Override
    public Optional<EpochView> epoch(long number) {
        VerifiedChain now = follower.chain();
        long sitting = now.committee().epoch();
        if (number < sitting) {
            throw RpcException.refused(
                    "a light node knows the committee that sits now, of epoch %d: ask a full node for that of epoch %d"
                            .formatted(sitting, number));
        }
        if (number > sitting) {
            return Optional.empty();
        }
        Optional<Genesis.Epochs> epochs = genesis.parameters().epochs();
        Hash beacon = now.checkpoint()
                .map(Checkpoint::header)
                .map(BlockHeader::mixHash)
                .orElseGet(() -> blocks.genesis().header().mixHash());
        return Optional.of(new EpochView(
                now.committee(),
                epochs.map(terms -> sitting * terms.blocks()).orElse(0L) + 1,
                epochs.map(terms -> terms.last(sitting)).orElse(Long.MAX_VALUE),
                beacon,
                Optional.empty()));
    }

    @Override
    public Optional<Location> locate(Hash transaction) {
        return answered(() -> blocks.locate(transaction));
    }

    @Override
    public List<Location> history(Address account, Location before, int limit) {
        throw notHere();
    }

    @Override
    public List<Location> historyAfter(Address account, Location after, int limit) {
        throw notHere();
    }

    @Override
    public Optional<StateView> state(long number) {
        return answered(() -> blocks.header(number)).map(block -> new Answering(states.after(block)));
    }

    @Override
    public Optional<AccountProof> prove(Address address, List<UInt256> slots, long number) {
        return answered(() -> blocks.header(number).map(block -> states.prove(address, slots, block)));
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number) {
        return run(request, number, setting -> CallMapping.outcome(calls.call(CallMapping.request(request), setting)));
    }

    @Override
    public Optional<GasEstimate> estimateGas(CallRequest request, long number) {
        return run(
                request,
                number,
                setting -> CallMapping.estimate(calls.estimateGas(CallMapping.request(request), setting)));
    }

    @Override
    public Optional<AccessListing> accessList(CallRequest request, long number) {
        return run(
                request,
                number,
                setting -> CallMapping.listing(calls.accessList(CallMapping.request(request), setting)));
    }

    /** Our own machine, on a state that is fetched as it is looked at. */
    private <T> Optional<T> run(CallRequest request, long number, Function<Calls.Setting, T> run) {
        return answered(() -> blocks.header(number).map(block -> {
            ProvenState state = states.after(block);
            states.guess(state, request, block);
            return run.apply(new Calls.Setting(
                    BlockEnvironment.of(block.header()), state, ancestor -> hash(ancestor, block.number())));
        }));
    }

    /** As BLOCKHASH asks: of the last 256. */
    private Hash hash(long ancestor, long number) {
        if (ancestor < 0 || ancestor >= number || number - ancestor > ANCESTORS) {
            return Hash.ZERO;
        }
        return ancestor == 0
                ? blocks.genesis().hash()
                : blocks.header(ancestor).map(KnownHeader::hash).orElse(Hash.ZERO);
    }

    @Override
    public boolean replay(long number, int count, Onlooker onlooker) {
        throw notHere();
    }

    @Override
    public Optional<CallOutcome> call(CallRequest request, long number, Onlooker onlooker) {
        throw notHere();
    }

    @Override
    public Optional<SimulatedChain> simulate(SimulationRequest request, long number) {
        throw notHere();
    }

    /** Tells every source, so that no single one can hold it back. */
    @Override
    public Submission submit(Transaction transaction) {
        if (transaction.sender().isEmpty()) {
            return new Submission.Refused("invalid sender");
        }
        List<Sources.Told> outcomes = sources.tell(talk -> talk.send(transaction.encoded()));
        if (outcomes.stream().anyMatch(Sources.Told.Taken.class::isInstance)) {
            sent.add(transaction);
            return new Submission.Accepted();
        }
        return new Submission.Refused(
                outcomes.stream().map(LightChainView::reason).findFirst().orElse("no source can be reached"));
    }

    private static String reason(Sources.Told told) {
        return switch (told) {
            case Sources.Told.Taken() -> "taken";
            case Sources.Told.Refused(String reason) -> reason;
            case Sources.Told.Unheard(String reason) -> reason;
        };
    }

    @Override
    public Optional<Transaction> pooled(Hash transaction) {
        return sent.find(transaction);
    }

    @Override
    public List<Transaction> pool() {
        throw notHere();
    }

    @Override
    public int poolSize() {
        return 0;
    }

    /** Behind what was sent here; what was sent elsewhere and waits, nobody can prove. */
    @Override
    public long pendingNonce(Address sender) {
        return answered(() -> sent.nonceAfter(
                sender,
                blocks.header(height())
                        .flatMap(block -> states.after(block).account(sender))
                        .map(Account::nonce)
                        .orElse(0L)));
    }

    @Override
    public UInt256 nextBaseFee() {
        return BaseFee.after(
                follower.chain().newest().header(), genesis.parameters().minBaseFee());
    }

    /** Sources that are asked. */
    @Override
    public int peers() {
        return sources.countAsked();
    }

    @Override
    public long bestKnownHeight() {
        return Math.max(height(), follower.highest());
    }

    /** Nobody is called: {@code eth_subscribe} is not offered, and whoever polls asks for the height. */
    @Override
    public Subscription onFinalized(Consumer<FinalizedBlock> listener) {
        return () -> {};
    }

    /** Nobody is called, as above. */
    @Override
    public Subscription onPooled(Consumer<Transaction> listener) {
        return () -> {};
    }

    private static RpcException notHere() {
        return LightMethods.notHere("this");
    }

    /** A proven state whose failures are answers. */
    private record Answering(ProvenState state) implements StateView {
        @Override
        public Optional<Account> account(Address address) {
            return answered(() -> state.account(address));
        }

        @Override
        public UInt256 storage(Address address, UInt256 slot) {
            return answered(() -> state.storage(address, slot));
        }

        @Override
        public Bytes code(Hash codeHash) {
            return answered(() -> state.code(codeHash));
        }
    }
}
