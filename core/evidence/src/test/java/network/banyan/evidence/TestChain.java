// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.Secp256k1;
import network.banyan.crypto.Sha256;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Draw;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.Validator;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** A chain made by hand: four validators with real BLS keys, real transactions and tries, blocks that nobody executed. */
final class TestChain implements FinalizedChain {
    static final long CHAIN_ID = 4_690;
    static final Hash OWNER_KEY = Hash.fromHex("01".repeat(32));
    static final Address OWNER = Secp256k1.addressOf(OWNER_KEY);
    private static final Bytes CODE = Bytes.fromHex("600080fd");

    private static final List<String> NAMES = List.of("oak", "elm", "ash", "yew", "fir", "bay");
    private static final int SEATS = 4;

    final Genesis genesis;
    private final Terms terms;
    private final List<Delegate> delegates;
    private final List<List<Delegate>> committees = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<List<Receipt>> receipts = new ArrayList<>();
    private final List<Optional<Certificate>> certificates = new ArrayList<>();

    TestChain() {
        this(CHAIN_ID, 0);
    }

    /** @param seed another one makes another committee */
    TestChain(long chainId, int seed) {
        this(chainId, seed, SEATS, Optional.empty());
    }

    /** One whose committees change: four of six delegates are drawn at the end of each epoch. */
    static TestChain withEpochs(long blocks) {
        return withEpochs(blocks, 0);
    }

    /** @param seed another one makes other delegates */
    static TestChain withEpochs(long blocks, int seed) {
        return new TestChain(CHAIN_ID, seed, NAMES.size(), Optional.of(new Genesis.Epochs(blocks, SEATS)));
    }

    private TestChain(long chainId, int seed, int candidates, Optional<Genesis.Epochs> epochs) {
        delegates = IntStream.range(0, candidates)
                .mapToObj(number -> Delegate.number(seed, number, NAMES.get(number)))
                .toList();
        committees.add(delegates.subList(0, SEATS));
        List<Validator> members =
                committees.getFirst().stream().map(Delegate::validator).toList();
        var alloc = new TreeMap<Address, GenesisAccount>();
        var contract = new GenesisAccount(UInt256.ZERO, 1, CODE, new TreeMap<>());
        alloc.put(RegistryContract.ADDRESS, contract);
        alloc.put(AnchorContract.ADDRESS, contract);
        genesis = new Genesis(
                chainId,
                "test",
                "IOTX",
                1_700_000_000,
                new Genesis.Parameters(0, 1000, 30_000_000, UInt256.of(7), false, epochs),
                members,
                alloc);
        terms = Terms.of(genesis);
        blocks.add(new Block(genesis.header(Hash.ZERO, committeeRoot(0)), List.of()));
        receipts.add(List.of());
        certificates.add(Optional.empty());
    }

    private Hash committeeRoot(long epoch) {
        return CommitteeRoot.of(epoch, Delegate.members(committees.get((int) epoch)));
    }

    long height() {
        return blocks.size() - 1;
    }

    /** A transaction and what it left. */
    record Executed(Transaction transaction, boolean success, List<Log> logs) {}

    static Executed payment(long nonce) {
        return new Executed(sign(nonce, Address.ofNumber(77), Bytes.EMPTY), true, List.of());
    }

    static Executed anchoring(long nonce, AnchorContract.Anchored event) {
        return new Executed(
                sign(nonce, AnchorContract.ADDRESS, AnchorContract.anchor(event.batch())),
                true,
                List.of(AnchorContract.log(event)));
    }

    static Transaction sign(long nonce, Address to, Bytes data) {
        return Transaction.sign(
                new TransactionBody.DynamicFee(
                        Optional.of(UInt256.of(CHAIN_ID)),
                        nonce,
                        UInt256.ONE,
                        UInt256.of(1000),
                        100_000,
                        Optional.of(to),
                        UInt256.ZERO,
                        data,
                        List.of()),
                OWNER_KEY);
    }

