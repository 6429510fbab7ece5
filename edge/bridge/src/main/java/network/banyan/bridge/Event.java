// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import network.banyan.contracts.AbiReader;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** What a contract said in a final block. */
public record Event(long block, Hash transaction, Log log) {
    /** An indexed number; 0 is the event itself. */
    long number(int topic) {
        return log.topics().get(topic).toUInt256().toLongExact();
    }

    Hash word(int topic) {
        return log.topics().get(topic);
    }

    Address address(int topic) {
        return AbiReader.ofOutput(log.topics().get(topic).toBytes()).address();
    }

    AbiReader data() {
        return AbiReader.ofOutput(log.data());
    }
}
