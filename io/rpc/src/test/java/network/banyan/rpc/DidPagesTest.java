// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import network.banyan.identity.DidRegistryContract;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.CallOutcome;
import network.banyan.rpc.devices.DidPages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTPS binding of DID Resolution 1.0, over a chain where accounts have plain documents and no device exists. */
class DidPagesTest extends ServerTest {
    private static final String DID = "did:banyan:4690:account:0x000000000000000000000000000000000000beef";

    private Client client;

    @BeforeEach
    void begin() {
        chain.onCall = request ->
                request.to().filter(DidRegistryContract.ADDRESS::equals).isPresent()
                        ? new CallOutcome.Returned(untouched(Address.ofNumber(0xbeef)), 50_000)
                        : new CallOutcome.Reverted(Bytes.EMPTY, 30_000);
        client = start(settings(RpcLimits.standard()), new DidPages(chain));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200, application/did-resolution",
        "'*/*', 200, application/did-resolution",
        "application/did-resolution, 200, application/did-resolution",
        "'application/ld+json;profile=\"https://w3id.org/did-resolution\"', 200, application/did-resolution",
        "application/did, 200, application/did",
        "application/did+ld+json, 200, application/did+ld+json",
        "'text/html, application/did;q=0.5', 200, application/did",
        "text/html, 406, application/did-resolution"
    })
    void theCallerChoosesTheForm(String accept, int status, String type) {
        HttpResponse<String> answer = get(DID, accept);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains(type);
        if (type.equals("application/did-resolution")) {
            assertThat(answer.body()).contains("\"didResolutionMetadata\"", "\"didDocumentMetadata\"");
        } else {
            assertThat(answer.body()).contains("\"id\" : \"" + DID + "\"").doesNotContain("didResolutionMetadata");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "did:web:example.com, 501, METHOD_NOT_SUPPORTED",
        "nonsense, 400, INVALID_DID",
        "%, 400, INVALID_DID",
        "'', 400, INVALID_DID",
        "did:banyan:1:account:0x000000000000000000000000000000000000beef, 404, NOT_FOUND",
        "did:banyan:4690:account:0x000000000000000000000000000000000000BEEF, 400, INVALID_DID",
        "did:banyan:4690:device:0xabababababababababababababababababababababababababababababababab, 404, NOT_FOUND",
    })
    void whatCannotBeResolvedHasAReason(String did, int status, String reason) {
        HttpResponse<String> answer = get(did.replace("%", "%25"), "application/did");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/did-resolution");
        assertThat(answer.body()).contains("https://www.w3.org/ns/did#" + reason, "\"didDocument\" : null");
    }

    @Test
    void aDidMayBePercentEncoded() {
        assertThat(get(DID.replace(":", "%3A"), "").statusCode()).isEqualTo(200);
        assertThat(get("did:a:" + "b".repeat(2000), "").statusCode()).isEqualTo(400);
    }

    @Test
    void otherPagesAreNotItsOwn() {
        assertThat(client.get("/1.0/nothing").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String did, String accept) {
        var request = HttpRequest.newBuilder(client.uri().resolve("/1.0/identifiers/" + did));
        return client.send(accept.isEmpty() ? request : request.header("Accept", accept));
    }

    /** What {@code document} returns of an account that changed nothing. */
    private static Bytes untouched(Address controller) {
        byte[] words = new byte[8 * 32];
        controller.toWord().writeTo(words, 0);
        UInt256.of(6 * 32).writeTo(words, 4 * 32);
        UInt256.of(7 * 32).writeTo(words, 5 * 32);
        return Bytes.wrap(words);
    }
}
