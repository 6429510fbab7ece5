// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.nio.ByteBuffer;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** Builds keys: a letter for the kind, then fields of fixed size, so that keys of a kind are ordered by their fields. */
final class Key {
    private final ByteBuffer bytes;

    private Key(char kind, int size) {
        this.bytes = ByteBuffer.allocate(1 + size).put((byte) kind);
    }

    static byte[] of(char kind, long number) {
        return new Key(kind, Long.BYTES).with(number).toArray();
    }

    static byte[] of(char kind, Hash hash) {
        return new Key(kind, Hash.SIZE).with(hash).toArray();
    }

    static byte[] of(char kind, Hash hash, long number) {
        return new Key(kind, Hash.SIZE + Long.BYTES).with(hash).with(number).toArray();
    }

    static byte[] of(char kind, Address address) {
        return new Key(kind, Address.SIZE).with(address).toArray();
    }

    /** Ordered by falling number, then falling index. */
    static byte[] newestFirst(char kind, Address address, long number, int index) {
        var key = new Key(kind, Address.SIZE + Long.BYTES + Integer.BYTES)
                .with(address)
                .with(~number);
        key.bytes.putInt(~index);
        return key.toArray();
    }

    private Key with(long number) {
        bytes.putLong(number);
        return this;
    }

    private Key with(Hash hash) {
        bytes.put(hash.toArray());
        return this;
    }

    private Key with(Address address) {
        bytes.put(address.toArray());
        return this;
    }

    private byte[] toArray() {
        return bytes.array();
    }
}
