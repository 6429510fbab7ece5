// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import network.banyan.primitives.Hash;

/** What an application stored. Good only until the call ends. */
public interface View {
    /** The word of a slot, zero if none was put; costs what SLOAD does. See {@link Slots}. */
    Hash get(Hash slot);

    /**
     * Takes gas for work, before it is done: about 100 a microsecond. What words and events cost is taken by itself.
     *
     * @param gas not negative
     */
    void charge(long gas);
}
