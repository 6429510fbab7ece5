// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import network.banyan.identity.Did;
import network.banyan.identity.DidDocument;
import network.banyan.identity.DidResolver;
import network.banyan.identity.PublicKey;
import network.banyan.identity.Relationship;
import network.banyan.identity.Resolution;
import network.banyan.node.Declined;
import network.banyan.node.identity.NodeSource;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.JsonRpcClient;

/** To whom something is sealed: a DID and the key in its document. */
record Grantee(Did did, Bytes agreementKey) {
    static Grantee of(JsonRpcClient rpc, Did did) {
        return switch (new DidResolver(NodeSource.latest(rpc)).resolve(did)) {
            case Resolution.Problem problem ->
                throw new Declined("There is no document of %s: %s.".formatted(did, problem.detail()));
            case Resolution.Resolved resolved -> new Grantee(did, key(resolved.document()));
        };
    }

    private static Bytes key(DidDocument document) {
        for (DidDocument.Method method : document.methods()) {
            if (method.purposes().contains(Relationship.AGREEMENT)
                    && method.material() instanceof DidDocument.Material.Key(PublicKey.X25519Key key)) {
                return key.bytes();
            }
        }
        throw new Declined(
                ("The document of %s has no X25519 key to seal to: its controller makes one by `banyan did new-key FILE"
                                + " --type x25519` and adds it by `banyan did add-key`.")
                        .formatted(document.did()));
    }
}
