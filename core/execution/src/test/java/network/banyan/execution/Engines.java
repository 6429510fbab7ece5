// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.evm.Engine;
import network.banyan.evm.Fork;

/** The engines that must all give the same results. */
enum Engines {
    INTERPRETING,
    COMPILING,
    SWITCHING;

    /** A new one of these. */
    Engine engine(Fork fork, long seed) {
        return switch (this) {
            case INTERPRETING -> Engine.interpreting();
            case COMPILING -> Engine.compilingAtOnce(fork);
            case SWITCHING -> Engine.switching(fork, seed);
        };
    }
}
