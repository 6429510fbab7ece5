// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.Sha256;
import network.banyan.election.CommitteeRoot;
import network.banyan.election.Member;
import network.banyan.election.Reveal;
import network.banyan.evidence.Handover;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
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
import network.banyan.state.Account;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;

/** A chain of real blocks by four delegates with real keys, over one real state; each epoch its committee sits otherwise. */
final class TestWorld {
    static final long CHAIN_ID = 4_690;
    static final int EPOCH = 8;
    static final int CONTRACT = 7_000;
    static final Bytes CODE = Bytes.fromHex("0x6001600101");
    private static final long TIME = 1_763_683_300;
    private static final Hash KEY = Hash.fromHex("0x" + "46".repeat(32));

    final Genesis genesis;
    final StateChain state;
    private final MemoryStateStore store = new MemoryStateStore();
    final List<Block> blocks = new ArrayList<>();
    final List<Receipt> receipts;
    private final List<Bls.SecretKey> keys = IntStream.range(0, 4)
            .mapToObj(seat -> Bls.SecretKey.ofSeed(
                    Sha256.hash(new byte[] {9, (byte) seat}).toArray()))
            .toList();

    /** @param length how many blocks follow genesis */
    TestWorld(int length) {
        var parameters = new Genesis.Parameters(
                0, 1000, 30_000_000, UInt256.of(7), false, Optional.of(new Genesis.Epochs(EPOCH, 4)));
        List<Validator> validators = IntStream.range(0, 4)
                .mapToObj(seat -> new Validator(
                        member(seat).name(),
                        member(seat).operator(),
                        keys.get(seat).publicKey(),
                        keys.get(seat).provePossession(),
                        member(seat).nodeKey()))
                .toList();
        genesis = new Genesis(CHAIN_ID, "light", "IOTX", TIME, parameters, validators, new TreeMap<>());
        state = StateChain.open(store, StateChain.Limits.DEFAULT);
        fill();
        receipts = List.of(
                Receipt.of(TransactionBody.LEGACY, true, 21_000, List.of()),
                Receipt.of(
                        TransactionBody.DYNAMIC_FEE,
                        true,
                        60_000,
                        List.of(new Log(Address.ofNumber(CONTRACT), List.of(Hash.ZERO), CODE))));
        blocks.add(new Block(genesis.header(state.head().root(), CommitteeRoot.of(0, members(0))), List.of()));
        for (int number = 1; number <= length; number++) {
            blocks.add(block(blocks.getLast().header(), number, TIME + number));
        }
    }

    /** Accounts that share beginnings of their keys, a contract with slots, and nobody at 9,999. */
    private void fill() {
        var accounts = new TreeMap<Address, StateChanges.AccountChange>();
        for (int i = 0; i < 40; i++) {
            accounts.put(
                    Address.ofNumber(1_000 + i),
                    new StateChanges.AccountChange(
                            Optional.of(new Account(i, UInt256.of(1_000_000L * i + 1), Keccak.EMPTY)),
                            false,
                            new TreeMap<>()));
        }
        var slots = new TreeMap<UInt256, UInt256>();
        for (int i = 1; i < 30; i++) {
            slots.put(UInt256.of(i), UInt256.of(i * 77L));
        }
        accounts.put(
                Address.ofNumber(CONTRACT),
                new StateChanges.AccountChange(
                        Optional.of(new Account(1, UInt256.of(5), Keccak.hash(CODE))), false, slots));
        var codes = new TreeMap<Hash, Bytes>();
        codes.put(Keccak.hash(CODE), CODE);
        var layer = state.apply(state.head(), new StateChanges(accounts, codes));
        store.write(state.commit(layer));
        state.committed(layer);
    }

    private Member member(int seat) {
        return new Member(
                "delegate-" + seat,
                Address.ofNumber(100 + seat),
                keys.get(seat).publicKey(),
                Sha256.hash(new byte[] {3, (byte) seat}).toBytes());
    }

