// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.node.keys.KeyFolder;
import network.banyan.p2p.NodeId;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistake that costs a pledge, two nodes with one key, made on purpose: their signer lets neither contradict the other. */
class OneKeyTest {
    private static final int BLOCKS = 30;

    @Test
    void twoNodesWithOneSignerNeverContradictEachOther(@TempDir Path dir) throws IOException {
        try (Cluster cluster = Cluster.prepare(dir, "--block-time", "100ms", "--epoch-blocks", "0")) {
            Path first = dir.resolve("net/node-1");
            Path twin = dir.resolve("twin");
            Path vault = Files.createDirectories(dir.resolve("vault/keys"));
            Files.move(first.resolve("keys/validator.key"), vault.resolve("validator.key"));
            Bytes seed = Hash.fromHex("0x" + "2a".repeat(32)).toBytes();
            int port = FreePort.any();
            copy(first, twin, seed, port);
            NodeId twinKey = new NodeId(Ed25519.KeyPair.fromSeed(seed).publicKey());
            cluster.watch().hearTwin(twinKey, 0);
            for (int number = 1; number <= 4; number++) {
                String peer = "%s@127.0.0.1:%d".formatted(digits(twinKey.publicKey()), port);
                edit(cluster.node(number).config(), "peers = [\n", "peers = [\n  \"%s\",\n".formatted(peer));
            }
            String clients = digits(nodeKey(first)) + "," + digits(nodeKey(twin));
            try (Cli.Running signer = Cli.start(
                            dir,
                            "signer",
                            "--dir",
                            dir.resolve("vault").toString(),
                            "--chain-id",
                            String.valueOf(cluster.genesis().chainId()),
                            "--listen",
                            "127.0.0.1:0",
                            "--allow",
                            clients,
                            "--begin");
                    NodeProcess second = new NodeProcess(5, twin)) {
                String named = signer.says("signer = \"([^\"]+)\"");
                for (Path folder : new Path[] {first, twin}) {
                    edit(
                            folder.resolve("banyan.toml"),
                            "keys = \"keys\"\n",
                            "keys = \"keys\"\nsigner = \"%s\"\n".formatted(named));
                }
                cluster.startAll();
                second.start();
                cluster.awaitAll(BLOCKS);
                Deadline.until("the twin follows", () -> second.isAtLeast(BLOCKS));
                Deadline.until(
                        "the two wished to contradict each other",
                        () -> log(signer).contains("refused"));
                assertThat(cluster.watch().heardFrom(0)).isGreaterThan(BLOCKS);
                assertThat(cluster.watch().contradictions()).isEmpty();
                assertThat(cluster.watch().malformed()).isEmpty();
                for (int number = 2; number <= 4; number++) {
                    assertThat(cluster.node(number).log()).doesNotContain(" lied. ");
                }
            }
        }
    }

    private static void copy(Path first, Path twin, Bytes seed, int port) throws IOException {
        Files.createDirectories(twin.resolve("keys"));
        Files.copy(first.resolve("keys/operator.key"), twin.resolve("keys/operator.key"));
        new KeyFolder(twin.resolve("keys"), Optional.empty()).writeNodeSeed(seed);
        Path config = twin.resolve("banyan.toml");
        Files.copy(first.resolve("banyan.toml"), config);
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replace("../genesis.json", "../net/genesis.json")
                        .replaceFirst("(\\[p2p]\nhost = \"[^\"]*\"\nport = )\\d+", "$1" + port)
                        .replaceFirst("(\\[rpc]\nhost = \"[^\"]*\"\nport = )\\d+", "$1" + FreePort.any()));
    }

    private static Bytes nodeKey(Path folder) {
        Bytes seed = new KeyFolder(folder.resolve("keys"), Optional.empty()).nodeSeed();
        return Ed25519.KeyPair.fromSeed(seed).publicKey();
    }

    private static String digits(Bytes key) {
        return key.toHex().substring(2);
    }

    private static void edit(Path config, String from, String to) throws IOException {
        String before = Files.readString(config);
        assertThat(before).contains(from);
        Files.writeString(config, before.replace(from, to));
    }

    private static String log(Cli.Running signer) {
        try {
            return Files.readString(signer.out().resolveSibling("log"));
        } catch (IOException notYet) {
            return "";
        }
    }
}
