// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.pairs;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.OrderedTrie;
import network.banyan.evm.CodeCache;
import network.banyan.evm.ContractAddress;
import network.banyan.evm.Engine;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.evm.Result;
import network.banyan.evm.TransactionContext;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.ChainRules;
import network.banyan.execution.JournaledWorld;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;

/**
 * Runs a block from before Cancun: the messages of its transactions by Cancun's machine, and around them what its own fork had
 * otherwise. That is gas ({@link OldGas}), the nonce of a new contract before EIP-161, what miners earned, and the state root
 * that a receipt held before EIP-658. It is enough for these vectors, as their headers prove, and for no other chain.
 */
final class OldBlock {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final VectorBlock block;
    private final ChainRules rules;
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<byte[]> encodedReceipts = new ArrayList<>();
    private MemoryState state;
    private long gasUsed;

    OldBlock(VectorBlock block, UInt256 chainId, MemoryState parent) {
        this.block = block;
        this.rules = new ChainRules(chainId, Fork.CANCUN, BlobSchedule.CANCUN);
        this.state = parent;
    }

    /** What a block leaves behind. */
    record Ran(List<Receipt> receipts, MemoryState state) {}

    /**
     * @throws Invariant.Violation if it does not lead where its header says
     */
    Ran run() {
        block.block().transactions().forEach(this::run);
        reward();
        for (Withdrawal withdrawal : block.withdrawals()) {
            give(withdrawal.address(), withdrawal.amount().toBigInteger());
        }
        BlockHeader header = block.block().header();
        check("gas used", gasUsed, header.gasUsed());
        check("receipts root", OrderedTrie.root(encodedReceipts), header.receiptsRoot());
        check("state root", PlainTrie.root(state), header.stateRoot());
        return new Ran(receipts, state);
    }

    private void check(String what, Object found, Object named) {
        Invariant.check(found.equals(named), "block %d: %s %s, its header says %s", block.number(), what, found, named);
    }

    private void run(Transaction transaction) {
        TransactionBody body = transaction.body();
        Address sender = transaction.sender().orElseThrow();
        var world = new JournaledWorld(state, new CodeCache(CODE_CACHE_BYTES));
        world.beginTransaction();
        UInt256 price = price(body);
        world.debit(sender, price.timesExact(body.gasLimit()));
        var prices = new OldGas(block.number(), world);
        Result result = message(body, sender, price, world, prices);
        // Who runs out of gas pays for all there is, whatever the prices.
        long more = result instanceof Result.Halted ? 0 : prices.more();
        long used = body.gasLimit() - result.gasLeft() + more;
        world.credit(sender, price.timesExact(body.gasLimit() - used));
        BlockHeader header = block.block().header();
        world.credit(header.beneficiary(), price.minus(header.baseFeePerGas()).timesExact(used));
        List<Log> logs = world.endTransaction().logs();
        state = state.after(world.changes());
        if (block.number() < VectorBlock.FIRST_SPURIOUS && body.to().isEmpty()) {
            forgetNonce(ContractAddress.of(sender, body.nonce()));
        }
        gasUsed += used;
        Receipt receipt = Receipt.of(transaction.type(), result instanceof Result.Success, gasUsed, logs);
        receipts.add(receipt);
        encodedReceipts.add(
                block.number() < VectorBlock.FIRST_BYZANTIUM
                        ? withRoot(receipt.encode(), PlainTrie.root(state))
                        : receipt.encode());
    }

    private Result message(TransactionBody body, Address sender, UInt256 price, JournaledWorld world, OldGas prices) {
        BlockEnvironment environment = BlockEnvironment.of(block.block().header(), BlobSchedule.CANCUN);
        var evm = new Evm(rules.fork(), world, environment.context(rules, _ -> Hash.ZERO), Engine.tracing(prices));
        var context = new TransactionContext(sender, price, List.of());
        long gas = body.gasLimit() - OldGas.intrinsic(block.number(), body);
        world.setNonce(sender, body.nonce() + 1);
        world.warmUp(sender);
        body.to().ifPresent(world::warmUp);
        for (TransactionBody.AccessListEntry entry : body.accessList()) {
            world.warmUp(entry.address());
            entry.slots().forEach(slot -> world.warmUp(entry.address(), UInt256.ofBytes(slot.toArray())));
        }
        return body.to().isPresent()
                ? evm.call(context, sender, body.to().get(), body.value(), body.data(), gas)
                : evm.create(context, sender, ContractAddress.of(sender, body.nonce()), body.value(), body.data(), gas);
    }

    /** EIP-1559; there is no base fee before London. */
    private UInt256 price(TransactionBody body) {
        UInt256 most = block.block().header().baseFeePerGas().plus(body.maxPriorityFeePerGas());
        return most.compareTo(body.maxFeePerGas()) < 0 ? most : body.maxFeePerGas();
    }

    /** A new contract began to count at 0 before EIP-161. */
    private void forgetNonce(Address created) {
        Account account = state.accounts.get(created);
        if (account != null) {
            state.accounts.put(created, new Account(0, account.balance(), account.codeHash()));
        }
    }

    private void reward() {
        BigInteger reward = COIN.multiply(BigInteger.valueOf(rewardCoins()));
        if (reward.signum() == 0) {
            return;
        }
        Address miner = block.block().header().beneficiary();
        give(miner, reward);
        for (VectorBlock.Ommer ommer : block.ommers()) {
            give(miner, reward.shiftRight(5));
            BigInteger eighths = BigInteger.valueOf(ommer.number() + 8 - block.number());
            give(ommer.beneficiary(), reward.multiply(eighths).shiftRight(3));
        }
    }

    /** EIP-649, EIP-1234, EIP-3675. */
    private long rewardCoins() {
        if (block.number() >= VectorBlock.FIRST_MERGED) {
            return 0;
        }
        if (block.number() >= VectorBlock.FIRST_CONSTANTINOPLE) {
            return 2;
        }
        return block.number() >= VectorBlock.FIRST_BYZANTIUM ? 3 : 5;
    }

    private void give(Address address, BigInteger wei) {
        if (wei.signum() == 0) {
            return;
        }
        Account account = state.accounts.getOrDefault(address, Account.EMPTY);
        UInt256 balance = UInt256.of(account.balance().toBigInteger().add(wei));
        state.accounts.put(address, new Account(account.nonce(), balance, account.codeHash()));
    }

    /** The same receipt with the state after its transaction in its first place. */
    private static byte[] withRoot(byte[] receipt, Hash root) {
        RlpReader in = new RlpReader(receipt).list();
        in.skip();
        RlpWriter out = new RlpWriter(receipt.length + 32).beginList().write(root);
        while (in.hasMore()) {
            out.writeRaw(in.raw());
        }
        return out.endList().toArray();
    }
}
