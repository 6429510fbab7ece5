// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.Optional;
import network.banyan.vault.chain.DataVaultContract.Head;
import network.banyan.vault.store.SegmentStore;
import network.banyan.vault.store.SegmentStore.Name;

/** How a manifest is found, and believed by its root alone. */
final class Manifests {
    private Manifests() {}

    /**
     * The manifest that the chain names.
     *
     * @return empty if the store does not have it
     * @throws VaultException if what it has is another
     */
    static Optional<Manifest> find(SegmentStore store, Head head, Manifest.Head expected) {
        if (head.size() == 0) {
            return Optional.of(Manifest.empty(expected));
        }
        return store.get(Name.manifest(head.root()), Manifest.MAX_BYTES).map(bytes -> {
            Manifest manifest = Manifest.decode(bytes);
            if (!manifest.root().equals(head.root()) || manifest.size() != head.size()) {
                throw VaultException.of("%s lies: the list of segments it shows is not the one the chain names", store);
            }
            if (!manifest.head().equals(expected)) {
                throw new VaultException("the list of segments is of another stream, or of slots of another length");
            }
            return manifest;
        });
    }
}
