// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.evm.CodeCache;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.MemoryStateStore;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateLayer;

/** A chain of tier D with what people do on one: pay, write and delete words, look at old blocks. */
final class DisputedChain {
    private static final long TIME = 1_800_000_000;

    /** Reads the word at the place that 32 bytes name; else writes one and keeps the hash of the seventh block before. */
    private static final String WORDS =
            "0x36602014601757602035" + "5f355560074303406103e85500" + "5b5f35545f5260205ff3";

    /** Looks at the codes of accounts by their numbers, from one to before another. */
    private static final String TOUCHES = "0x5f355b80602035111560" + "1a57806201000001" + "3b506001016002565b00";

    private static final Address TOUCHER = Address.fromHex("0xc0de000000000000000000000000000000000001");
    private static final int LARGE_CODES = 140;
    static final int LARGE = 24_000;

    final DisputeRules rules;
    final List<Block> blocks = new ArrayList<>();
    private final MemoryStateStore store = new MemoryStateStore();
    private final StateChain chain = StateChain.open(store, new StateChain.Limits(10_000, 64, 1 << 20, 64));
    private final Random random;
    private long nonce;

    DisputedChain(long seed) {
        random = new Random(seed);
        var accounts = new TreeMap<Address, AccountChange>();
        Bytes code = Bytes.fromHex(WORDS);
        var rich = new Account(0, Scene.ONE_COIN, Keccak.EMPTY);
        var words = new Account(1, UInt256.ZERO, Keccak.hash(code));
        accounts.put(Scene.ALICE, new AccountChange(Optional.of(rich), false, new TreeMap<>()));
        accounts.put(Scene.CONTRACT, new AccountChange(Optional.of(words), false, new TreeMap<>()));
        var codes = new TreeMap<Hash, Bytes>();
        codes.put(Keccak.hash(code), code);
        place(TOUCHER, Bytes.fromHex(TOUCHES), accounts, codes);
        for (int i = 0; i < LARGE_CODES; i++) {
            byte[] large = new byte[LARGE];
            large[LARGE - 1] = (byte) i;
            place(Address.ofNumber(0x10000 + i), Bytes.wrap(large), accounts, codes);
        }
        StateLayer layer = settled(new StateChanges(accounts, codes));
        blocks.add(new Block(header0(layer.root()), List.of()));
        rules = new DisputeRules(blocks.getFirst().hash(), 4689, 250, 5_000_000, Scene.GWEI);
    }

    private static void place(
            Address address, Bytes code, TreeMap<Address, AccountChange> accounts, TreeMap<Hash, Bytes> codes) {
        var account = new Account(1, UInt256.ZERO, Keccak.hash(code));
        accounts.put(address, new AccountChange(Optional.of(account), false, new TreeMap<>()));
        codes.put(Keccak.hash(code), code);
    }

    /** Looks at so many large codes. */
    static Transaction touch(long nonce, int codes) {
        byte[] data = new byte[64];
        data[63] = (byte) codes;
        return Scene.signed(new TransactionBody.DynamicFee(
                Optional.of(Scene.CHAIN_ID),
                nonce,
                UInt256.of(2),
                Scene.GWEI.plus(Scene.GWEI),
                2_000_000,
                Optional.of(TOUCHER),
                UInt256.ZERO,
                Bytes.wrap(data),
                List.of()));
    }

    private static BlockHeader header0(Hash root) {
        return new BlockHeader(
                Hash.ZERO,
                BlockHeader.NO_OMMERS,
                Address.ZERO,
                root,
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                Bloom.EMPTY,
                UInt256.ZERO,
                0,
                5_000_000,
                0,
                TIME,
                new Slot(0, 0, 0).toExtraData(),
                Hash.ZERO,
                BlockHeader.ZERO_NONCE,
                Scene.GWEI,
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                Hash.ZERO,
                BlockHeader.NO_REQUESTS);
    }

    private StateLayer settled(StateChanges changes) {
        StateLayer layer = chain.apply(chain.head(), changes);
        store.write(chain.commit(layer));
        chain.committed(layer);
        return layer;
    }

    Block tip() {
        return blocks.getLast();
    }

    BlockHeader header(long number) {
        return blocks.get((int) number).header();
    }

    /** A block on the tip, not yet part of the chain. */
    Block next() {
        return next(transactions());
    }

    Block next(List<Transaction> transactions) {
        long number = tip().number() + 1;
        var request = new ProposalBuilder.Request(
                tip().header(),
                chain.head(),
                new Slot(0, number, (int) (number * 250 % 1_000)),
                TIME + number * 250 / 1_000,
                Scene.OPERATOR,
                Hash.ZERO,
                Hash.fromHex("0x" + "44".repeat(32)),
                Optional.empty(),
                1 << 20);
        var builder = new ProposalBuilder(rules.chain(), rules.parameters(), new CodeCache(1 << 20));
        ProposalBuilder.Proposal proposal = builder.build(
                request,
                transactions.iterator(),
                back -> header(back).hash(),
                changes -> chain.apply(chain.head(), changes).root());
        return new Block(proposal.header(), proposal.transactions());
    }

    private List<Transaction> transactions() {
        List<Transaction> transactions = new ArrayList<>();
        long next = nonce;
        for (int count = random.nextInt(5); count > 0; count--) {
            transactions.add(
                    random.nextBoolean()
                            ? Scene.signed(Scene.payment(next, UInt256.of(random.nextInt(3))))
                            : write(next, random.nextInt(12), random.nextInt(3)));
            next++;
        }
        return transactions;
    }

    static Transaction write(long nonce, int slot, int value) {
        byte[] data = new byte[64];
        data[31] = (byte) slot;
        data[63] = (byte) value;
        return Scene.signed(new TransactionBody.DynamicFee(
                Optional.of(Scene.CHAIN_ID),
                nonce,
                UInt256.of(2),
                Scene.GWEI.plus(Scene.GWEI),
                200_000,
                Optional.of(Scene.CONTRACT),
                UInt256.ZERO,
                Bytes.wrap(data),
                List.of()));
    }

    static Bytes word(int number) {
        return Bytes.wrap(UInt256.of(number).toArray());
    }

    /** What shows a block on the tip. */
    EvidenceMaker.Tried tried(Block block) {
        return EvidenceMaker.block(
                rules,
                tip().header(),
                block,
                chain.record(tip().number(), Evidence.STATE_BYTES_MAX).orElseThrow(),
                this::header);
    }

    EvidenceMaker.Asked asked(int slot) {
        return EvidenceMaker.question(
                tip().header(),
                Scene.CONTRACT,
                word(slot),
                chain.record(tip().number(), Evidence.STATE_BYTES_MAX).orElseThrow());
    }

    void append(Block block) {
        var executor = new BlockExecutor(rules.chain(), new CodeCache(1 << 20));
        var executed = (BlockExecutor.Outcome.Executed) executor.execute(
                BlockEnvironment.of(block.header()),
                block.transactions(),
                chain.head(),
                back -> header(back).hash());
        settled(executed.changes());
        nonce += block.transactions().size();
        blocks.add(block);
    }

    long nonce() {
        return nonce;
    }
}
