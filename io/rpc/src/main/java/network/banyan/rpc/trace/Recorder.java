// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import network.banyan.evm.Halt;
import network.banyan.evm.Tracer;
import network.banyan.execution.LiveState;
import network.banyan.execution.TransactionProcessor.Outcome.Applied;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;

/** Watches one transaction and tells of it in JSON. Used once, by one thread. */
interface Recorder extends Tracer {
    /** After the transaction. */
    JsonNode result(Applied outcome);

    @Override
    default boolean watches(int op) {
        return false;
    }

    @Override
    default void step(Moment moment) {}

    @Override
    default void leave(int depth, long gas, Optional<Halt> halt) {}

    /**
     * What is known before the transaction runs.
     *
     * @param state as it is now, and at every later moment then
     */
    record Subject(TransactionBody body, Address sender, Address beneficiary, LiveState state, TraceBudget budget) {}

    /** Makes a recorder for each transaction. */
    @FunctionalInterface
    interface Maker {
        Recorder of(Subject subject);
    }
}
