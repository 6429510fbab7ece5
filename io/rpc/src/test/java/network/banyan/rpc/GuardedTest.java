// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import network.banyan.crypto.HmacSha256;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.http.JwtSecret;
import network.banyan.rpc.http.Page;
import network.banyan.rpc.http.PageSource;
import org.junit.jupiter.api.Test;

/** A node that answers only to those who know its secret. */
class GuardedTest extends ServerTest {
    private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
    private static final Bytes SECRET =
            Bytes.wrap("32 bytes that only some may know".getBytes(StandardCharsets.US_ASCII));

    private Client startGuarded() {
        RpcSettings open = settings(RpcLimits.standard());
        return start(
                open.withAccess(open.access().withSecret(new JwtSecret(SECRET))),
                PageSource.routes(Map.of("/liveness", () -> Page.text(200, "alive\n"))));
    }

    private static String bearer(Bytes secret) {
        String signed = base64("{\"alg\":\"HS256\"}") + "."
                + base64("{\"iat\":%d}".formatted(System.currentTimeMillis() / 1_000));
        byte[] signature = HmacSha256.of(secret, signed.getBytes(StandardCharsets.US_ASCII))
                .toArray();
        return "Bearer " + signed + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpResponse<String> post(Client client, String authorization) {
        return client.send(HttpRequest.newBuilder(client.uri())
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(CHAIN_ID)));
    }

    @Test
    void answersWhoShowsAToken() {
        Client client = startGuarded();

        assertThat(post(client, bearer(SECRET)).body()).contains("0x1252");
        assertThat(post(client, bearer(SECRET)).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesEverybodyElseInASentence() {
        Client client = startGuarded();

        HttpResponse<String> stranger = client.post(CHAIN_ID);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(stranger.body())
                .isEqualTo("this node answers only with a token; see rpc.jwt in docs/operating.md\n");
        HttpResponse<String> liar = post(client, bearer(Bytes.wrap(new byte[32])));
        assertThat(liar.statusCode()).isEqualTo(401);
        assertThat(liar.body()).isEqualTo("the token is not signed with this node's secret\n");
    }

    @Test
    void opensASocketOnlyWithAToken() throws Exception {
        Client client = startGuarded();
        URI address = URI.create("ws://127.0.0.1:" + client.uri().getPort());

        assertThatThrownBy(() -> client.http()
                        .newWebSocketBuilder()
                        .buildAsync(address, new WebSocket.Listener() {})
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("WebSocketHandshakeException");
        WebSocket socket = client.http()
                .newWebSocketBuilder()
                .header("Authorization", bearer(SECRET))
                .buildAsync(address, new WebSocket.Listener() {})
                .get();
        assertThat(socket.isInputClosed()).isFalse();
        socket.abort();
    }

    @Test
    void leavesProbesAndPreflightsOpen() {
        Client client = startGuarded();

        assertThat(client.get("/liveness").body()).isEqualTo("alive\n");
        HttpResponse<String> preflight = client.send(HttpRequest.newBuilder(client.uri())
                .header("Origin", "https://wallet.example")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("access-control-allow-headers")
                        .orElseThrow())
                .contains("Authorization");
    }
}
