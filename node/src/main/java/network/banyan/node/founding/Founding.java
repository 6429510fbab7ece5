// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.founding;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.BlockExecutor;
import network.banyan.execution.ChainRules;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * Makes a genesis in which validators are delegates: their transactions run, gas for nothing, in a block before the chain,
 * and its state is what the chain begins with. The same keys, terms and time give the same genesis.
 *
 * @param timestamp of genesis, in seconds since 1970
 */
public record Founding(long chainId, long timestamp, Founder.Terms terms) {
    /** That block is none of the chain's: as many may join as want to. */
    private static final long GAS_LIMIT = 1_000_000_000_000L;

    private static final int CODE_CACHE_BYTES = 4 << 20;

    /**
     * @param alloc the system contracts, and whoever has coins from the start
     * @param founders in the order of their numbers as delegates
     */
    public SortedMap<Address, GenesisAccount> found(SortedMap<Address, GenesisAccount> alloc, List<Founder> founders) {
        SortedMap<Address, GenesisAccount> before = new TreeMap<>(alloc);
        // A block writes into these first; but this one is none of the chain's, and must not be in its history.
        before.keySet().removeAll(SystemContracts.HISTORIES);
        List<Transaction> transactions = new ArrayList<>();
        long number = 0;
        for (Founder founder : founders) {
            GenesisAccount there = before.put(founder.operator(), GenesisAccount.withBalance(terms.funds()));
            Invariant.check(there == null, "%s has an account before it joins", founder.name());
            number++;
            transactions.addAll(founder.joins(new Founder.Joining(chainId, number, terms)));
        }
        SortedMap<Address, GenesisAccount> after = new TreeMap<>();
        after.putAll(run(new Allocation(before), transactions, founders).accounts());
        for (Address history : SystemContracts.HISTORIES) {
            GenesisAccount untouched = alloc.get(history);
            if (untouched != null) {
                after.put(history, untouched);
            }
        }
        return after;
    }

    private Allocation run(Allocation before, List<Transaction> transactions, List<Founder> founders) {
        var executor = new BlockExecutor(
                new ChainRules(UInt256.of(chainId), Fork.OSAKA, BlobSchedule.NONE), new CodeCache(CODE_CACHE_BYTES));
        return switch (executor.execute(block(), transactions, before, _ -> Hash.ZERO)) {
            case BlockExecutor.Outcome.Invalid invalid ->
                throw new IllegalStateException("the founding is no block: " + invalid.reason());
            case BlockExecutor.Outcome.Executed executed -> {
                for (int i = 0; i < transactions.size(); i++) {
                    Receipt receipt = executed.receipts().get(i);
                    Invariant.check(
                            receipt.success(),
                            "%s cannot join: its call number %d was refused",
                            founders.get(i / Founder.CALLS).name(),
                            i % Founder.CALLS + 1);
                }
                yield before.after(executed.changes());
            }
        };
    }

    private BlockEnvironment block() {
        return new BlockEnvironment(
                Hash.ZERO, 0, timestamp, GAS_LIMIT, Address.ZERO, Hash.ZERO, UInt256.ZERO, UInt256.ONE, Hash.ZERO);
    }
}
