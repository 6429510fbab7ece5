// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.util.concurrent.atomic.AtomicLong;
import network.banyan.primitives.Hash;

/**
 * A device on one connection. The log takes any record as a device's first, and what lies before it never again; so a record
 * that was only put off must not be overtaken by one that was sent behind it before the device knew.
 *
 * <p>Safe for several threads.
 */
public final class Sender {
    private final Hash device;
    private final AtomicLong putOff = new AtomicLong(Long.MAX_VALUE);

    /** @param device whom the connection is known to be */
    public Sender(Hash device) {
        this.device = device;
    }

    public Hash device() {
        return device;
    }

    /** A record was refused for a reason that may pass. */
    void putOff(long sequence) {
        putOff.accumulateAndGet(sequence, Math::min);
    }

    /** The lowest record that was put off; the largest number there is if none was. */
    long putOff() {
        return putOff.get();
    }
}
