// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import network.banyan.primitives.Bytes;

/**
 * What a node and those who may ask it share. It is never shown.
 *
 * @param key 32 bytes
 */
public record JwtSecret(Bytes key) {
    public static final int SIZE = 32;

    public JwtSecret {
        if (key.size() != SIZE) {
            throw new IllegalArgumentException("a secret has %d bytes, not %d".formatted(SIZE, key.size()));
        }
    }

    @Override
    public String toString() {
        return "JwtSecret[hidden]";
    }
}
