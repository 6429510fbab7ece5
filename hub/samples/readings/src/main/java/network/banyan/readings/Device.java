// SPDX-License-Identifier: Apache-2.0
package network.banyan.readings;

import network.banyan.application.Refused;
import network.banyan.application.Slots;
import network.banyan.application.Store;
import network.banyan.application.View;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * A device as the chain knows it: its key, its owner, and its newest record.
 *
 * @param standing a word of sequence (64 bits), the record's time in ms (64 bits), 0 before the first record
 * @param head the newest record's id; zero before the first
 */
record Device(Hash id, P256.PublicKey key, Hash owner, Hash standing, Hash head) {
    private static final String X = "device.x";
    private static final String Y = "device.y";
    private static final String OWNER = "device.owner";
    private static final String STANDING = "device.standing";
    static final String HEAD = "device.head";

    static Device of(Hash id, View view) {
        return new Device(
                id,
                new P256.PublicKey(view.get(Slots.of(X, id)), view.get(Slots.of(Y, id))),
                view.get(Slots.of(OWNER, id)),
                view.get(Slots.of(STANDING, id)),
                view.get(Slots.of(HEAD, id)));
    }

    static void register(Hash id, P256.PublicKey key, Address owner, Store store) {
        store.put(Slots.of(X, id), key.x());
        store.put(Slots.of(Y, id), key.y());
        store.put(Slots.of(OWNER, id), owner.toWord().toHash());
    }

    boolean isRegistered() {
        return !owner.equals(Hash.ZERO);
    }

    long sequence() {
        return standing.c();
    }

    /** As it stands after a record of its own that follows its newest. */
    Device after(DeviceRecord record) {
        if (record.sequence() != sequence() + 1 || !record.previous().equals(head)) {
            throw new Refused("it is number %d, and does not follow number %d, %s"
                    .formatted(record.sequence(), sequence(), head));
        }
        if (!record.isSignedBy(key)) {
            throw new Refused("its device did not sign it");
        }
        return new Device(id, key, owner, new Hash(0, 0, record.sequence(), record.timeMillis()), record.id());
    }

    void write(Store store) {
        store.put(Slots.of(STANDING, id), standing);
        store.put(Slots.of(HEAD, id), head);
    }

    Bytes encoded() {
        return AbiValue.encoded(
                AbiValue.of(owner),
                AbiValue.of(UInt256.of(sequence())),
                AbiValue.of(UInt256.of(standing.d())),
                AbiValue.of(head));
    }
}
