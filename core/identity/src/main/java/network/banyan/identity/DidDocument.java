// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Address;

/**
 * What a DID's controller lets the world know (DID Core 1.0, section 5). It is made from the chain's state each time, and
 * stands nowhere as a text.
 *
 * @param controllers of a device, its owner; of an account, whom it was handed to; empty for one that controls itself
 * @param deactivated whether it is closed; then nothing else is in it
 */
public record DidDocument(
        Did did, List<Did> controllers, List<Method> methods, List<Service> services, boolean deactivated) {
    private static final String CONTEXT = "https://www.w3.org/ns/did/v1.1";
    private static final String RECOVERY_CONTEXT = "https://w3id.org/security/suites/secp256k1recovery-2020/v2";

    public DidDocument {
        controllers = List.copyOf(controllers);
        methods = List.copyOf(methods);
        services = List.copyOf(services);
    }

    /** What a method checks with. */
    public sealed interface Material {
        record Key(PublicKey key) implements Material {}

        /** Whatever this account signs as an Ethereum account. */
        record Account(Address address) implements Material {}
    }

    /**
     * A verification method.
     *
     * @param fragment behind the DID; of a key it is the key itself, so that it never means another
     * @param purposes not empty
     */
    public record Method(String fragment, Material material, List<Relationship> purposes) {
        public Method {
            purposes = List.copyOf(purposes);
        }
    }

    /** All of it hostile text, but that the fragment is one. */
    public record Service(String fragment, String type, String endpoint) {}

    /** A closed DID's. */
    public static DidDocument closed(Did did) {
        return new DidDocument(did, List.of(), List.of(), List.of(), true);
    }

    /** The method that a DID URL of this document names. */
    public Optional<Method> method(String url) {
        return methods.stream()
                .filter(method -> url.equals(url(method.fragment())))
                .findFirst();
    }

    public String url(String fragment) {
        return did + "#" + fragment;
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        ArrayNode context = json.putArray("@context").add(CONTEXT);
        if (methods.stream().anyMatch(method -> method.material() instanceof Material.Account)) {
            context.add(RECOVERY_CONTEXT);
        }
        json.put("id", did.toString());
        switch (controllers.size()) {
            case 0 -> {}
            case 1 -> json.put("controller", controllers.getFirst().toString());
            default -> {
                ArrayNode list = json.putArray("controller");
                controllers.forEach(controller -> list.add(controller.toString()));
            }
        }
        if (!methods.isEmpty()) {
            ArrayNode list = json.putArray("verificationMethod");
            methods.forEach(method -> list.add(methodJson(method)));
        }
        for (Relationship relationship : Relationship.values()) {
            addPurpose(json, relationship);
        }
        if (!services.isEmpty()) {
            ArrayNode list = json.putArray("service");
            services.forEach(service -> list.addObject()
                    .put("id", url(service.fragment()))
                    .put("type", service.type())
                    .put("serviceEndpoint", service.endpoint()));
        }
        return json;
    }

    private ObjectNode methodJson(Method method) {
        ObjectNode json = Json.object().put("id", url(method.fragment()));
        return switch (method.material()) {
            case Material.Key(PublicKey key) ->
                json.put("type", "Multikey")
                        .put("controller", did.toString())
                        .put("publicKeyMultibase", key.multikey());
            case Material.Account(Address address) ->
                json.put("type", "EcdsaSecp256k1RecoveryMethod2020")
                        .put("controller", did.toString())
                        .put("blockchainAccountId", "eip155:" + did.chainId() + ":" + address.toHex());
        };
    }

    private void addPurpose(ObjectNode json, Relationship relationship) {
        List<Method> serving = methods.stream()
                .filter(method -> method.purposes().contains(relationship))
                .toList();
        if (!serving.isEmpty()) {
            ArrayNode list = json.putArray(relationship.property());
            serving.forEach(method -> list.add(url(method.fragment())));
        }
    }
}
