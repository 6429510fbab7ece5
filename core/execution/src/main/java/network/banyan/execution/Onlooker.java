// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import network.banyan.evm.Tracer;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;

/** Watches transactions run, be it again, or ones that nobody signed. */
public interface Onlooker {
    /**
     * A transaction is about to run; it has not paid for its gas yet.
     *
     * @param index in its block
     * @return who watches it; empty if nobody, which is faster
     */
    Optional<Tracer> before(int index, TransactionBody body, Address sender, LiveState state);

    /** It ran, paid, and what it destroyed is gone. */
    void after(int index, TransactionProcessor.Outcome.Applied outcome, LiveState state);
}
