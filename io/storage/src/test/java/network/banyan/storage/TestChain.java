// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.OrderedTrie;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainStore;
import network.banyan.replica.ChainStore.Commit;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.replica.ChainStore.Forgotten;
import network.banyan.replica.ChainStore.LogEntry;
import network.banyan.replica.ChainStore.Pruned;
import network.banyan.state.Account;
import network.banyan.state.StateChain;
import network.banyan.state.StateChanges;
import network.banyan.state.StateChanges.AccountChange;
import network.banyan.state.StateLayer;

/**
 * A chain in which every block writes its height everywhere: block h holds h % 3 transactions, sets the nonce of every
 * account to h and a slot of each to h + 1. So a mixture of two commits shows.
 */
final class TestChain {
    static final int ACCOUNTS = 40;
    static final Hash KEY = Hash.fromHex("11".repeat(32));
    static final Address SENDER = Secp256k1.addressOf(KEY);
    static final Address RECIPIENT = Address.ofNumber(77);

    private final ChainStore store;
    private final StateChain states;

    TestChain(ChainStore store) {
        this.store = store;
        this.states = StateChain.open(store.state(), new StateChain.Limits(50, 16, 1 << 20, 16));
    }

    StateChain states() {
        return states;
    }

    /** Commits the next blocks at once, as one certificate covers them; returns the new height. */
    long commitNext(int count) {
        return commitNext(count, Forgotten.NOTHING);
    }

    /** The same, and lets old ones go. */
    long commitNext(int count, Forgotten forgotten) {
        List<Executed> blocks = new ArrayList<>();
        StateLayer layer = states.head();
        Hash parent = store.height() < 0
                ? Hash.ZERO
                : store.block(store.height()).orElseThrow().hash();
        for (int i = 0; i < count; i++) {
            layer = states.apply(layer, changes(layer.height() + 1));
            blocks.add(block(layer.height(), parent, layer.root()));
            parent = blocks.getLast().block().hash();
        }
        long top = layer.height();
        Optional<Certificate> certificate = top == 0 ? Optional.empty() : Optional.of(certificate(top, parent));
        store.commit(
                new Commit(blocks, certificate, states.commit(layer), Optional.empty(), new Pruned(0, top), forgotten));
        states.committed(layer);
        return top;
    }

    static LogEntry logEntry(long view) {
        return new LogEntry(0, view, Bytes.wrap(new byte[] {(byte) view, 1, 2}));
    }

    static Certificate certificate(long height, Hash block) {
        var signers = new BitSet();
        signers.set(0, 3);
        return Certificate.of(
                new VoteSubject(0, height, VoteType.FINALIZE, height, block), signers, Bytes.wrap(new byte[96]));
    }

    static Executed block(long height, Hash parent, Hash stateRoot) {
        List<Transaction> transactions = IntStream.range(0, (int) (height % 3))
                .mapToObj(i -> transaction(3 * height + i, i == 0 ? Optional.of(RECIPIENT) : Optional.empty()))
                .toList();
        List<Receipt> receipts = IntStream.range(0, transactions.size())
                .mapToObj(i -> Receipt.of(
                        TransactionBody.LEGACY,
                        true,
                        21_000L * (i + 1),
                        List.of(new Log(RECIPIENT, List.of(stateRoot), Bytes.wrap(new byte[] {1})))))
                .toList();
        var header = new BlockHeader(
                parent,
                BlockHeader.NO_OMMERS,
                Address.ZERO,
                stateRoot,
                OrderedTrie.root(
                        transactions.stream().map(t -> t.encoded().toArray()).toList()),
                OrderedTrie.root(receipts.stream().map(Receipt::encode).toList()),
                Bloom.ofLogs(List.of()),
                UInt256.ZERO,
                height,
                30_000_000,
                0,
                1_700_000_000 + height,
                new Slot(0, height, 0).toExtraData(),
                Hash.ZERO,
                BlockHeader.ZERO_NONCE,
                UInt256.ONE,
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                Hash.ZERO,
                BlockHeader.NO_REQUESTS);
        return new Executed(new Block(header, transactions), receipts);
    }

    static Transaction transaction(long nonce, Optional<Address> to) {
        return Transaction.sign(
                new TransactionBody.Legacy(
                        Optional.of(UInt256.of(4_690)), nonce, UInt256.ONE, 21_000, to, UInt256.ONE, Bytes.EMPTY),
                KEY);
    }

    static Address account(int number) {
        return Address.ofNumber(1_000 + number);
    }

    static StateChanges changes(long height) {
        var accounts = new TreeMap<Address, AccountChange>();
        for (int i = 0; i < ACCOUNTS; i++) {
            var slots = new TreeMap<UInt256, UInt256>();
            slots.put(UInt256.of(i), UInt256.of(height + 1));
            var account = new Account(height, UInt256.ONE, Keccak.EMPTY);
            accounts.put(account(i), new AccountChange(Optional.of(account), false, slots));
        }
        return new StateChanges(accounts, new TreeMap<>());
    }
}
