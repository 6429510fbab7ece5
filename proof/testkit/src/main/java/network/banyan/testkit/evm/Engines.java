// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

import network.banyan.evm.Engine;
import network.banyan.evm.Fork;

/** The engines that must all give the same results, by the names that a command line knows. */
public enum Engines {
    INTERPRETER,
    COMPILER,
    SWITCHING;

    /** Makes the engine for one case. */
    public interface Choice {
        Engine engine(Fork fork, String test);
    }

    /**
     * A new one of these.
     *
     * @param seed where SWITCHING tosses its coins from
     */
    public Engine engine(Fork fork, long seed) {
        return switch (this) {
            case INTERPRETER -> Engine.interpreting();
            case COMPILER -> Engine.compilingAtOnce(fork);
            case SWITCHING -> Engine.switching(fork, seed);
        };
    }
}