    /** Everybody moves one seat further each epoch. */
    private List<Member> members(long epoch) {
        return IntStream.range(0, 4)
                .mapToObj(seat -> member((int) ((seat + epoch) % 4)))
                .toList();
    }

    static long epochOf(long number) {
        return number == 0 ? 0 : (number - 1) / EPOCH;
    }

    /** The child of a header, at any time; every third is empty. */
    Block block(BlockHeader parent, int number, long time) {
        long epoch = epochOf(number);
        boolean last = number % EPOCH == 0;
        List<Transaction> transactions = number % 3 == 0 ? List.of() : transactions(number);
        Bytes reveal = Bytes.wrap(new byte[Block.REVEAL_BYTES]);
        var header = new BlockHeader(
                parent.hash(),
                BlockHeader.NO_OMMERS,
                member(0).operator(),
                state.head().root(),
                OrderedTrie.root(transactions.stream()
                        .map(each -> each.encoded().toArray())
                        .toList()),
                transactions.isEmpty()
                        ? BlockHeader.EMPTY_ROOT
                        : OrderedTrie.root(
                                receipts.stream().map(Receipt::encode).toList()),
                transactions.isEmpty()
                        ? Bloom.EMPTY
                        : Bloom.ofLogs(receipts.getLast().logs()),
                UInt256.ZERO,
                number,
                30_000_000,
                transactions.isEmpty() ? 0 : 60_000,
                time,
                new Slot(epoch, number, 0).toExtraData(),
                Reveal.mix(parent.mixHash(), reveal),
                BlockHeader.ZERO_NONCE,
                UInt256.of(7),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                CommitteeRoot.of(last ? epoch + 1 : epoch, members(last ? epoch + 1 : epoch)),
                BlockHeader.NO_REQUESTS);
        return new Block(header, transactions, reveal);
    }

    private static List<Transaction> transactions(int number) {
        var old = new TransactionBody.Legacy(
                Optional.of(UInt256.of(CHAIN_ID)),
                number,
                UInt256.of(7),
                21_000,
                Optional.of(Address.ofNumber(1)),
                UInt256.of(number),
                Bytes.EMPTY);
        var young = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN_ID)),
                number,
                UInt256.ONE,
                UInt256.of(9),
                60_000,
                Optional.of(Address.ofNumber(CONTRACT)),
                UInt256.ZERO,
                CODE,
                List.of());
        return List.of(Transaction.sign(old, KEY), Transaction.sign(young, KEY));
    }

    Block at(int number) {
        return blocks.get(number);
    }

    BlockHeader header(int number) {
        return at(number).header();
    }

    /** Headers upwards; none if {@code last} is below {@code first}. */
    List<BlockHeader> headers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(this::header).toList();
    }

    /** Headers downwards. */
    List<BlockHeader> headersDown(int first, int last) {
        return headers(last, first).reversed();
    }

    Certificate certify(BlockHeader header) {
        return certify(header, 0, 1, 3);
    }

    Certificate certify(BlockHeader header, int... seats) {
        long epoch = epochOf(header.number());
        var subject = new VoteSubject(epoch, header.number(), VoteType.FINALIZE, header.number(), header.hash());
        var signers = new BitSet();
        for (int seat : seats) {
            signers.set(seat);
        }
        List<Bytes> signatures = signers.stream()
                .mapToObj(seat -> keys.get((int) ((seat + epoch) % 4)).sign(subject.message(CHAIN_ID)))
                .toList();
        return Certificate.of(subject, signers, Bls.aggregate(signatures).orElseThrow());
    }

    Handover handover(int epoch) {
        BlockHeader last = header((epoch + 1) * EPOCH);
        return new Handover(last, certify(last), members(epoch + 1));
    }

    VerifiedChain start() {
        return VerifiedChain.of(genesis, header(0));
    }
}
