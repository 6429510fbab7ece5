// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.CallRequest;
import network.banyan.execution.Calls;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.founding.Founder;
import network.banyan.node.founding.Founding;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.Admission;
import network.banyan.replica.BlockImport;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainView;
import network.banyan.replica.StoredChainView;
import network.banyan.replica.TransactionPool;
import network.banyan.state.Account;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;

/** A chain with the true contracts that a test makes grow, with certificates that nobody checks. */
public record GrownChain(Genesis genesis, NodeStorage storage, ChainState state, BlockImport blocks)
        implements AutoCloseable {
    private static final long FOUNDED = 1_800_000_000;

    public static GrownChain open(Path folder, Genesis genesis) {
        return open(folder, genesis, StateChain.Limits.DEFAULT);
    }

    public static GrownChain open(Path folder, Genesis genesis, StateChain.Limits limits) {
        NodeStorage storage = NodeStorage.open(folder, 16);
        ChainState state = ChainState.open(genesis, Committee.of(0, genesis.committee()), storage.chain(), limits);
        return new GrownChain(genesis, storage, state, new BlockImport(state));
    }

    /** Of founders alone, on the contracts' own parameters; a block every half second. */
    public static Genesis genesis(
            long chainId, List<Founder> founders, Founder.Terms terms, Optional<Genesis.Epochs> epochs) {
        return new Genesis(
                chainId,
                "test",
                "IOTX",
                FOUNDED,
                new Genesis.Parameters(500, 500, 60_000_000, UInt256.ONE, false, epochs),
                founders.stream().map(Founder::validator).toList(),
                new Founding(chainId, FOUNDED, terms).found(new TreeMap<>(SystemContracts.accounts()), founders));
    }

    /** So many founders, the same in every run. */
    public static List<Founder> founders(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Founder(
                        "validator-" + number,
                        new NodeKeys(
                                secret("bls", number).toBytes(),
                                secret("node", number).toBytes(),
                                secret("operator", number))))
                .toList();
    }

    private static Hash secret(String kind, int number) {
        return Keccak.hash((kind + number).getBytes(StandardCharsets.US_ASCII));
    }

    public ChainStore store() {
        return storage.chain();
    }

    /** One empty block in a view. */
    public Block grow(long view) {
        return grow(view, List.of());
    }

    /** An empty block in each of these views. */
    public void grow(LongStream views) {
        views.forEach(this::grow);
    }

    /** One block of these transactions; zero earns the tips. */
    public Block grow(long view, List<Transaction> transactions) {
        Block block = blocks.build(transactions.iterator(), view, Address.ZERO);
        assertThat(blocks.append(block, certificate(block))).isInstanceOf(BlockImport.Outcome.Appended.class);
        return block;
    }

    /** What a committee of founders says of a block, as long as its epoch is the first. */
    public static Certificate certificate(Block block, List<Founder> committee, long chainId) {
        var subject = new VoteSubject(
                block.slot().epoch(), block.slot().view(), VoteType.FINALIZE, block.number(), block.hash());
        byte[] message = subject.message(chainId);
        var seats = new BitSet();
        seats.set(0, committee.size());
        List<Bytes> signatures = committee.stream()
                .map(founder -> founder.keys().bls().sign(message))
                .toList();
        return Certificate.of(subject, seats, Bls.aggregate(signatures).orElseThrow());
    }

    public static Certificate certificate(Block block) {
        var seats = new BitSet();
        seats.set(0);
        var subject = new VoteSubject(
                block.slot().epoch(), block.slot().view(), VoteType.FINALIZE, block.number(), block.hash());
        return Certificate.of(subject, seats, Bytes.wrap(new byte[96]));
    }

    public BigInteger balance(Address account) {
        return state.head().account(account).orElse(Account.EMPTY).balance().toBigInteger();
    }

    /** What a contract answers now; nothing if it refuses. */
    public Bytes ask(Address contract, Bytes input) {
        var request = new CallRequest(
                Address.ZERO,
                Optional.of(contract),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                input,
                List.of(),
                List.of(),
                List.of());
        var setting = new Calls.Setting(BlockEnvironment.of(blocks.tip().header()), state.head(), _ -> Hash.ZERO);
        return new Calls(ChainRules.of(genesis)).call(request, setting) instanceof Calls.Outcome.Returned returned
                ? returned.output()
                : Bytes.EMPTY;
    }

    /** What a node would see of it. */
    public ChainView view(LongSupplier bestKnownHeight, Consumer<Transaction> spread) {
        var admission = new Admission(state, new TransactionPool(TransactionPool.Limits.DEFAULT));
        return new StoredChainView(state, admission, new Ties(bestKnownHeight, spread));
    }

    private record Ties(LongSupplier known, Consumer<Transaction> spread) implements StoredChainView.Network {
        @Override
        public int peers() {
            return 0;
        }

        @Override
        public long bestKnownHeight() {
            return known.getAsLong();
        }

        @Override
        public void spread(Transaction transaction) {
            spread.accept(transaction);
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
