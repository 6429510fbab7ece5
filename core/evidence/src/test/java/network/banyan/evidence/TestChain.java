// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.Secp256k1;
import network.banyan.crypto.Sha256;
import network.banyan.election.Committee;
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

    final Genesis genesis;
    final List<Bls.SecretKey> keys;
    private final Hash committeeRoot;
    private final List<Block> blocks = new ArrayList<>();
    private final List<List<Receipt>> receipts = new ArrayList<>();
    private final List<Optional<Certificate>> certificates = new ArrayList<>();

    TestChain() {
        this(CHAIN_ID, 0);
    }

    /** @param seed another one makes another committee */
    TestChain(long chainId, int seed) {
        keys = IntStream.range(0, 4)
                .mapToObj(seat -> Bls.SecretKey.ofSeed(
                        Sha256.hash(new byte[] {(byte) seed, (byte) seat}).toArray()))
                .toList();
        List<Validator> members = IntStream.range(0, 4)
                .mapToObj(seat -> new Validator(
                        List.of("oak", "elm", "ash", "yew").get(seat),
                        Address.ofNumber(100 + seat),
                        keys.get(seat).publicKey(),
                        keys.get(seat).provePossession(),
                        Sha256.hash(new byte[] {(byte) seed, 9, (byte) seat}).toBytes()))
                .toList();
        var alloc = new TreeMap<Address, GenesisAccount>();
        var contract = new GenesisAccount(UInt256.ZERO, 1, CODE, new TreeMap<>());
        alloc.put(RegistryContract.ADDRESS, contract);
        alloc.put(AnchorContract.ADDRESS, contract);
        genesis = new Genesis(
                chainId,
                "test",
                "IOTX",
                1_700_000_000,
                new Genesis.Parameters(0, 1000, 30_000_000, UInt256.of(7), false),
                members,
                alloc);
        committeeRoot = Committee.of(0, members).root();
        blocks.add(new Block(genesis.header(Hash.ZERO, committeeRoot), List.of()));
        receipts.add(List.of());
        certificates.add(Optional.empty());
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
        var header = new BlockHeader(
                parent.hash(),
                BlockHeader.NO_OMMERS,
                Address.ofNumber(100),
                Sha256.hash(parent.hash().toBytes()),
                OrderedTrie.root(transactions.stream()
                        .map(transaction -> transaction.encoded().toArray())
                        .toList()),
                OrderedTrie.root(outcome.stream().map(Receipt::encode).toList()),
                Bloom.ofLogs(logs),
                UInt256.ZERO,
                parent.number() + 1,
                30_000_000,
                gas,
                1_763_683_300 + parent.number(),
                new Slot(0, parent.number() + 1, 250).toExtraData(),
                Hash.ZERO,
                BlockHeader.ZERO_NONCE,
                UInt256.of(7),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                committeeRoot,
                BlockHeader.NO_REQUESTS);
        Block block = new Block(header, transactions);
        blocks.add(block);
        receipts.add(outcome);
        certificates.add(
                seats.length == 0 ? Optional.empty() : Optional.of(certify(block, VoteType.FINALIZE, CHAIN_ID, seats)));
        return block;
    }

    Certificate certify(Block block, VoteType type, long chainId, int... seats) {
        var subject = new VoteSubject(block.slot().epoch(), block.slot().view(), type, block.number(), block.hash());
        BitSet signers = new BitSet();
        List<Bytes> signatures = new ArrayList<>();
        for (int seat : seats) {
            signers.set(seat);
            signatures.add(keys.get(seat).sign(subject.message(chainId)));
        }
        return Certificate.of(subject, signers, Bls.aggregate(signatures).orElseThrow());
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
