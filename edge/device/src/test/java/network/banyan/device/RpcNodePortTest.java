// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcNodePortTest {
    private static final TestSigner SIGNER = TestSigner.number(1);
    private static final Hash KEY = Hash.fromHex("02".repeat(32));
    private static final Address SOMEBODY = Address.ofNumber(9);

    @TempDir
    private Path folder;

    private final FakeNode contracts = new FakeNode(SIGNER);
    private final FakeRpc rpc = new FakeRpc(contracts);
    private final RpcNodePort port = new RpcNodePort(rpc, KEY);

    @Test
    void carriesADeviceFromItsRegistrationToItsAnchors() {
        var settings = new AgentSettings("probe", FakeNode.PAYER, 1, 0, 4);
        try (Journal journal = Journal.open(folder, SIGNER.device())) {
            var uplink = new Uplink(SIGNER, journal, port, settings);
            for (int i = 0; i < 10; i++) {
                journal.append(SIGNER.next(journal));
            }
            for (int round = 0; round < 40; round++) {
                uplink.advance(round);
                rpc.mine();
            }
            assertThat(uplink.anchored()).isEqualTo(10);
            assertThat(contracts.rootsAreTrue()).isTrue();
            assertThat(rpc.sent).allMatch(transaction -> transaction.sender().equals(Optional.of(port.payer())));
            assertThat(port.payer()).isEqualTo(Secp256k1.addressOf(KEY));
        }
    }

    @Test
    void replacesItsOwnTransactionThatIsNotFinalYet() {
        Hash first = port.send(SOMEBODY, Bytes.EMPTY);
        Hash second = port.send(SOMEBODY, Bytes.fromHex("01"));
        assertThat(second).isNotEqualTo(first);
        assertThat(rpc.pool).hasSize(1);
        assertThat(rpc.pool.get(0L).hash()).isEqualTo(second);
    }

    @Test
    void takesTheNextNonceAfterAFinalOne() {
        Hash first = port.send(SOMEBODY, Bytes.EMPTY);
        assertThat(port.outcome(first)).isEmpty();
        rpc.receipts.put(first, "0x0");
        assertThat(port.outcome(first)).contains(false);
        port.send(SOMEBODY, Bytes.EMPTY);
        assertThat(rpc.pool).hasSize(2);
    }

    @Test
    void doesNotSendTwiceWhenTheAnswerGotLost() {
        rpc.losesAnswersToSend = true;
        assertThatThrownBy(() -> port.send(SOMEBODY, Bytes.EMPTY)).isInstanceOf(NodePort.Unavailable.class);
        rpc.losesAnswersToSend = false;
        port.send(SOMEBODY, Bytes.EMPTY);
        assertThat(rpc.sent).extracting(sent -> sent.body().nonce()).containsExactly(0L, 0L);
        assertThat(rpc.pool).hasSize(1);
    }

    @Test
    void leavesTheTransactionsOfOtherDevicesOfThePayerAlone() {
        var other = new RpcNodePort(rpc, KEY);
        Hash theirs = other.send(SOMEBODY, Bytes.EMPTY);
        port.send(SOMEBODY, Bytes.fromHex("01"));
        assertThat(rpc.pool).hasSize(2);
        assertThat(rpc.pool.get(0L).hash()).isEqualTo(theirs);
        // Both ask for a nonce at the same moment: one of them is refused, and tries again with the next nonce.
        rpc.pool.clear();
        var late = new RpcNodePort(rpc, KEY);
        rpc.overrides.put("eth_getTransactionCount", "0x0");
        new RpcNodePort(rpc, KEY).send(SOMEBODY, Bytes.fromHex("02"));
        Transaction winner = rpc.pool.get(0L);
        assertThatThrownBy(() -> late.send(SOMEBODY, Bytes.fromHex("03"))).isInstanceOf(NodePort.Unavailable.class);
        rpc.overrides.clear();
        late.send(SOMEBODY, Bytes.fromHex("03"));
        assertThat(rpc.pool.get(0L)).isEqualTo(winner);
        assertThat(rpc.pool).hasSize(2);
    }

    @Test
    void tellsWhatWouldFailFromANodeThatIsAway() {
        rpc.overrides.put("eth_estimateGas", new Rpc.Failure(3, "execution reverted: NotActive"));
        assertThatThrownBy(() -> port.send(SOMEBODY, Bytes.EMPTY))
                .isInstanceOf(NodePort.WouldFail.class)
                .hasMessageContaining("NotActive");
        rpc.overrides.put("eth_estimateGas", new Rpc.Failure(-32000, "insufficient funds"));
        assertThatThrownBy(() -> port.send(SOMEBODY, Bytes.EMPTY))
                .isInstanceOf(NodePort.Unavailable.class)
                .hasMessageContaining("insufficient funds");
        assertThat(rpc.sent).isEmpty();
    }

    @Test
    void doesNotPayWhateverTheNodeAsks() {
        rpc.overrides.put("eth_gasPrice", "0x" + "f".repeat(64));
        assertThatThrownBy(() -> port.send(SOMEBODY, Bytes.EMPTY))
                .isInstanceOf(NodePort.Unavailable.class)
                .hasMessageContaining("pays at most");
        rpc.overrides.clear();
        rpc.overrides.put("eth_estimateGas", "0xffffffff");
        assertThatThrownBy(() -> port.send(SOMEBODY, Bytes.EMPTY)).isInstanceOf(NodePort.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "nonsense",
                "0x01",
                "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void takesUnreadableAnswersForAnAbsentNode(String answer) {
        for (String method : List.of(
                "eth_chainId",
                "eth_call",
                "banyan_lastPublished",
                "eth_getTransactionCount",
                "eth_getTransactionReceipt")) {
            rpc.overrides.put(method, answer);
        }
        assertThatThrownBy(() -> port.standing(SIGNER.device())).isInstanceOf(NodePort.Unavailable.class);
        assertThatThrownBy(() -> port.nextSequence(SIGNER.device())).isInstanceOf(NodePort.Unavailable.class);
        assertThatThrownBy(() -> port.lastPublished(SIGNER.device())).isInstanceOf(NodePort.Unavailable.class);
        assertThatThrownBy(() -> port.outcome(Hash.ZERO)).isInstanceOf(NodePort.Unavailable.class);
    }

    /** Over a real socket: an answer, a revert, another error, nonsense, and nobody there. */
    @Test
    void tellsTheEndsOfACallApartOverHttp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var answer = new AtomicReference<>("{\"id\":1,\"result\":\"0x1252\"}");
        server.createContext("/", exchange -> {
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try {
            assertThat(new RpcNodePort(new JsonRpcClient(uri), KEY).chainId()).isEqualTo(0x1252);
            var http = new RpcNodePort(new JsonRpcClient(uri), KEY);
            answer.set("{\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}");
            assertThatThrownBy(http::chainId)
                    .isInstanceOf(NodePort.Unavailable.class)
                    .hasMessageContaining("no such method");
            answer.set("<html>");
            assertThatThrownBy(http::chainId).isInstanceOf(NodePort.Unavailable.class);
        } finally {
            server.stop(0);
        }
        assertThatThrownBy(() -> new RpcNodePort(new JsonRpcClient(uri), KEY).chainId())
                .isInstanceOf(NodePort.Unavailable.class);
    }
}
