// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import static network.banyan.rpc.Transactions.ALICE_KEY;
import static network.banyan.rpc.Transactions.BOB;
import static network.banyan.rpc.Transactions.TOKEN;
import static network.banyan.rpc.Transactions.log;
import static network.banyan.rpc.Transactions.receipt;
import static network.banyan.rpc.Transactions.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.ethereum.QueryLimits;
import network.banyan.rpc.http.PageSource;
import org.junit.jupiter.api.Test;

class WebSocketTest extends ServerTest {
    @Test
    void answersRequestsAndBatches() {
        var socket = new Peer(start());

        socket.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"eth_chainId\"}");
        assertThat(socket.next().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"0x1252\"}");
        socket.send("[{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"eth_chainId\"}]");
        assertThat(socket.next().get(0).get("id").asInt()).isEqualTo(8);
        socket.send("nonsense");
        assertThat(socket.next().get("error").get("code").asInt()).isEqualTo(-32700);
    }

    @Test
    void answersMessagesInFragments() throws Exception {
        var socket = new Peer(start());

        socket.raw().sendText("{\"jsonrpc\":\"2.0\",\"id\":7,", false).get();
        socket.raw().sendText("\"method\":\"eth_chainId\"}", true).get();

        assertThat(socket.next().get("result").asText()).isEqualTo("0x1252");
    }

    @Test
    void tellsNewHeads() {
        var socket = new Peer(start());
        String id = socket.subscribe("\"newHeads\"");

        Block one = chain.append(List.of(), List.of());
        Block two = chain.append(List.of(), List.of());

        JsonNode first = socket.next();
        assertThat(first.get("method").asText()).isEqualTo("eth_subscription");
        assertThat(first.get("params").get("subscription").asText()).isEqualTo(id);
        JsonNode head = first.get("params").get("result");
        assertThat(head.get("hash").asText()).isEqualTo(one.hash().toHex());
        assertThat(head.has("transactions")).isFalse();
        assertThat(socket.news().get("hash").asText()).isEqualTo(two.hash().toHex());
    }

    @Test
    void tellsOnlyTheLogsSomebodyWants() {
        var socket = new Peer(start());
        socket.subscribe("\"logs\",{\"address\":\"" + TOKEN + "\"}");

        Transaction transaction = transfer(ALICE_KEY, 0, BOB, 1);
        chain.append(List.of(transaction), List.of(receipt(transaction, 30_000, log(BOB, 1), log(TOKEN, 2))));

        JsonNode log = socket.news();
        assertThat(log.get("address").asText()).isEqualTo(TOKEN.toHex());
        assertThat(log.get("logIndex").asText()).isEqualTo("0x1");
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void tellsAllLogsWithoutAFilter() {
        var socket = new Peer(start());
        socket.subscribe("\"logs\"");

        Transaction transaction = transfer(ALICE_KEY, 0, BOB, 1);
        chain.append(List.of(transaction), List.of(receipt(transaction, 30_000, log(BOB, 1), log(TOKEN, 2))));

        assertThat(socket.news().get("address").asText()).isEqualTo(BOB.toHex());
        assertThat(socket.news().get("address").asText()).isEqualTo(TOKEN.toHex());
    }

    @Test
    void tellsPendingTransactionsAsHashesOrWhole() {
        Client client = start();
        var hashes = new Peer(client);
        var whole = new Peer(client);
        hashes.subscribe("\"newPendingTransactions\"");
        whole.subscribe("\"newPendingTransactions\",true");
        Transaction transaction = transfer(ALICE_KEY, 0, BOB, 1);

        chain.submit(transaction);

        assertThat(hashes.news().asText()).isEqualTo(transaction.hash().toHex());
        assertThat(whole.news().get("hash").asText())
                .isEqualTo(transaction.hash().toHex());
    }

    @Test
    void tellsNothingAfterUnsubscribing() {
        var socket = new Peer(start());
        String id = socket.subscribe("\"newHeads\"");
        assertThat(socket.call("eth_unsubscribe", "\"" + id + "\"")
                        .get("result")
                        .asBoolean())
                .isTrue();

        chain.append(List.of(), List.of());

        assertThat(socket.isQuiet()).isTrue();
        assertThat(socket.call("eth_unsubscribe", "\"" + id + "\"")
                        .get("error")
                        .get("message")
                        .asText())
                .isEqualTo("subscription not found");
    }

    @Test
    void endsNoSubscriptionOfOthers() {
        Client client = start();
        var owner = new Peer(client);
        var thief = new Peer(client);
        String id = owner.subscribe("\"newHeads\"");

        assertThat(thief.call("eth_unsubscribe", "\"" + id + "\"").has("error")).isTrue();
        chain.append(List.of(), List.of());
        assertThat(owner.news().get("number").asText()).isEqualTo("0x1");
    }

    @Test
    void refusesSubscriptionsItCannotServe() {
        var limits = RpcLimits.standard();
        Client client = start(limits.withQueries(limits.queries().with(new QueryLimits.SubscriptionLimits(5, 5, 1))));
        var socket = new Peer(client);

        assertThat(socket.call("eth_subscribe", "\"syncing\"")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(-32602);
        socket.subscribe("\"newHeads\"");
        assertThat(socket.call("eth_subscribe", "\"newHeads\"")
                        .get("error")
                        .get("code")
                        .asInt())
                .isEqualTo(-32005);
        assertThat(client.error("eth_subscribe", "\"newHeads\""))
                .isEqualTo("-32601 notifications not supported; connect by WebSocket");
    }

    @Test
    void boundsTheSubscriptionsOfAConnectionAClientAndAll() {
        assertThat(refusedAfterTwo(2, 9, 9)).isEqualTo("too many subscriptions on this connection");
        assertThat(refusedAfterTwo(9, 2, 9)).isEqualTo("too many subscriptions of this client");
        assertThat(refusedAfterTwo(9, 9, 2)).isEqualTo("this node has too many subscriptions");
    }

    /** What the third of one batch is told; whoever unsubscribes or leaves makes room. */
    private String refusedAfterTwo(int perConnection, int perClient, int most) {
        var limits = RpcLimits.standard();
        Client client = start(limits.withQueries(
                limits.queries().with(new QueryLimits.SubscriptionLimits(most, perClient, perConnection))));
        var socket = new Peer(client);
        String one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";
        socket.send("[" + String.join(",", one, one, one) + "]");
        JsonNode answers = socket.next();
        socket.call("eth_unsubscribe", answers.get(0).get("result").toString());
        socket.subscribe("\"newHeads\"");
        socket.raw().abort();
        assertThat(answers.get(1).has("result")).isTrue();
        return answers.get(2).get("error").get("message").asText();
    }

    @Test
    void answersAPing() throws Exception {
        var socket = new Peer(start());

        socket.raw().sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).get();

        assertThat(socket.pongs.poll(10, TimeUnit.SECONDS)).isEqualTo(Bytes.fromHex("0x010203"));
    }

    @Test
    void endsAConnectionThatSendsTooMuchAtOnce() {
        var socket = new Peer(start());

        socket.send("x".repeat((1 << 20) + 1));

        assertThat(socket.closed()).isTrue();
    }

    @Test
    void endsAConnectionThatSendsBinary() throws Exception {
        var socket = new Peer(start());

        socket.raw().sendBinary(ByteBuffer.wrap(new byte[10]), true).get();

        assertThat(socket.closed()).isTrue();
    }

    @Test
    void cutsOffWhoDoesNotReadItsNewsAndTellsItWhy() {
        RpcLimits limits = RpcLimits.standard();
        // Room for 16 MiB of one client: a slow reader that held more would leave none for its neighbour.
        Client client = start(limits.withConnections(limits.connections().withBuffers(1 << 20, 64 << 20)));
        var slow = new Peer(client);
        slow.subscribe("\"logs\"");
        slow.stopReading();
        var neighbour = new Peer(client);
        neighbour.subscribe("\"newHeads\"");
        var data = Bytes.wrap(new byte[1_000_000]);

        for (int nonce = 0; nonce < 40; nonce++) {
            Transaction transaction = transfer(ALICE_KEY, nonce, BOB, 1);
            chain.append(
                    List.of(transaction),
                    List.of(receipt(transaction, 30_000, new network.banyan.ledger.Log(TOKEN, List.of(), data))));
            assertThat(neighbour.news().get("number").asText()).startsWith("0x");
        }

        assertThat(client.result("eth_chainId").asText()).isEqualTo("0x1252");
        slow.readOn();
        assertThat(slow.end
                        .completeOnTimeout("still open", 10, TimeUnit.SECONDS)
                        .join())
                .isEqualTo("1008 you read too slowly: connect again, and ask eth_getLogs for what you missed");
        // Eighty megabytes of text were to be told; what was sent is what the connection holds.
        assertThat(slow.messages.size()).isLessThan(12);
    }

    @Test
    void endsAConnectionThatDoesNotEvenTakeTheReason() throws Exception {
        RpcLimits limits = RpcLimits.standard();
        Client client = start(
                limits.withConnections(limits.connections().withTimes(Duration.ofSeconds(5), Duration.ofMillis(300))));
        var slow = new Peer(client);
        slow.subscribe("\"logs\"");
        slow.stopReading();
        var data = Bytes.wrap(new byte[1_000_000]);
        for (int nonce = 0; nonce < 10; nonce++) {
            Transaction transaction = transfer(ALICE_KEY, nonce, BOB, 1);
            chain.append(
                    List.of(transaction),
                    List.of(receipt(transaction, 30_000, new network.banyan.ledger.Log(TOKEN, List.of(), data))));
        }
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!slow.isClosedByServer() && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }

        assertThat(System.nanoTime()).isLessThan(patience);
    }

    @Test
    void opensNoSocketToPagesItDoesNotTrust() {
        var usual = settings(RpcLimits.standard());
        Client client = start(usual.withAccess(usual.access().withOrigins("https://wallet.example")), PageSource.NONE);

        assertThatThrownBy(() -> client.http()
                        .newWebSocketBuilder()
                        .header("Origin", "https://evil.example")
                        .buildAsync(Peer.uri(client), new WebSocket.Listener() {})
                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("WebSocketHandshakeException");
    }

    /** A client's end of a WebSocket. */
    private static final class Peer implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Bytes> pongs = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;
        private volatile boolean reading = true;

        Peer(Client client) {
            socket = client.http()
                    .newWebSocketBuilder()
                    .buildAsync(uri(client), this)
                    .join();
        }

        static URI uri(Client client) {
            return URI.create("ws://127.0.0.1:" + client.uri().getPort() + "/");
        }

        WebSocket raw() {
            return socket;
        }

        void send(String message) {
            socket.sendText(message, true).join();
        }

        JsonNode next() {
            try {
                String message = messages.poll(10, TimeUnit.SECONDS);
                assertThat(message).as("a message").isNotNull();
                return Client.parse(message);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }

        JsonNode news() {
            return next().get("params").get("result");
        }

        JsonNode call(String method, String params) {
            send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params + "]}");
            return next();
        }

        /** Subscribes, and comes back when the subscription is at work. */
        String subscribe(String params) {
            String id = call("eth_subscribe", params).get("result").asText();
            // The server begins to tell once its answer is out; a second answer behind it shows that it is.
            call("eth_chainId", "");
            return id;
        }

        /** Whether nothing came before the answer to one more question. */
        boolean isQuiet() {
            return call("eth_chainId", "").has("result");
        }

        boolean closed() {
            return !end.completeOnTimeout("open", 10, TimeUnit.SECONDS).join().equals("open");
        }

        void stopReading() {
            reading = false;
        }

        void readOn() {
            reading = true;
            socket.request(1);
        }

        /** A client that does not read notices the end only by writing. */
        boolean isClosedByServer() {
            try {
                socket.sendPong(ByteBuffer.allocate(0)).get();
                return end.isDone();
            } catch (ExecutionException | InterruptedException broken) {
                return true;
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            if (reading) {
                from.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            pongs.add(Bytes.wrap(bytes));
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end.complete(status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end.complete("broken: " + error);
        }
    }
}