    /** Puts a block on top, certified by these seats; by none for a block that a later certificate covers. */
    Block append(List<Executed> executed, int... seats) {
        List<Receipt> outcome = new ArrayList<>();
        long gas = 0;
        List<Log> logs = new ArrayList<>();
        for (Executed one : executed) {
            gas += 50_000;
            outcome.add(Receipt.of(TransactionBody.DYNAMIC_FEE, one.success(), gas, one.logs()));
            logs.addAll(one.logs());
        }
        List<Transaction> transactions =
                executed.stream().map(Executed::transaction).toList();
        Block parent = blocks.getLast();
        long number = parent.number() + 1;
        long epoch = terms.epochOf(number);
        long view = epoch == 0 ? number : number - terms.last(epoch - 1);
        Hash mixHash = Hash.ZERO;
        long committed = epoch;
        if (terms.isLast(number)) {
            mixHash = Sha256.hash(parent.hash().toBytes());
            committees.add(Draw.of(delegates, mixHash, SEATS));
            committed++;
        }
        var header = new BlockHeader(
                parent.hash(),
                BlockHeader.NO_OMMERS,
                terms.epochs().isPresent() ? leader(epoch, view) : Address.ofNumber(100),
                Sha256.hash(parent.hash().toBytes()),
                OrderedTrie.root(transactions.stream()
                        .map(transaction -> transaction.encoded().toArray())
                        .toList()),
                OrderedTrie.root(outcome.stream().map(Receipt::encode).toList()),
                Bloom.ofLogs(logs),
                UInt256.ZERO,
                number,
                30_000_000,
                gas,
                1_763_683_300 + parent.number(),
                new Slot(epoch, view, 250).toExtraData(),
                mixHash,
                BlockHeader.ZERO_NONCE,
                UInt256.of(7),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                committeeRoot(committed),
                BlockHeader.NO_REQUESTS);
        Block block = new Block(header, transactions);
        blocks.add(block);
        receipts.add(outcome);
        certificates.add(
                seats.length == 0 ? Optional.empty() : Optional.of(certify(block, VoteType.FINALIZE, CHAIN_ID, seats)));
        return block;
    }

    private Address leader(long epoch, long view) {
        return committees.get((int) epoch).get((int) ((view - 1) % SEATS)).operator();
    }

    /** The last block of an epoch is proposed again before it is final. */
    Certificate certify(Block block, VoteType type, long chainId, int... seats) {
        long view = block.slot().view() + (terms.isLast(block.number()) ? 2 : 0);
        return certify(block, view, type, chainId, seats);
    }

    Certificate certify(Block block, long view, VoteType type, long chainId, int... seats) {
        long epoch = block.slot().epoch();
        var subject = new VoteSubject(epoch, view, type, block.number(), block.hash());
        return Delegate.certify(committees.get((int) epoch), subject, chainId, seats);
    }

    @Override
    public List<Handover> handovers(long fromEpoch, long untilEpoch) {
        return LongStream.range(fromEpoch, untilEpoch)
                .filter(epoch -> terms.last(epoch) <= height())
                .mapToObj(this::handover)
                .toList();
    }

    Handover handover(long epoch) {
        long last = terms.last(epoch);
        return new Handover(
                blocks.get((int) last).header(),
                certificates.get((int) last).orElseThrow(),
                Delegate.members(committees.get((int) epoch + 1)));
    }

    @Override
    public Optional<Block> block(long number) {
        return number < blocks.size() ? Optional.of(blocks.get((int) number)) : Optional.empty();
    }

    @Override
    public Optional<List<Receipt>> receipts(long number) {
        return number < receipts.size() ? Optional.of(receipts.get((int) number)) : Optional.empty();
    }

    @Override
    public Optional<Certificate> certificate(long number) {
        return certificates.stream().skip(number).flatMap(Optional::stream).findFirst();
    }
}
