// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.ArrayList;
import java.util.List;

/** What a key may be used for (DID Core 1.0, section 5.3), by name in documents and as bits in the DID registry. */
public enum Relationship {
    AUTHENTICATION("authentication", 1),
    ASSERTION("assertionMethod", 2),
    AGREEMENT("keyAgreement", 4),
    INVOCATION("capabilityInvocation", 8),
    DELEGATION("capabilityDelegation", 16);

    private final String property;
    private final int bit;

    Relationship(String property, int bit) {
        this.property = property;
        this.bit = bit;
    }

    /** In DID documents, and as the purpose of a proof. */
    public String property() {
        return property;
    }

    public int bit() {
        return bit;
    }

    /** In a fixed order. */
    public static List<Relationship> ofBits(int bits) {
        List<Relationship> those = new ArrayList<>();
        for (Relationship relationship : values()) {
            if ((bits & relationship.bit) != 0) {
                those.add(relationship);
            }
        }
        return those;
    }
}
