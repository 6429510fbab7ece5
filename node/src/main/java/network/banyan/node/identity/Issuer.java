// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import network.banyan.identity.DataIntegrity;
import network.banyan.identity.IdentityException;
import network.banyan.identity.Relationship;
import network.banyan.identity.SecretKey;
import network.banyan.node.UserError;

/**
 * Who signs.
 *
 * @param did whose name stands in it
 */
record Issuer(String did, SecretKey key) {
    /** The did:key of a key that no chain knows. */
    static String didKey(SecretKey key) {
        return "did:key:" + key.publicKey().multikey();
    }

    ObjectNode sign(ObjectNode document, long nowSeconds) {
        // In documents of ours, as in a did:key, the key itself is what stands behind the number sign.
        String method = did + "#" + key.publicKey().multikey();
        try {
            return DataIntegrity.sign(
                    document,
                    new DataIntegrity.Terms(method, Relationship.ASSERTION, OptionalLong.of(nowSeconds)),
                    key);
        } catch (IdentityException cannot) {
            throw new UserError("That cannot be signed: %s.".formatted(cannot.getMessage()), cannot);
        }
    }
}
