// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

/** An EVM with everything around it that a transaction needs. Used by one thread. */
interface Machine extends AutoCloseable {
    String name();

    /** Whether it can be asked: it knows the fork, and nothing of the trial is known to be different there. */
    default boolean takes(Trial trial) {
        return true;
    }

    /** Never throws for what the trial does: what breaks is an {@link Outcome.End#CRASHED} outcome. */
    Outcome run(Trial trial);

    @Override
    default void close() {}
}
