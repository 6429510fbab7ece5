// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.List;
import java.util.Optional;
import network.banyan.identity.DidDocument.Material;

/** Finds the keys that proofs name by their DID URL. */
@FunctionalInterface
public interface MethodFinder {
    /**
     * @param controller the DID that the key speaks for
     */
    record Found(String controller, PublicKey key, List<Relationship> purposes) {
        public Found {
            purposes = List.copyOf(purposes);
        }
    }

    /**
     * Empty if this finder knows nothing of such DIDs.
     *
     * @throws IdentityException if the URL names no key that stands, with the reason
     */
    Optional<Found> find(String url);

    /** This one first, then another. */
    default MethodFinder or(MethodFinder next) {
        return url -> find(url).or(() -> next.find(url));
    }

    /** {@code did:key}: the DID is the key. It needs no chain and can never be changed or revoked. */
    MethodFinder DID_KEY = url -> {
        if (!url.startsWith("did:key:")) {
            return Optional.empty();
        }
        int hash = url.indexOf('#');
        String multikey = url.substring("did:key:".length(), hash < 0 ? url.length() : hash);
        if (hash < 0 || !url.substring(hash + 1).equals(multikey)) {
            throw new IdentityException("the key of a did:key is named by itself, did:key:z…#z…");
        }
        return Optional.of(new Found(
                url.substring(0, hash),
                PublicKey.ofMultikey(multikey),
                List.of(
                        Relationship.AUTHENTICATION,
                        Relationship.ASSERTION,
                        Relationship.INVOCATION,
                        Relationship.DELEGATION)));
    };

    /** {@code did:banyan}, as the chain has it now: a key that was removed proves nothing any more. */
    static MethodFinder onChain(DidResolver resolver) {
        return url -> {
            if (!url.startsWith("did:banyan:")) {
                return Optional.empty();
            }
            int hash = url.indexOf('#');
            String did = url.substring(0, hash < 0 ? url.length() : hash);
            return switch (resolver.resolve(did)) {
                case Resolution.Problem problem -> throw new IdentityException(problem.detail());
                case Resolution.Resolved resolved -> Optional.of(key(did, url, resolved.document()));
            };
        };
    }

    private static Found key(String did, String url, DidDocument document) {
        if (document.deactivated()) {
            throw IdentityException.of("%s is closed", did);
        }
        DidDocument.Method method = document.method(url)
                .orElseThrow(() -> new IdentityException(
                        "the document of %s has no such key, or has it no longer".formatted(did)));
        return switch (method.material()) {
            case Material.Key(PublicKey key) -> new Found(did, key, method.purposes());
            case Material.Account _ ->
                throw new IdentityException("that is an account, and not a key that makes such proofs");
        };
    }
}
