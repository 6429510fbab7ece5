// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.evidence.Passport.Attestation;
import network.banyan.primitives.Bytes;

/** What resolving a DID gave (DID Resolution 1.0, section 5): a document and what is known of it, or a problem. */
public sealed interface Resolution {
    /** The media type of a document. */
    String DOCUMENT_TYPE = "application/did";

    /** The media type of this whole. */
    String RESULT_TYPE = "application/did-resolution";

    /**
     * @param createdAt of a device, when it was registered, in seconds since 1970
     * @param updatedAt when its document was last changed in the DID registry, in seconds since 1970
     * @param attestation what evidence a device gave; empty for what is no device
     */
    record Resolved(
            DidDocument document, OptionalLong createdAt, OptionalLong updatedAt, Optional<Attestation> attestation)
            implements Resolution {}

    /** There is none, for a reason. */
    record Problem(Reason reason, String detail) implements Resolution {}

    /** Reasons, by DID Resolution 1.0, section 10, and the HTTP status of each. */
    enum Reason {
        INVALID_DID("invalidDid", 400),
        NOT_FOUND("notFound", 404),
        REPRESENTATION_NOT_SUPPORTED("representationNotSupported", 406),
        METHOD_NOT_SUPPORTED("methodNotSupported", 501),
        INTERNAL_ERROR("internalError", 500);

        private final String title;
        private final int status;

        Reason(String title, int status) {
            this.title = title;
            this.status = status;
        }

        /** What DID Core 1.0 calls it. */
        public String title() {
            return title;
        }

        public int status() {
            return status;
        }

        String uri() {
            return "https://www.w3.org/ns/did#" + name();
        }
    }

    /** What HTTP says with it. */
    default int status() {
        return switch (this) {
            case Resolved resolved -> resolved.document().deactivated() ? 410 : 200;
            case Problem problem -> problem.reason().status();
        };
    }

    /** The whole as JSON. */
    default ObjectNode toJson() {
        ObjectNode json = Json.object();
        switch (this) {
            case Resolved resolved -> {
                ObjectNode document = resolved.document().toJson();
                json.set("didDocument", document);
                json.putObject("didResolutionMetadata").put("contentType", DOCUMENT_TYPE);
                json.set("didDocumentMetadata", metadata(resolved, document));
            }
            case Problem problem -> {
                json.putNull("didDocument");
                json.putObject("didResolutionMetadata")
                        .putObject("error")
                        .put("type", problem.reason().uri())
                        .put("title", problem.reason().title())
                        .put("detail", problem.detail());
                json.putObject("didDocumentMetadata");
            }
        }
        return json;
    }

    private static ObjectNode metadata(Resolved resolved, ObjectNode document) {
        ObjectNode json = Json.object();
        resolved.createdAt().ifPresent(seconds -> json.put("created", Times.text(seconds)));
        resolved.updatedAt().ifPresent(seconds -> json.put("updated", Times.text(seconds)));
        if (resolved.document().deactivated()) {
            json.put("deactivated", true);
        }
        json.put("versionId", versionOf(document));
        resolved.attestation()
                .filter(given -> !given.equals(Attestation.NONE))
                .ifPresent(given -> json.putObject("attestation")
                        .put("kind", given.kindName())
                        .put("hash", given.hash().toHex()));
        return json;
    }

    /** Two documents of one version are the same, and of two versions they differ: the hash of the canonical form. */
    private static String versionOf(ObjectNode document) {
        Bytes canonical = Jcs.canonical(document);
        return network.banyan.crypto.Sha256.hash(canonical.unsafeArray())
                .toHex()
                .substring(2, 18);
    }
}
