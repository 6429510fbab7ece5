// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainClientTest {
    private static final Wallet WALLET = Wallet.of(Keccak.hash(new byte[] {1}));
    private static final Address BOB = Address.ofNumber(0xb0b);

    private FakeNode node;
    private ChainClient client;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode();
        client = ChainClient.connect(node.address());
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void asksInJsonRpc() {
        node.result("\"0x1252\"");

        assertThat(client.chainId()).isEqualTo(4690);
        assertThat(node.requests)
                .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}");
    }

    @Test
    void passesParametersOfEveryKind() {
        node.result("null");

        assertThat(client.rpc().call("banyan_x", "a", 7, true, List.of("b")).isNull())
                .isTrue();
        assertThat(node.requests.getFirst()).endsWith("\"params\":[\"a\",7,true,[\"b\"]]}");
    }

    @Test
    void tellsWhyTheNodeRefused() {
        node.error(3, "execution reverted: no", "\"0x08c379a0\"");

        assertThatThrownBy(() -> client.call(BOB, Bytes.EMPTY))
                .isInstanceOfSatisfying(RpcFailure.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(3);
                    assertThat(refused.reason()).isEqualTo("execution reverted: no");
                    assertThat(refused.data().orElseThrow().asText()).isEqualTo("0x08c379a0");
                })
                .hasMessage("eth_call: execution reverted: no (3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "7",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x1\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xzz\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xffffffffffffffffffff\"}"
            })
    void doesNotTrustWhatMakesNoSense(String answer) {
        node.answer(_ -> answer);

        assertThatThrownBy(client::chainId)
                .isInstanceOf(RpcFailure.Unreachable.class)
                .hasMessageContaining("eth_chainId");
    }

    @Test
    void tellsTheStatusOfAnAnswerThatIsNoJson() {
        node.status = 502;
        node.answer(_ -> "<html>");

        assertThatThrownBy(client::chainId).hasMessageContaining("HTTP status 502");
    }

    @Test
    void readsNoEndlessAnswer() {
        node.answer(_ -> " ".repeat((64 << 20) + 1));

        assertThatThrownBy(client::chainId).isInstanceOf(RpcFailure.Unreachable.class);
    }

    @Test
    void doesNotWaitForEver() {
        var never = new CountDownLatch(1);
        node.answer(_ -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return "";
        });
        try (var hasty = new JsonRpcClient(URI.create(node.address()), Duration.ofMillis(100))) {
            assertThatThrownBy(() -> hasty.call("eth_chainId"))
                    .isInstanceOf(RpcFailure.Unreachable.class)
                    .hasMessageContaining("no whole answer within 100 ms");
        } finally {
            never.countDown();
        }
    }

    @Test
    void tellsThatNobodyListens() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (var nobody = ChainClient.connect("http://127.0.0.1:" + port)) {
            assertThatThrownBy(nobody::chainId)
                    .isInstanceOf(RpcFailure.Unreachable.class)
                    .hasMessageContaining("no answer from http://127.0.0.1:" + port);
        }
    }

    @Test
    void refusesAddressesThatAreNone() {
        assertThatThrownBy(() -> JsonRpcClient.connect("ws://localhost")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void putsABatchBackIntoItsOrder() {
        node.answer(_ ->
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"b\"},{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"a\"}]");

        assertThat(client.rpc().batch(List.of(Call.of("x_a"), Call.of("x_b", 1))))
                .extracting(com.fasterxml.jackson.databind.JsonNode::asText)
                .containsExactly("a", "b");
        assertThat(node.requests)
                .containsExactly("[{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"x_a\",\"params\":[]},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x_b\",\"params\":[1]}]");
        assertThat(client.rpc().batch(List.of())).isEmpty();
    }

    @Test
    void missesNoAnswerOfABatch() {
        node.answer(_ -> "[{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":\"a\"}]");
        List<Call> calls = List.of(Call.of("x_a"), Call.of("x_b"));

        assertThatThrownBy(() -> client.rpc().batch(calls)).hasMessageContaining("x_b");

        node.error(-32600, "batch too large", "null");
        assertThatThrownBy(() -> client.rpc().batch(calls)).isInstanceOf(RpcFailure.Refused.class);
        node.answer(_ -> "{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":\"a\"}");
        assertThatThrownBy(() -> client.rpc().batch(calls))
                .isInstanceOf(RpcFailure.Unreachable.class)
                .hasMessageContaining("answered 2 calls with one STRING");
    }

    @Test
    void sendingAgainIsNoError() {
        Transaction transaction = WALLET.sign(
                1, 0, new Wallet.Fees(21_000, UInt256.ONE, UInt256.ONE), Optional.of(BOB), UInt256.ONE, Bytes.EMPTY);
        node.error(-32000, "already known", "null");
        assertThat(client.send(transaction)).isEqualTo(transaction.hash());

        node.error(-32000, "nonce too low", "null");
        assertThatThrownBy(() -> client.send(transaction)).hasMessageContaining("nonce too low");
    }

    @Test
    void waitsForAReceiptThroughAnOutage() {
        var asked = new AtomicInteger();
        node.answer(_ -> switch (asked.incrementAndGet()) {
            case 1 -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}";
            case 2 -> "gone";
            default ->
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"blockNumber\":\"0x7\",\"transactionIndex\":\"0x1\","
                        + "\"status\":\"0x1\",\"gasUsed\":\"0x5208\",\"contractAddress\":\"" + BOB + "\",\"logs\":[]}}";
        });

        ChainClient.Outcome outcome = client.await(Hash.ZERO, Duration.ofSeconds(20));

        assertThat(outcome.block()).isEqualTo(7);
        assertThat(outcome.index()).isEqualTo(1);
        assertThat(outcome.success()).isTrue();
        assertThat(outcome.gasUsed()).isEqualTo(21_000);
        assertThat(outcome.contract()).contains(BOB);
        assertThat(asked).hasValue(3);
    }

    @Test
    void waitsForAReceiptNoLongerThanSaid() {
        node.result("null");

        assertThatThrownBy(() -> client.await(Hash.ZERO, Duration.ofMillis(120)))
                .isInstanceOf(RpcFailure.Unreachable.class)
                .hasMessageContaining("is not final after");
    }

    @Test
    void preparesATransactionAsTheNodeAdvises() {
        node.answer(request -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + advice(request) + "\"}");

        Transaction transfer = WALLET.prepare(client, Optional.of(BOB), UInt256.of(5), Bytes.EMPTY);
        Transaction call = WALLET.prepare(client, Optional.of(BOB), UInt256.ZERO, Bytes.fromHex("0x01"));

        assertThat(transfer.sender()).contains(WALLET.address());
        assertThat(transfer.body().chainId()).contains(UInt256.of(0x1252));
        assertThat(transfer.body().nonce()).isEqualTo(9);
        assertThat(transfer.body().gasLimit()).isEqualTo(21_000);
        assertThat(call.body().gasLimit()).isEqualTo(25_200);
        // Base fee 100 - 30 = 70; twice that and the tip.
        assertThat(transfer.body().maxPriorityFeePerGas()).isEqualTo(UInt256.of(30));
        assertThat(transfer.body().maxFeePerGas()).isEqualTo(UInt256.of(170));
    }

    private static String advice(String request) {
        if (request.contains("eth_estimateGas")) {
            return "0x5208";
        }
        if (request.contains("eth_maxPriorityFeePerGas")) {
            return "0x1e";
        }
        if (request.contains("eth_gasPrice")) {
            return "0x64";
        }
        return request.contains("eth_getTransactionCount") ? "0x9" : "0x1252";
    }
}
