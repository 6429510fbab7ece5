// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A status list as its issuer publishes it: a credential (Bitstring Status List 1.0, section 3.2). */
public record StatusListCredential(Credential credential, List<String> purposes, StatusList list) {
    private static final String LIST_TYPE = "BitstringStatusList";
    private static final String SUBJECT = "credentialSubject";
    private static final String ENCODED = "encodedList";

    public StatusListCredential {
        purposes = List.copyOf(purposes);
    }

    /**
     * @throws IdentityException if the credential is no list
     */
    public static StatusListCredential of(Credential credential) {
        JsonNode subject = credential.json().path(SUBJECT);
        if (!credential.types().contains(Credential.STATUS_LIST_TYPE)
                || !subject.path("type").asText().equals(LIST_TYPE)) {
            throw IdentityException.of("it is no %s", Credential.STATUS_LIST_TYPE);
        }
        JsonNode purpose = subject.path("statusPurpose");
        List<String> purposes = purpose.isArray()
                ? purpose.valueStream().map(JsonNode::asText).toList()
                : List.of(Json.text(subject, "statusPurpose"));
        return new StatusListCredential(credential, purposes, StatusList.decode(Json.text(subject, ENCODED)));
    }

    /** An unsigned one for revocation. */
    public static ObjectNode draft(String id, String issuer, long validFrom, StatusList list) {
        ObjectNode json = Json.object();
        json.putArray("@context").add(Credential.CONTEXT);
        json.put("id", id);
        json.putArray("type").add(Credential.TYPE).add(Credential.STATUS_LIST_TYPE);
        json.put("issuer", issuer);
        json.put("validFrom", Times.text(validFrom));
        json.putObject(SUBJECT)
                .put("id", id + "#list")
                .put("type", LIST_TYPE)
                .put("statusPurpose", "revocation")
                .put(ENCODED, list.encode());
        return json;
    }
}
