// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import network.banyan.identity.SecretKey.Kind;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CredentialCheckTest {
    private static final long NOW = 1_763_700_000;
    private static final String LIST_URL = "https://acme.example/status/1";
    private static final SecretKey ACME = key(Kind.P256, 1);
    private static final SecretKey MALLORY = key(Kind.P256, 2);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatAnIssuerSignedHolds(Kind kind) {
        SecretKey issuer = key(kind, 7);
        ObjectNode signed = sign(draft(did(issuer)), issuer);
        assertThat(check(signed)).allMatch(Finding.Holds.class::isInstance).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aChangeAnywhereBreaksTheProof(Kind kind) {
        SecretKey issuer = key(kind, 7);
        ObjectNode signed = sign(draft(did(issuer)), issuer);
        List<Consumer<ObjectNode>> changes = List.of(
                json -> json.put("validUntil", "2030-01-01T00:00:00Z"),
                json -> json.put("more", 1),
                json -> ((ObjectNode) json.get("credentialSubject")).put("hardware", "a toy"),
                json -> ((ObjectNode) json.get("proof")).put("created", "2020-01-01T00:00:00Z"),
                json -> ((ObjectNode) json.get("proof")).put("challenge", "x"),
                json -> json.withArray("@context").insert(1, TextNode.valueOf("https://evil.example")),
                json -> ((ObjectNode) json.get("proof")).put("verificationMethod", url(MALLORY)),
                json -> ((ObjectNode) json.get("proof")).put("cryptosuite", "eddsa-rdfc-2022"));
        for (int i = 0; i < changes.size(); i++) {
            ObjectNode changed = signed.deepCopy();
            changes.get(i).accept(changed);
            assertThat(broken(changed)).as("change %d", i).contains("proof");
        }
    }

    @Test
    void aProofThatEndsOrIsForSomethingElseIsRefused() {
        for (String[] wrong : new String[][] {
            {"expires", "2020-01-01T00:00:00Z"},
            {"proofPurpose", "authentication"},
            {"created", "yesterday"},
            {"previousProof", "urn:uuid:1"},
            {"type", "Ed25519Signature2020"}
        }) {
            ObjectNode signed = sign(draft(did(ACME)), ACME);
            ((ObjectNode) signed.get("proof")).put(wrong[0], wrong[1]);
            assertThat(broken(signed)).as(wrong[0]).contains("proof");
        }
        assertThat(broken(draft(did(ACME)))).contains("proof");
    }

    @Test
    void whoSignsInAnothersNameIsCaught() {
        assertThat(broken(sign(draft(did(ACME)), MALLORY))).contains("issuer");
    }

    @Test
    void ofAWebAddressNobodyKnowsWhetherItSigned() {
        assertThat(check(sign(draft("https://acme.example"), ACME)))
                .filteredOn(finding -> finding.name().equals("issuer"))
                .singleElement()
                .isInstanceOf(Finding.Unproven.class);
    }

    @Test
    void timeIsHeldAgainstTheClock() {
        ObjectNode late = draft(did(ACME)).put("validUntil", Times.text(NOW - 1));
        ObjectNode early = draft(did(ACME)).put("validFrom", Times.text(NOW + 1));
        assertThat(broken(sign(late, ACME))).contains("time");
        assertThat(broken(sign(early, ACME))).contains("time");
        assertThat(broken(sign(draft(did(ACME)).put("validUntil", Times.text(NOW)), ACME)))
                .isEmpty();
    }

    @Test
    void aSetBitRevokes() {
        ObjectNode signed = sign(withStatus(42), ACME);
        assertThat(broken(signed, list(ACME, StatusList.empty().with(41, true))))
                .isEmpty();
        assertThat(broken(signed, list(ACME, StatusList.empty().with(42, true))))
                .contains("status");
    }

    @Test
    void aListThatIsNotTheIssuersSaysNothingGood() {
        ObjectNode signed = sign(withStatus(42), ACME);
        assertThat(broken(signed, list(MALLORY, StatusList.empty()))).contains("status");
        ObjectNode unsigned = StatusListCredential.draft(LIST_URL, did(ACME), NOW, StatusList.empty());
        assertThat(broken(signed, unsigned)).contains("status");
        ObjectNode other = sign(
                StatusListCredential.draft("https://acme.example/status/2", did(ACME), NOW, StatusList.empty()), ACME);
        assertThat(broken(signed, other)).contains("status");
        ObjectNode outdated = sign(
                StatusListCredential.draft(LIST_URL, did(ACME), NOW, StatusList.empty())
                        .put("validUntil", Times.text(NOW - 1)),
                ACME);
        assertThat(broken(signed, outdated)).isNotEmpty();
        assertThat(broken(sign(withStatus(StatusList.MIN_ENTRIES), ACME), list(ACME, StatusList.empty())))
                .contains("status");
    }

    @Test
    void aListThatIsNotAtHandLeavesTheStatusOpen() {
        assertThat(check(sign(withStatus(42), ACME)))
                .filteredOn(finding -> finding.name().equals("status"))
                .singleElement()
                .isInstanceOf(Finding.Unproven.class);
    }

    @Test
    void whatIsNoCredentialIsSaidSo() {
        List<Consumer<ObjectNode>> changes = List.of(
                json -> json.put("@context", "https://www.w3.org/2018/credentials/v1"),
                json -> json.put("type", "Credential"),
                json -> json.put("issuer", "acme"),
                json -> json.remove("issuer"),
                json -> json.putObject("credentialSubject"),
                json -> json.putArray("credentialSubject"),
                json -> json.put("validFrom", "2026-02-30T00:00:00Z"),
                json -> json.put("validFrom", "2026-11-21"),
                json -> json.put("validUntil", "2000-01-01T00:00:00Z"),
                json -> json.putObject("credentialStatus").put("type", "Other"),
                json -> json.putArray("credentialStatus"),
                json -> json.putObject("evidence"),
                json -> json.put("id", 5));
        for (int i = 0; i < changes.size(); i++) {
            ObjectNode json = draft(did(ACME));
            changes.get(i).accept(json);
            assertThat(broken(sign(json, ACME))).as("change %d", i).contains("form");
        }
    }

    @Test
    void strangersTextsAreHarmlessInReasons() {
        ObjectNode signed = sign(draft("https://acme.example/\u001b[2J\u202egnp.exe"), ACME);
        assertThat(check(signed))
                .noneMatch(finding ->
                        finding.reason().contains("\u001b") || finding.reason().contains("\u202e"));
    }

    private static List<Finding> check(ObjectNode document, ObjectNode... lists) {
        return new CredentialCheck(
                        MethodFinder.DID_KEY,
                        url -> url.equals(LIST_URL) && lists.length > 0 ? Optional.of(lists[0]) : Optional.empty(),
                        NOW)
                .check(document);
    }

    private static List<String> broken(ObjectNode document, ObjectNode... lists) {
        return check(document, lists).stream()
                .filter(Finding.Broken.class::isInstance)
                .map(Finding::name)
                .toList();
    }

    private static ObjectNode draft(String issuer) {
        ObjectNode json = Json.object(Bytes.wrap("""
                {"@context": ["https://www.w3.org/ns/credentials/v2", "https://acme.example/terms"],
                 "type": ["VerifiableCredential", "HardwareKeyCredential"],
                 "validFrom": "2025-01-01T00:00:00Z",
                 "credentialSubject": {"id": "did:banyan:4690:device:0x%s", "hardware": "secure element"}}
                """.formatted("ab".repeat(32)).getBytes(StandardCharsets.UTF_8)));
        return json.put("issuer", issuer);
    }

    private static ObjectNode withStatus(long index) {
        ObjectNode json = draft(did(ACME));
        json.putObject("credentialStatus")
                .put("type", "BitstringStatusListEntry")
                .put("statusPurpose", "revocation")
                .put("statusListIndex", Long.toString(index))
                .put("statusListCredential", LIST_URL);
        return json;
    }

    private static ObjectNode list(SecretKey issuer, StatusList list) {
        return sign(StatusListCredential.draft(LIST_URL, did(issuer), NOW, list), issuer);
    }

    private static ObjectNode sign(ObjectNode document, SecretKey key) {
        return DataIntegrity.sign(
                document, new DataIntegrity.Terms(url(key), Relationship.ASSERTION, OptionalLong.of(NOW)), key);
    }

    private static String did(SecretKey key) {
        return "did:key:" + key.publicKey().multikey();
    }

    private static String url(SecretKey key) {
        return did(key) + "#" + key.publicKey().multikey();
    }

    private static SecretKey key(Kind kind, int number) {
        byte[] secret = new byte[kind.size()];
        secret[kind.size() - 1] = (byte) number;
        return new SecretKey(kind, Bytes.wrap(secret));
    }
}
