// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import network.banyan.evm.Fork;

/** An EVM with everything around it that a transaction needs. Used by one thread. */
interface Machine extends AutoCloseable {
    String name();

    /** Whether it knows the rules of this fork. */
    default boolean speaks(Fork fork) {
        return true;
    }

    /** Never throws for what the trial does: what breaks is an {@link Outcome.End#CRASHED} outcome. */
    Outcome run(Trial trial);

    @Override
    default void close() {}
}
