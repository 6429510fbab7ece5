// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.Locale;

/** Why a gateway does not take a record. The names are part of the format and stay. */
public enum Refusal {
    /** The bytes are no record in its one form. */
    MALFORMED,
    /** The record names another device than the one that sent it. */
    SPOOFED,
    /** The registry does not know the device, or it was revoked. */
    UNREGISTERED,
    /** The device's registered key did not sign it. */
    BAD_SIGNATURE,
    /** Records are missing before it; they come first. */
    OUT_OF_ORDER,
    /** The device signed two histories. */
    FORK,
    /** It has a number below the first one that this gateway took of the device. */
    TOO_OLD,
    /** The gateway cannot keep it now, or cannot ask the chain for the key; the same record may be sent again later. */
    BUSY;

    /** Whether the same bytes may be taken another time. */
    public boolean isPassing() {
        return this == BUSY || this == OUT_OF_ORDER || this == UNREGISTERED;
    }

    /** As it stands in messages: lower case with hyphens. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
