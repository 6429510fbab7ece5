// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.identity.Credential.Status;
import network.banyan.identity.MethodFinder.Found;

/**
 * Says link by link whether a credential holds: docs/spec/credentials.md. It stops behind a form or a proof that is broken,
 * because then nothing in the document is anybody's word.
 *
 * @param keys finds the keys that proofs name
 * @param lists the status list credential of a URL, if it is at hand; it is checked here as any credential
 * @param nowSeconds since 1970
 */
public record CredentialCheck(MethodFinder keys, Function<String, Optional<ObjectNode>> lists, long nowSeconds) {
    private static final String FORM = "form";
    private static final String PROOF = "proof";
    private static final String ISSUER = "issuer";
    private static final String TIME = "time";
    private static final String STATUS = "status";

    /** Whether every finding holds, or is at least not known to be broken. */
    public static boolean stands(List<Finding> findings) {
        return findings.stream().noneMatch(Finding.Broken.class::isInstance);
    }

    public List<Finding> check(ObjectNode document) {
        List<Finding> findings = new ArrayList<>();
        Optional<Credential> credential = signed(document, findings);
        credential.ifPresent(one -> {
            findings.add(time(one));
            one.statuses().forEach(status -> findings.add(status(status, one)));
        });
        return findings;
    }

    /** The credential, if its form and proofs hold. */
    private Optional<Credential> signed(ObjectNode document, List<Finding> findings) {
        try {
            Credential credential = Credential.of(document);
            findings.add(new Finding.Holds(
                    FORM, "it is a credential: " + Printable.text(String.join(", ", credential.types()))));
            List<String> controllers = new ArrayList<>();
            for (DataIntegrity.Proof proof : DataIntegrity.proofs(document)) {
                Finding finding = proof(document, proof, controllers);
                findings.add(finding);
                if (finding instanceof Finding.Broken) {
                    return Optional.empty();
                }
            }
            findings.add(issuer(credential, controllers));
            return Optional.of(credential);
        } catch (IdentityException malformed) {
            findings.add(new Finding.Broken(findings.isEmpty() ? FORM : PROOF, malformed.getMessage()));
            return Optional.empty();
        }
    }

    private Finding proof(ObjectNode document, DataIntegrity.Proof proof, List<String> controllers) {
        String method = Printable.text(proof.method());
        if (!proof.purpose().equals(Relationship.ASSERTION.property())) {
            return new Finding.Broken(PROOF, "its proof is for " + Printable.text(proof.purpose()) + ", not to assert");
        }
        if (proof.expires().isPresent() && proof.expires().getAsLong() < nowSeconds) {
            return new Finding.Broken(
                    PROOF, "its proof expired at " + Times.text(proof.expires().getAsLong()));
        }
        Optional<Found> found;
        try {
            found = keys.find(proof.method());
        } catch (IdentityException noKey) {
            return new Finding.Broken(PROOF, "the key %s: %s".formatted(method, noKey.getMessage()));
        }
        if (found.isEmpty()) {
            return new Finding.Broken(PROOF, "nothing here finds the key " + method);
        }
        if (!found.get().purposes().contains(Relationship.ASSERTION)) {
            return new Finding.Broken(PROOF, "the key %s may not assert anything".formatted(method));
        }
        Optional<String> flaw = DataIntegrity.flaw(document, proof, found.get().key());
        if (flaw.isPresent()) {
            return new Finding.Broken(PROOF, flaw.get());
        }
        controllers.add(found.get().controller());
        return new Finding.Holds(
                PROOF,
                "%s, made by the %s key %s"
                        .formatted(proof.cryptosuite(), found.get().key().algorithm(), method));
    }

    /** An issuer by DID must be who signed. Of a web address, no key tells whose it is. */
    private static Finding issuer(Credential credential, List<String> controllers) {
        String issuer = Printable.text(credential.issuer());
        if (controllers.contains(credential.issuer())) {
            return new Finding.Holds(ISSUER, issuer + " signed it");
        }
        String signer = Printable.text(String.join(", ", controllers));
        return credential.issuer().startsWith("did:")
                ? new Finding.Broken(ISSUER, "it names %s, but %s signed it".formatted(issuer, signer))
                : new Finding.Unproven(
                        ISSUER, "it names %s, which no proof ties to who signed it, %s".formatted(issuer, signer));
    }

    private Finding time(Credential credential) {
        if (credential.validFrom().isPresent()
                && nowSeconds < credential.validFrom().getAsLong()) {
            return new Finding.Broken(
                    TIME,
                    "it is valid from " + Times.text(credential.validFrom().getAsLong()) + " on only");
        }
        if (credential.validUntil().isPresent()
                && nowSeconds > credential.validUntil().getAsLong()) {
            return new Finding.Broken(
                    TIME,
                    "it was valid until " + Times.text(credential.validUntil().getAsLong()));
        }
        return new Finding.Holds(
                TIME,
                credential.validUntil().isPresent()
                        ? "it is valid until "
                                + Times.text(credential.validUntil().getAsLong())
                        : "it is valid without an end");
    }

    private Finding status(Status status, Credential credential) {
        String purpose = Printable.text(status.purpose());
        Optional<ObjectNode> found = lists.apply(status.listUrl());
        if (found.isEmpty()) {
            return new Finding.Unproven(
                    STATUS, "its status list %s is not at hand".formatted(Printable.text(status.listUrl())));
        }
        List<Finding> findings = new ArrayList<>();
        Optional<Credential> list = signed(found.get(), findings);
        list.ifPresent(one -> findings.add(time(one)));
        Optional<Finding> broken =
                findings.stream().filter(Finding.Broken.class::isInstance).findFirst();
        if (broken.isPresent() || list.isEmpty()) {
            return new Finding.Broken(
                    STATUS, "its status list: " + broken.map(Finding::reason).orElse("it cannot be read"));
        }
        try {
            return bit(status, StatusListCredential.of(list.get()), credential)
                    ? new Finding.Broken(
                            STATUS, "its issuer set its bit for %s, number %d".formatted(purpose, status.index()))
                    : new Finding.Holds(
                            STATUS, "its bit for %s, number %d, is not set".formatted(purpose, status.index()));
        } catch (IdentityException noList) {
            return new Finding.Broken(STATUS, "its status list: " + noList.getMessage());
        }
    }

    private static boolean bit(Status status, StatusListCredential list, Credential credential) {
        if (!list.credential().id().filter(status.listUrl()::equals).isPresent()) {
            throw new IdentityException("the list at hand has another id than the credential names");
        }
        if (!list.credential().issuer().equals(credential.issuer())) {
            throw new IdentityException("somebody else issued it");
        }
        if (!list.purposes().contains(status.purpose())) {
            throw new IdentityException("it is for another purpose");
        }
        return list.list().get(status.index());
    }
}
