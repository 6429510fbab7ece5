// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.store;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.Cid;
import network.banyan.vault.VaultException;

/**
 * Bytes by name. What was put is durable when the call returns; putting the same again is no error. Every method throws
 * {@link VaultException} if the store cannot be reached or refuses.
 */
public interface SegmentStore {
    /** The name of something in a store. */
    record Name(String kind, String label) {
        public static Name segment(Cid cid) {
            return new Name("segments", cid.toString());
        }

        public static Name manifest(Hash root) {
            return new Name("manifests", root.toHex().substring(2));
        }

        public static Name envelope(Hash hash) {
            return new Name("grants", hash.toHex().substring(2));
        }

        /** The parcel of a sale. */
        public static Name parcel(Hash sale) {
            return new Name("sales", sale.toHex().substring(2));
        }

        @Override
        public String toString() {
            return kind + "/" + label;
        }
    }

    void put(Name name, Bytes content);

    /**
     * @param most bytes; what is larger is refused before it is read
     * @return empty if there is nothing of that name
     */
    Optional<Bytes> get(Name name, int most);

    /** Nothing of that name is there afterwards. */
    void delete(Name name);
}
