// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.node.GrownChain;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.RpcLimits;
import network.banyan.rpc.RpcServer;
import network.banyan.rpc.RpcSettings;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.JwtSecret;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.NodeSecret;
import network.banyan.sdk.RpcFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSecretFileTest {
    private static final String DIGITS = "0f".repeat(32);

    @TempDir
    Path folder;

    @Test
    void isMadeOnceAndForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("jwt.hex");

        Bytes made = NodeSecretFile.readOrMake(file);

        assertThat(made.size()).isEqualTo(32);
        assertThat(NodeSecretFile.readOrMake(file)).isEqualTo(made);
        assertThat(NodeSecretFile.readOrMake(folder.resolve("another.hex"))).isNotEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "\n"})
    void isReadAsEthereumsClientsWriteIt(String around) throws IOException {
        Path file = around.equals("\n") ? secret("\n" + DIGITS + "\n") : secret(around + DIGITS);

        assertThat(NodeSecretFile.read(file)).isEqualTo(Bytes.fromHex("0x" + DIGITS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0f0f", "secret", "0x0x0f"})
    void isRefusedWhenItIsNoneAndNotShown(String text) throws IOException {
        Path file = secret(text.equals("secret") ? DIGITS.replace("f", "g") : text);

        assertThatThrownBy(() -> NodeSecretFile.readOrMake(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("64 hex digits")
                .hasMessageNotContaining("0g0g");
    }

    @Test
    void isRefusedWhenOthersMayReadIt() throws IOException {
        Path file = secret(DIGITS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> NodeSecretFile.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void letsInWhoReadsTheSameFileAndNobodyWhoDoesNot() {
        BigInteger coin = BigInteger.TEN.pow(18);
        var terms = new Founder.Terms(
                coin.multiply(BigInteger.valueOf(100)),
                coin.multiply(BigInteger.valueOf(5_000_000)),
                new StakingContract.Term(91, true),
                1_000,
                coin);
        Bytes secret = NodeSecretFile.readOrMake(folder.resolve("jwt.hex"));
        InstantSource clock = InstantSource.system();
        InstantSource late = () -> Instant.now().minusSeconds(90);
        try (GrownChain chain = GrownChain.open(
                        folder.resolve("data"),
                        GrownChain.genesis(77, GrownChain.founders(1), terms, Optional.empty()));
                RpcServer server = guarded(chain, secret);
                JsonRpcClient friend = client(server, Optional.of(new NodeSecret(secret, clock)));
                JsonRpcClient slow = client(server, Optional.of(new NodeSecret(secret, late)));
                JsonRpcClient stranger = client(server, Optional.empty())) {
            assertThat(friend.call("eth_chainId").asText()).isEqualTo("0x4d");
            assertThatThrownBy(() -> slow.call("eth_chainId"))
                    .isInstanceOf(RpcFailure.Unreachable.class)
                    .hasMessageContaining("s ago; a minute is allowed. Are both clocks right?");
            assertThatThrownBy(() -> stranger.call("eth_chainId"))
                    .isInstanceOf(RpcFailure.Unreachable.class)
                    .hasMessageContaining("answers only with a token");
        }
    }

    private static RpcServer guarded(GrownChain chain, Bytes secret) {
        var settings = new RpcSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Access.USUAL.withSecret(new JwtSecret(secret)),
                "banyan/test",
                RpcLimits.standard());
        return RpcServer.start(
                settings, chain.view(() -> 0, _ -> {}), new RpcMethods(), PageSource.NONE, RpcObserver.NONE);
    }

    private static JsonRpcClient client(RpcServer server, Optional<NodeSecret> secret) {
        return new JsonRpcClient(
                URI.create("http://127.0.0.1:" + server.address().getPort()), Duration.ofSeconds(10), secret);
    }

    private Path secret(String text) throws IOException {
        Path file = folder.resolve("jwt.hex");
        SecretFile.write(file, text);
        return file;
    }
}
