// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Withdrawal;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChanges;
import network.banyan.state.StateView;

/**
 * Executes a block on its parent's state. A pure function of its arguments; the cache of codes only saves work. Used by
 * one thread.
 */
public final class BlockExecutor {
    private final ChainRules rules;
    private final CodeCache codes;
    private final Engine engine;

    /** One that interprets. */
    public BlockExecutor(ChainRules rules, CodeCache codes) {
        this(rules, codes, Engine.interpreting());
    }

    public BlockExecutor(ChainRules rules, CodeCache codes, Engine engine) {
        this.rules = rules;
        this.codes = codes;
        this.engine = engine;
    }

    /** What comes of a block. */
    public sealed interface Outcome {
        /**
         * Every transaction could stand in the block.
         *
         * @param gasPrices what each transaction paid for a unit of gas, in their order
         * @param requestsHash of what the block asks of a consensus layer; on our chains of nothing
         */
        record Executed(
                List<Receipt> receipts, long gasUsed, StateChanges changes, List<UInt256> gasPrices, Hash requestsHash)
                implements Outcome {
            public Executed {
                receipts = List.copyOf(receipts);
                gasPrices = List.copyOf(gasPrices);
            }
        }

        /** A transaction could not, or the block could not be closed, so it is none. */
        record Invalid(String reason) implements Outcome {}
    }

    /**
     * @param ancestors the hashes of the blocks before this one, for BLOCKHASH
     */
    public Outcome execute(
            BlockEnvironment block,
            List<Transaction> transactions,
            StateView parent,
            BlockContext.Ancestors ancestors) {
        return execute(block, transactions, List.of(), parent, ancestors);
    }

    /**
     * @param withdrawals what Ethereum's consensus layer hands out after the transactions
     */
    public Outcome execute(
            BlockEnvironment block,
            List<Transaction> transactions,
            List<Withdrawal> withdrawals,
            StateView parent,
            BlockContext.Ancestors ancestors) {
        var progress = new BlockInProgress(rules, codes, engine, block, parent, ancestors);
        for (int i = 0; i < transactions.size(); i++) {
            Optional<Refusal> refusal = progress.add(transactions.get(i));
            if (refusal.isPresent()) {
                return new Outcome.Invalid("could not apply transaction %d (%s): %s"
                        .formatted(i, transactions.get(i).hash(), refusal.get().words()));
            }
        }
        progress.withdraw(withdrawals);
        Optional<String> refused = progress.request();
        return refused.<Outcome>map(Outcome.Invalid::new).orElseGet(progress::finish);
    }
}
