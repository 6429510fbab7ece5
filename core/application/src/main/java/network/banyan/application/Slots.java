// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;

/** Names for slots that cannot meet: Keccak-256 of the field's name, hashed on with each key. */
public final class Slots {
    private Slots() {}

    /** The slot of a field, of a thing if keys name one; {@code of("head", device)}. */
    public static Hash of(String field, Hash... keys) {
        Hash slot = Keccak.hash(field.getBytes(StandardCharsets.UTF_8));
        for (Hash key : keys) {
            byte[] pair = new byte[2 * Hash.SIZE];
            slot.writeTo(pair, 0);
            key.writeTo(pair, Hash.SIZE);
            slot = Keccak.hash(pair);
        }
        return slot;
    }
}
