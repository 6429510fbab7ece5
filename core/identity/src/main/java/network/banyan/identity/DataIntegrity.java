// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.primitives.Bytes;

/**
 * Proofs on JSON documents (Verifiable Credential Data Integrity 1.0) with the suites {@code eddsa-jcs-2022} and
 * {@code ecdsa-jcs-2019}: what is signed is the hash of the proof's own terms, then that of the document, each in its
 * canonical form.
 */
public final class DataIntegrity {
    private static final String TYPE = "DataIntegrityProof";
    private static final String CONTEXT = "@context";
    private static final String PROOF = "proof";
    private static final String PROOF_VALUE = "proofValue";

    private DataIntegrity() {}

    /** How a suite hashes, by the key that signs. */
    public enum Suite {
        EDDSA("eddsa-jcs-2022", "SHA-256"),
        ECDSA_P256("ecdsa-jcs-2019", "SHA-256"),
        ECDSA_P384("ecdsa-jcs-2019", "SHA-384");

        private final String cryptosuite;
        private final String hash;

        Suite(String cryptosuite, String hash) {
            this.cryptosuite = cryptosuite;
            this.hash = hash;
        }

        /**
         * @throws IdentityException if the key signs nothing
         */
        static Suite of(PublicKey key) {
            return switch (key) {
                case PublicKey.Ed25519Key _ -> EDDSA;
                case PublicKey.P256Key _ -> ECDSA_P256;
                case PublicKey.P384Key _ -> ECDSA_P384;
                case PublicKey.X25519Key _ -> throw new IdentityException("an X25519 key signs nothing");
            };
        }
    }

    /**
     * What a proof says of itself.
     *
     * @param created seconds since 1970
     * @param method DID URL of the key
     */
    public record Terms(String method, Relationship purpose, OptionalLong created) {}

    /** A proof as it was found in a document, with its form checked. */
    public record Proof(
            ObjectNode json,
            String method,
            String purpose,
            String cryptosuite,
            OptionalLong created,
            OptionalLong expires) {}

    /**
     * The document with a proof by this key.
     *
     * @throws IdentityException if the document has no canonical form, or a proof already
     */
    public static ObjectNode sign(ObjectNode document, Terms terms, ProofSigner signer) {
        if (document.has(PROOF)) {
            throw new IdentityException("the document has a proof already");
        }
        Suite suite = Suite.of(signer.publicKey());
        ObjectNode proof = Json.object().put("type", TYPE).put("cryptosuite", suite.cryptosuite);
        terms.created().ifPresent(seconds -> proof.put("created", Times.text(seconds)));
        proof.put("verificationMethod", terms.method());
        proof.put("proofPurpose", terms.purpose().property());
        if (document.has(CONTEXT)) {
            proof.set(CONTEXT, document.get(CONTEXT));
        }
        Bytes signature = signer.sign(hashed(document, proof, suite).toArray());
        proof.put(PROOF_VALUE, Multibase.base58(signature));
        ObjectNode secured = document.deepCopy();
        secured.set(PROOF, proof);
        return secured;
    }

    /**
     * The proofs of a document.
     *
     * @throws IdentityException if there are none or more than four, or one is none that we can check
     */
    public static List<Proof> proofs(ObjectNode secured) {
        return switch (secured.get(PROOF)) {
            case ObjectNode one -> List.of(proof(one));
            case ArrayNode several
            when !several.isEmpty() && several.size() <= 4 ->
                several.valueStream().map(DataIntegrity::proof).toList();
            case null, default -> throw new IdentityException("it has no proof, or none that can be read");
        };
    }

    private static Proof proof(JsonNode node) {
        if (!(node instanceof ObjectNode json) || !Json.text(json, "type").equals(TYPE)) {
            throw new IdentityException("its proof is no " + TYPE);
        }
        if (json.has("previousProof")) {
            throw new IdentityException("its proofs are a chain, which is not checked here");
        }
        return new Proof(
                json,
                Json.text(json, "verificationMethod"),
                Json.text(json, "proofPurpose"),
                Json.text(json, "cryptosuite"),
                Times.in(json, "created"),
                Times.in(json, "expires"));
    }

    /** Whether a key made a proof for this document; if not, why. */
    public static Optional<String> flaw(ObjectNode secured, Proof proof, PublicKey key) {
        try {
            Suite suite = Suite.of(key);
            if (!suite.cryptosuite.equals(proof.cryptosuite())) {
                return Optional.of("the proof is of %s, which a key of %s does not make"
                        .formatted(Printable.text(proof.cryptosuite()), key.algorithm()));
            }
            Bytes signature = Multibase.ofBase58(Json.text(proof.json(), PROOF_VALUE));
            return key.verify(hashed(secured, proof.json(), suite).toArray(), signature)
                    ? Optional.empty()
                    : Optional.of("the signature does not fit the document and the key");
        } catch (IdentityException malformed) {
            return Optional.of(malformed.getMessage());
        }
    }

    /** Hash of the terms, then of the document (vc-di-eddsa, section 3.3.4 and before; vc-di-ecdsa, section 3.3). */
    static Bytes hashed(ObjectNode document, ObjectNode proof, Suite suite) {
        ObjectNode terms = proof.deepCopy();
        terms.remove(PROOF_VALUE);
        ObjectNode bare = document.deepCopy();
        bare.remove(PROOF);
        if (terms.has(CONTEXT)) {
            // The document may have got more contexts behind those that were signed, and none before or between them.
            if (!startsWith(bare.path(CONTEXT), terms.get(CONTEXT))) {
                throw new IdentityException("its @context does not begin with the one that was signed");
            }
            bare.set(CONTEXT, terms.get(CONTEXT));
        }
        byte[] first = hash(suite, Jcs.canonical(terms));
        byte[] second = hash(suite, Jcs.canonical(bare));
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return Bytes.wrap(both);
    }

    private static boolean startsWith(JsonNode all, JsonNode signed) {
        if (!signed.isArray() || !all.isArray()) {
            return all.equals(signed) || (all.isArray() && all.path(0).equals(signed));
        }
        for (int i = 0; i < signed.size(); i++) {
            if (!signed.get(i).equals(all.path(i))) {
                return false;
            }
        }
        return true;
    }

    private static byte[] hash(Suite suite, Bytes canonical) {
        try {
            return MessageDigest.getInstance(suite.hash).digest(canonical.unsafeArray());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform has no " + suite.hash, absent);
        }
    }
}
