// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.crypto.HexPrefix;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** A state with one account, the registry, that has one word, a device's passport: tries of a leaf each. */
record TestRegistry(Passport passport) {
    Hash stateRoot() {
        return Keccak.hash(accountLeaf());
    }

    EvidenceBundle.Registration registration() {
        return new EvidenceBundle.Registration(passport, List.of(accountLeaf()), List.of(storageLeaf()));
    }

    private Bytes accountLeaf() {
        byte[] account = new RlpWriter()
                .beginList()
                .write(1)
                .write(UInt256.ZERO)
                .write(Keccak.hash(storageLeaf()))
                .write(Hash.ZERO)
                .endList()
                .toArray();
        return leaf(Keccak.hash(RegistryContract.ADDRESS.toBytes()), account);
    }

    private Bytes storageLeaf() {
        byte[] word = new RlpWriter().write(passport.hash().toUInt256()).toArray();
        Hash key = Keccak.hash(Passport.storageKey(passport.id()).toHash().toBytes());
        return leaf(key, word);
    }

    private static Bytes leaf(Hash key, byte[] value) {
        byte[] path = HexPrefix.encode(HexPrefix.nibbles(key.toArray()), 0, 2 * Hash.SIZE, true);
        return Bytes.wrap(new RlpWriter()
                .beginList()
                .write(Bytes.wrap(path))
                .write(Bytes.wrap(value))
                .endList()
                .toArray());
    }
}
