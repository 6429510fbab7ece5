// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Engine;
import network.banyan.evm.Tracer;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Invariant;
import network.banyan.state.StateView;

/** Runs transactions of a block that stands in the chain once more, so that they can be watched. Keeps nothing. */
public final class Replay {
    private static final int CODE_CACHE_BYTES = 1 << 20;

    private final ChainRules rules;
    private final Engine engine;

    /**
     * @param engine for what nobody watches; one that threads may share
     */
    public Replay(ChainRules rules, Engine engine) {
        this.rules = rules;
        this.engine = engine;
    }

    /**
     * @param block with the turn, if it is the first of an epoch
     * @param transactions the block's, from its first on; later ones may be left out
     * @param parent the state after the block before
     */
    public void run(
            BlockEnvironment block,
            List<Transaction> transactions,
            StateView parent,
            BlockContext.Ancestors ancestors,
            Onlooker onlooker) {
        var progress = new BlockInProgress(rules, new CodeCache(CODE_CACHE_BYTES), engine, block, parent, ancestors);
        for (int i = 0; i < transactions.size(); i++) {
            Transaction transaction = transactions.get(i);
            Address sender = transaction.sender().orElse(Address.ZERO);
            Optional<Tracer> tracer = onlooker.before(i, transaction.body(), sender, progress.state());
            TransactionProcessor.Outcome outcome = progress.apply(transaction, tracer);
            Invariant.check(
                    outcome instanceof TransactionProcessor.Outcome.Applied,
                    "transaction %d of the final block %d does not run again: %s",
                    i,
                    block.number(),
                    outcome);
            onlooker.after(i, (TransactionProcessor.Outcome.Applied) outcome, progress.state());
        }
    }
}
