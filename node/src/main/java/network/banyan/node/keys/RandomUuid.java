// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.util.UUID;
import network.banyan.primitives.BigEndian;

/** A random UUID (RFC 9562, version 4) from bytes that were drawn elsewhere. */
final class RandomUuid {
    static final int BYTES = 16;

    private RandomUuid() {}

    static String of(byte[] random, int offset) {
        long high = (BigEndian.longAt(random, offset) & ~0xf000L) | 0x4000L;
        long low = (BigEndian.longAt(random, offset + Long.BYTES) & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }
}
