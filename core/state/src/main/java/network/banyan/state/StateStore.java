// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/** The port behind which finalised state is kept: one ordered key space of bytes, owned by this module. */
public interface StateStore {
    /** The value of a key, or null. Any thread may call it. */
    byte @Nullable [] get(byte[] key);

    /** The entries from a key on whose key starts with the prefix, in key order, until the visitor returns false. */
    void scan(byte[] prefix, byte[] from, Visitor visitor);

    /** All entries whose key starts with the prefix, in key order, until the visitor returns false. */
    default void scan(byte[] prefix, Visitor visitor) {
        scan(prefix, prefix, visitor);
    }

    interface Visitor {
        boolean visit(Bytes key, Bytes value);
    }
}
