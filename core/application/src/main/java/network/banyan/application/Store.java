// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** What an application stores and tells: slots of its account's storage, and logs. */
public interface Store extends View {
    /** A word for a slot; zero takes it away. Costs, and gives back, what SSTORE does. */
    void put(Hash slot, Hash word);

    /**
     * Tells the world, in the transaction's receipt; costs what LOG does.
     *
     * @param topics at most 4, the first by custom the event's signature
     */
    void emit(List<Hash> topics, Bytes data);
}
