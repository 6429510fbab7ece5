// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import java.util.Optional;
import network.banyan.primitives.Hash;

/** The topics of a device, and its id as a client id. */
public final class Topics {
    private static final String PREFIX = "banyan/v1/";
    private static final String RECORDS = "/records";
    private static final String RECEIPTS = "/receipts";
    private static final String DESIRED = "/twin/desired";
    private static final String REPORTED = "/twin/reported";

    private Topics() {}

    public static String records(Hash device) {
        return PREFIX + device.toHex() + RECORDS;
    }

    public static String receipts(Hash device) {
        return PREFIX + device.toHex() + RECEIPTS;
    }

    /** Where a device is told what its owner wants of it. */
    public static String desired(Hash device) {
        return PREFIX + device.toHex() + DESIRED;
    }

    /** Where it says what it does. */
    public static String reported(Hash device) {
        return PREFIX + device.toHex() + REPORTED;
    }

    /** The receipts topic as Artemis writes it. */
    static String receiptsAddress(Hash device) {
        return receipts(device).replace('/', '.');
    }

    /** The topic of desired documents as Artemis writes it. */
    static String desiredAddress(Hash device) {
        return desired(device).replace('/', '.');
    }

    /** The device that a client id names; empty if it is not written as an id is. */
    static Optional<Hash> device(String clientId) {
        return clientId.matches("0x[0-9a-f]{64}") ? Optional.of(Hash.fromHex(clientId)) : Optional.empty();
    }
}
