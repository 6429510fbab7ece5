// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.crypto.Ed25519;
import network.banyan.node.NodeKeys;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that nobody has heard of knows one other, and finds the rest. */
class DiscoveryTest {
    @Test
    void aFullNodeThatKnowsOneOtherFindsTheRestAndRemembersThem(@TempDir Path dir) {
        try (Cluster cluster = Cluster.prepare(dir, "--block-time", "200ms")) {
            cluster.startAll();
            cluster.awaitAll(3);
            Path genesis = dir.resolve("net/genesis.json");
            int port = FreePort.any();
            try (NodeProcess joining = write(
                            dir.resolve("joining"),
                            genesis,
                            port,
                            "bootnodes = [\"%s\"]".formatted(addressOf(cluster, 1)));
                    NodeProcess leaf = write(
                            dir.resolve("leaf"),
                            genesis,
                            FreePort.any(),
                            "open = \"off\"\npeers = [\"%s@127.0.0.1:%d\"]".formatted(keyOf(joining), port))) {
                joining.start();
                Deadline.until(
                        "four connections of a node that was told of one; it has " + peers(joining),
                        () -> peers(joining) == 4);
                long height = cluster.height();
                Deadline.until("it follows the chain", () -> joining.isAtLeast(height + 3));
                servesALeaf(cluster, leaf);

                // Its one door is closed for good, and it still finds the others again.
                assertThat(joining.stop()).isEqualTo(143);
                cluster.node(1).kill();
                joining.start();
                Deadline.until("three connections after a restart", () -> peers(joining) == 3);
                long later = cluster.height();
                Deadline.until("it goes on following", () -> joining.isAtLeast(later + 3));
            }
            assertThat(cluster.watch().contradictions()).isEmpty();
        }
    }

    @Test
    void validatorsCallEachOtherWhereTheChainSays(@TempDir Path dir) throws IOException {
        try (Cluster cluster = Cluster.prepare(dir, "--block-time", "200ms", "--epoch-blocks", "600")) {
            NodeProcess third = cluster.node(3);
            NodeProcess fourth = cluster.node(4);
            String fourthsAddress = addressOf(cluster, 4);
            String fourthsPort = fourthsAddress.substring(fourthsAddress.lastIndexOf(':') + 1);
            forget(third, fourthsAddress);
            forget(fourth, addressOf(cluster, 3));
            cluster.startAll();
            cluster.awaitAll(3);
            // Two other validators and the listener.
            Deadline.until("all calls that are configured stand", () -> peers(third) == 3 && peers(fourth) == 3);

            Cli.Outcome set = Cli.run(
                    dir,
                    "delegate",
                    "profile",
                    "validator-4",
                    "--endpoint",
                    "127.0.0.1:" + fourthsPort,
                    "--key",
                    dir.resolve("net/node-4/keys/operator.key").toString(),
                    "--node",
                    third.client().node().toString());

            assertThat(set.exit()).as(set.err()).isZero();
            Deadline.until("they found each other", () -> peers(third) == 4 && peers(fourth) == 4);
        }
    }

    /** Makes a node that neither knows another one's address nor asks anybody for it. */
    private static void forget(NodeProcess node, String peer) throws IOException {
        String before = Files.readString(node.config());
        String after = before.replaceAll("(?m)^ *\"" + Pattern.quote(peer) + "\",?\n", "")
                .replace("[p2p]\n", "[p2p]\nopen = \"off\"\n");
        assertThat(after).doesNotContain(peer);
        Files.writeString(node.config(), after);
    }

    /** One that is connected with no validator, and was not there when its transaction was made. */
    private static void servesALeaf(Cluster cluster, NodeProcess leaf) {
        Address receiver = Address.ofNumber(0x1eaf);
        leaf.start();
        Deadline.until(
                "a leaf follows through a full node", () -> leaf.isAtLeast(cluster.height() - 1) && leaf.isAtLeast(1));
        assertThat(peers(leaf)).isEqualTo(1);
        var transfer = Wallet.of(TestAccount.load(1).privateKey())
                .sign(
                        cluster.genesis().chainId(),
                        0,
                        new Wallet.Fees(21_000, UInt256.of(1_000_000_000L), UInt256.of(100_000_000_000L)),
                        Optional.of(receiver),
                        UInt256.of(7),
                        Bytes.EMPTY);
        leaf.client().call("eth_sendRawTransaction", transfer.encoded().toHex());
        Deadline.until(
                "its transaction reaches the committee",
                () -> cluster.node(2)
                        .client()
                        .call("eth_getBalance", receiver.toHex(), "latest")
                        .asText()
                        .equals("0x7"));
        assertThat(leaf.stop()).isEqualTo(143);
    }

    private static String keyOf(NodeProcess node) {
        Bytes seed = NodeKeys.read(node.config().resolveSibling("keys")).nodeSeed();
        return Ed25519.KeyPair.fromSeed(seed).publicKey().toHex().substring(2);
    }

    private static NodeProcess write(Path folder, Path genesis, int port, String others) {
        try {
            Files.createDirectories(folder);
            NodeKeys.random(new SecureRandom()).write(folder.resolve("keys"));
            Files.writeString(folder.resolve("banyan.toml"), """
                    name = "joining"
                    genesis = "%s"

                    [memory]
                    mib = 16

                    [p2p]
                    host = "127.0.0.1"
                    port = %d
                    %s

                    [rpc]
                    host = "127.0.0.1"
                    port = %d
                    """.formatted(genesis, port, others, FreePort.any()));
            return new NodeProcess(5, folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As another validator's configuration names it. */
    private static String addressOf(Cluster cluster, int validator) {
        Bytes key = cluster.genesis().committee().get(validator - 1).nodeKey();
        try {
            Matcher peer = Pattern.compile("\"(" + key.toHex().substring(2) + "@[^\"]+)\"")
                    .matcher(Files.readString(cluster.node(2).config()));
            assertThat(peer.find()).isTrue();
            return peer.group(1);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int peers(NodeProcess node) {
        try {
            return Integer.decode(node.client().call("net_peerCount").asText());
        } catch (RpcFailure notYet) {
            return 0;
        }
    }
}
