// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A credential whose form is right (Verifiable Credentials Data Model 2.0, section 4). Its proof is another matter.
 *
 * @param validFrom seconds since 1970
 * @param validUntil seconds since 1970, the last at which it holds
 * @param statuses where to look whether it was revoked
 */
public record Credential(
        ObjectNode json,
        List<String> types,
        String issuer,
        OptionalLong validFrom,
        OptionalLong validUntil,
        List<Status> statuses) {
    public static final String CONTEXT = "https://www.w3.org/ns/credentials/v2";
    public static final String TYPE = "VerifiableCredential";
    static final String STATUS_LIST_TYPE = "BitstringStatusListCredential";

    private static final String ENTRY_TYPE = "BitstringStatusListEntry";
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int MAX_STATUSES = 16;

    /** Its entry in a status list. */
    public record Status(String purpose, String listUrl, long index) {}

    public Credential {
        types = List.copyOf(types);
        statuses = List.copyOf(statuses);
    }

    /**
     * @throws IdentityException if the document is no credential, or has a status that we cannot look up
     */
    public static Credential of(ObjectNode json) {
        mustHaveContext(json.path("@context"));
        List<String> types = types(json.path("type"));
        if (!types.contains(TYPE)) {
            throw IdentityException.of("its type does not say %s", TYPE);
        }
        if (json.has("id")) {
            url(json.get("id"), "id");
        }
        String issuer =
                url(json.path("issuer").isObject() ? json.path("issuer").path("id") : json.path("issuer"), "issuer");
        mustHaveSubject(json.path("credentialSubject"));
        for (String typed : List.of("credentialSchema", "termsOfUse", "evidence", "refreshService")) {
            for (JsonNode one : each(json, typed)) {
                if (types(one.path("type")).isEmpty()) {
                    throw IdentityException.of("%s has no type", typed);
                }
            }
        }
        OptionalLong from = Times.in(json, "validFrom");
        OptionalLong until = Times.in(json, "validUntil");
        if (from.isPresent() && until.isPresent() && until.getAsLong() < from.getAsLong()) {
            throw new IdentityException("its validUntil is before its validFrom");
        }
        List<JsonNode> entries = each(json, "credentialStatus");
        if (entries.size() > MAX_STATUSES) {
            throw IdentityException.of("it has over %d statuses", MAX_STATUSES);
        }
        return new Credential(
                json,
                types,
                issuer,
                from,
                until,
                entries.stream().map(Credential::status).toList());
    }

    /** The ids of those it speaks of. */
    public List<String> subjects() {
        return each(json, "credentialSubject").stream()
                .map(subject -> subject.path("id"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    public Optional<String> id() {
        return Optional.ofNullable(json.get("id")).map(JsonNode::textValue);
    }

    private static void mustHaveContext(JsonNode context) {
        boolean right = context.isArray()
                ? context.path(0).asText().equals(CONTEXT)
                        && context.valueStream().allMatch(one -> one.isTextual() || one.isObject())
                : context.asText().equals(CONTEXT);
        if (!right) {
            throw IdentityException.of("its @context does not begin with %s", CONTEXT);
        }
    }

    private static List<String> types(JsonNode type) {
        if (type.isTextual()) {
            return List.of(type.textValue());
        }
        List<String> types = new ArrayList<>();
        for (JsonNode one : type) {
            if (!type.isArray() || !one.isTextual()) {
                throw new IdentityException("a type in it is no text");
            }
            types.add(one.textValue());
        }
        return types;
    }

    private static void mustHaveSubject(JsonNode subject) {
        List<JsonNode> subjects = subject.isArray() ? subject.valueStream().toList() : List.of(subject);
        if (subjects.isEmpty() || subjects.stream().anyMatch(one -> !one.isObject() || one.isEmpty())) {
            throw new IdentityException("it says nothing of a credentialSubject");
        }
        for (JsonNode one : subjects) {
            if (one.has("id")) {
                url(one.get("id"), "the id of its credentialSubject");
            }
        }
    }

    private static Status status(JsonNode entry) {
        if (!types(entry.path("type")).contains(ENTRY_TYPE)) {
            throw IdentityException.of("its credentialStatus is no %s, so nobody knows whether it holds", ENTRY_TYPE);
        }
        JsonNode size = entry.path("statusSize");
        if (!size.isMissingNode() && (!size.isInt() || size.intValue() != 1)) {
            throw new IdentityException(
                    "its credentialStatus has entries of more than one bit, which is not read here");
        }
        String index = Json.text(entry, "statusListIndex");
        if (!INDEX.matcher(index).matches()) {
            throw new IdentityException("its statusListIndex is no number");
        }
        return new Status(
                Json.text(entry, "statusPurpose"),
                url(entry.path("statusListCredential"), "statusListCredential"),
                Long.parseLong(index));
    }

    private static List<JsonNode> each(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        List<JsonNode> all = value.isArray() ? value.valueStream().toList() : List.of(value);
        if (all.isEmpty() || !all.stream().allMatch(JsonNode::isObject)) {
            throw IdentityException.of("%s must be an object, or a list of them", name);
        }
        return all;
    }

    private static String url(JsonNode value, String name) {
        if (!value.isTextual() || !URL.matcher(value.textValue()).matches()) {
            throw IdentityException.of("%s must be a URL", name);
        }
        return value.textValue();
    }
}
