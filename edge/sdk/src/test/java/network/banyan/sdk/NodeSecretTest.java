// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class NodeSecretTest {
    private static final Bytes KEY =
            Bytes.fromHex("0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private final NodeSecret secret = new NodeSecret(KEY, () -> Instant.ofEpochSecond(1_700_000_000));

    /** The same as Python's hmac and json make. */
    @Test
    void makesAToken() {
        assertThat(secret.token())
                .isEqualTo("eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDB9."
                        + "XABbSuwQCvaK0oQsMxSW-IYJXatKV0bKUHgQqt_8sAg");
    }

    @Test
    void needsThirtyTwoBytes() {
        assertThatThrownBy(() -> new NodeSecret(KEY.slice(0, 31), Instant::now))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesWithEachRequestAndARefusalIsTold() throws IOException {
        try (FakeNode node = new FakeNode();
                var client =
                        new JsonRpcClient(URI.create(node.address()), Duration.ofSeconds(10), Optional.of(secret))) {
            node.result("\"0x1\"");
            assertThat(client.call("eth_chainId").asText()).isEqualTo("0x1");
            assertThat(node.authorizations).containsExactly("Bearer " + secret.token());

            node.status = 401;
            node.answer(_ -> "the token\u001b is not signed with this node's secret\n");
            assertThatThrownBy(() -> client.call("eth_chainId"))
                    .isInstanceOf(RpcFailure.Unreachable.class)
                    .hasMessageEndingWith("refuses: the token? is not signed with this node's secret");
        }
    }
}
