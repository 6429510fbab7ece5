// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import network.banyan.evm.BlockContext;
import network.banyan.execution.DisputeRules;
import network.banyan.execution.Evidence;
import network.banyan.execution.EvidenceMaker;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Transaction;
import network.banyan.state.PartialState;
import network.banyan.state.StateChain;
import network.banyan.state.StateLayer;
import network.banyan.state.StateView;

/**
 * On a chain that a root judges, no block may touch more of the state than can be shown (docs/spec/disputes.md, rule 7): one that
 * did would be false. Who proposes finds out which transaction would be too much while it runs; who votes executes the block as the
 * judge would.
 */
final class Showing {
    /** Of what a block may touch, for its transactions; the rest is for what nobody reads before it is written. */
    private static final long STATE_BYTES = Evidence.STATE_BYTES_MAX / 4 * 3;

    /** Rebuilding costs as much as building, and what waits could be made to need it always. */
    private static final int TRIES = 16;

    private final DisputeRules rules;
    private final StateChain states;

    Showing(DisputeRules rules, StateChain states) {
        this.rules = rules;
        this.states = states;
    }

    /** Why nobody could show a block to the judge, or why it would be false; empty if all is well. */
    Optional<String> refusal(Block block, BlockHeader parent, StateLayer before, BlockContext.Ancestors ancestors) {
        return EvidenceMaker.falsehood(
                rules, parent, block, states.record(before, Evidence.STATE_BYTES_MAX), ancestors);
    }

    /**
     * Builds a block of as many of these transactions as can be shown together.
     *
     * @param waiting in the order in which they would come
     * @param build of transactions, executed on a state
     * @param isShowable whether a block may be proposed
     * @param drop told of what could stand in no block at all
     */
    <B> B build(
            List<Transaction> waiting,
            StateLayer before,
            BiFunction<Iterator<Transaction>, StateView, B> build,
            Predicate<B> isShowable,
            Consumer<Transaction> drop) {
        List<Transaction> left = new ArrayList<>(waiting);
        for (int tried = 0; tried < TRIES; tried++) {
            var taken = new Taken(left.iterator());
            try {
                B built = build.apply(taken, states.record(before, STATE_BYTES).state());
                if (left.isEmpty() || isShowable.test(built)) {
                    return built;
                }
                left = left.subList(0, left.size() / 2);
            } catch (PartialState.TooMuch beyond) {
                if (taken.count == 1) {
                    drop.accept(left.removeFirst());
                } else {
                    left = new ArrayList<>(left.subList(0, Math.max(0, taken.count - 1)));
                }
            }
        }
        return build.apply(List.<Transaction>of().iterator(), before);
    }

    /** Remembers how many were asked for: the last one is the one that runs. */
    private static final class Taken implements Iterator<Transaction> {
        private final Iterator<Transaction> all;
        private int count;

        Taken(Iterator<Transaction> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            return all.hasNext();
        }

        @Override
        public Transaction next() {
            count++;
            return all.next();
        }
    }
}
