// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.MethodCosts;
import org.junit.jupiter.api.Test;

/** What one client may ask is bounded. A client here has 100 tokens, and gets one more each second. */
class BudgetTest extends ServerTest {
    private static final Access TIGHT = Access.USUAL.withOrigins("*").withBudget(1, true);

    private Client startTight(Access access) {
        return start(settings(RpcLimits.standard()).withAccess(access), PageSource.NONE);
    }

    private static String request(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":[]}".formatted(id, method);
    }

    /** Leaves a client with less than the price of a trace, of 50, and enough for some looks. */
    private static void spendMost(Client client) {
        assertThat(client.error("debug_traceBlockByNumber", "\"0x0\"")).contains("genesis is not traceable");
        assertThat(client.error("eth_getLogs", "{\"blockHash\":1}")).contains("-32602");
    }

    @Test
    void refusesAWholeRequestWith429AndSaysWhenToComeBack() {
        Client client = startTight(TIGHT);
        spendMost(client);

        HttpResponse<String> refused = client.post(request(7, "debug_traceTransaction"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(15, 21);
        JsonNode answer = Client.parse(refused.body());
        assertThat(answer.get("id").asInt()).isEqualTo(7);
        assertThat(answer.get("error").get("code").asInt()).isEqualTo(-32005);
        assertThat(answer.get("error").get("message").asText())
                .startsWith("limit exceeded: this client has used up its budget; try again in ");
        // A look costs one, and is still to be had.
        assertThat(client.result("eth_chainId").asText()).isEqualTo("0x1252");
    }

    @Test
    void countsEachRequestOfABatch() {
        Client client = startTight(TIGHT);
        spendMost(client);

        HttpResponse<String> partly =
                client.post("[" + request(1, "eth_chainId") + "," + request(2, "debug_traceTransaction") + "]");
        assertThat(partly.statusCode()).isEqualTo(200);
        JsonNode answers = Client.parse(partly.body());
        assertThat(answers.get(0).get("result").asText()).isEqualTo("0x1252");
        assertThat(answers.get(1).get("error").get("code").asInt()).isEqualTo(-32005);

        HttpResponse<String> refused = client.post(
                "[" + request(1, "debug_traceTransaction") + "," + request(2, "debug_traceTransaction") + "]");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Client.parse(refused.body())).hasSize(2);
    }

    @Test
    void countsWhatMakesNoSense() {
        Client client = startTight(TIGHT);
        int answered = 0;
        for (int i = 0; i < 130; i++) {
            answered += client.post("nonsense").statusCode() == 200 ? 1 : 0;
        }

        assertThat(answered).isBetween(100, 115);
    }

    @Test
    void countsPagesToo() {
        Client client = startTight(TIGHT);
        int found = 0;
        HttpResponse<String> last = get(client, "/nowhere");
        for (int i = 0; i < 130 && last.statusCode() != 429; i++) {
            assertThat(last.statusCode()).isEqualTo(404);
            found++;
            last = get(client, "/nowhere");
        }

        assertThat(found).isBetween(100, 115);
        assertThat(last.body()).startsWith("limit exceeded: this client has used up its budget");
        assertThat(last.headers().firstValue("retry-after")).hasValue("1");
    }

    private static HttpResponse<String> get(Client client, String path) {
        return client.send(HttpRequest.newBuilder(client.uri().resolve(path)).GET());
    }

    @Test
    void countsTheSizeOfAMessageBeforeItIsRead() {
        Client client = startTight(TIGHT);
        String large = " ".repeat(4 << 20) + request(1, "eth_chainId");

        assertThat(client.post(large).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = client.post(large);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Client.parse(refused.body()).get("id").isNull()).isTrue();
    }

    @Test
    void countsClientsBehindANamedProxyEachForItself() {
        Client client = startTight(TIGHT.withProxies("127.0.0.1"));
        assertThat(traceAs(client, "203.0.113.7")).isEqualTo(200);
        assertThat(traceAs(client, "203.0.113.7")).isEqualTo(200);

        assertThat(traceAs(client, "203.0.113.7")).isEqualTo(429);
        assertThat(traceAs(client, "2001:db8::1")).isEqualTo(200);
        assertThat(traceAs(client, "2001:db8::2")).isEqualTo(200);
        assertThat(traceAs(client, "2001:db8::3")).isEqualTo(429);
    }

    @Test
    void believesNoProxyThatNobodyNamed() {
        Client client = startTight(TIGHT);
        assertThat(traceAs(client, "203.0.113.1")).isEqualTo(200);
        assertThat(traceAs(client, "203.0.113.2")).isEqualTo(200);
        assertThat(traceAs(client, "203.0.113.3")).isEqualTo(429);
    }

    private static int traceAs(Client client, String forwarded) {
        return client.send(HttpRequest.newBuilder(client.uri())
                        .header("X-Forwarded-For", forwarded)
                        .POST(HttpRequest.BodyPublishers.ofString(request(1, "debug_traceTransaction"))))
                .statusCode();
    }

    @Test
    void tellsAWebSocketAndKeepsIt() throws InterruptedException {
        Client client = startTight(TIGHT);
        spendMost(client);
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = client.http()
                .newWebSocketBuilder()
                .buildAsync(java.net.URI.create("ws://127.0.0.1:" + client.uri().getPort()), new Collecting(messages))
                .join();

        socket.sendText(request(7, "debug_traceTransaction"), true).join();
        JsonNode refused = Client.parse(messages.poll(10, TimeUnit.SECONDS));
        assertThat(refused.get("id").asInt()).isEqualTo(7);
        assertThat(refused.get("error").get("code").asInt()).isEqualTo(-32005);

        socket.sendText(request(8, "eth_chainId"), true).join();
        assertThat(Client.parse(messages.poll(10, TimeUnit.SECONDS))
                        .get("result")
                        .asText())
                .isEqualTo("0x1252");
    }

    private record Collecting(BlockingQueue<String> messages) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            messages.add(text.toString());
            from.request(1);
            return null;
        }
    }

    @Test
    void pricesMethodsThatExist() {
        Client client = start();

        assertThat(MethodCosts.dear().keySet().stream()
                        // The node adds these.
                        .filter(name -> !name.equals("banyan_evidence") && !name.equals("banyan_anchorEvidence"))
                        .map(name -> client.error(name, "[],[],[],[],[]")))
                .isNotEmpty()
                .noneMatch(error -> error.contains("does not exist"));
    }
}
