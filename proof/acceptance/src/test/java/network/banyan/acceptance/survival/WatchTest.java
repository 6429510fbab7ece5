// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disputable chain with one who watches it: it finds true what is true, keeps a user's way out, and when the chain is gone for
 * good the root pays by that, without anybody of the chain.
 */
class WatchTest {
    private static final int MEMBERS = 4;
    private static final int USER = 3;

    @TempDir
    Path dir;

    @Test
    void whoWatchesKeepsAWayOut() throws IOException {
        int port = FreePorts.row(MEMBERS);
        String chainNode = "http://127.0.0.1:" + port;
        Path folder = dir.resolve("ice");
        Path ways = dir.resolve("ways");
        try (Cli.Running devnet =
                Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device")) {
            String root = devnet.says("RPC +(http://\\S+)");
            run(
                    "sidechain",
                    "create",
                    "--name",
                    "ice",
                    "--token",
                    "ICE",
                    "--tier",
                    "disputable",
                    "--block-time",
                    "500ms",
                    "--run",
                    "2s",
                    "--fund",
                    user().toHex() + "=100",
                    "--out",
                    folder.toString(),
                    "--p2p-port",
                    String.valueOf(FreePorts.row(MEMBERS)),
                    "--rpc-port",
                    String.valueOf(port),
                    "--node",
                    root);
            String id = new ObjectMapper()
                    .readTree(folder.resolve("sidechain.json").toFile())
                    .path("chainId")
                    .asText();
            try (Cli.Running chain = Cli.start(dir, "sidechain", "start", folder.toString(), "--node", root)) {
                run("sidechain", "register", folder.toString(), "--account", "9", "--node", root);
                watched(root, chainNode, folder, ways, id);
                chain.process().destroyForcibly().onExit().join();
            }
            bridge(root, "deposit", "2", "--to", id);
            Deadline.until("the chain is silent", () -> end(root, id).contains("is SUSPENDED"));
            Deadline.until("the chain has ended", () -> end(root, id).contains("is EXIT"));
            Path file = kept(ways).getLast();

            assertThat(bridge(root, "exit", file.toString())).contains("paid         9 ");
            assertThat(bridge(root, "exit", file.toString())).contains("paid before  9 ");
            try (ChainClient client = ChainClient.connect(root)) {
                assertThat(client.balance(Address.fromHex("0x0000000000000000000000000000000000001022")))
                        .as("what it never answered is still there to be paid back")
                        .isEqualTo(UInt256.of(2_000_000_000_000_000_000L));
            }
        }
    }

    /** Until the user's deposit is in a checkpoint that was found true. */
    private void watched(String root, String chainNode, Path folder, Path ways, String id) {
        try (Cli.Running watcher = Cli.start(
                dir,
                "sidechain",
                "watch",
                folder.toString(),
                "--node",
                root,
                "--chain-node",
                chainNode,
                "--account",
                "5",
                "--of",
                user().toHex(),
                "--keep",
                ways.toString())) {
            bridge(root, "deposit", "9", "--to", id, "--chain-node", chainNode, "--wait");
            watcher.says("checkpoint (1) of [0-9,]+ found true");
            Deadline.until("the way out is kept", () -> !kept(ways).isEmpty());
        }
    }

    /** By their checkpoints. */
    private static List<Path> kept(Path ways) {
        if (!Files.isDirectory(ways)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(ways)) {
            return files.sorted(Comparator.comparingLong(WatchTest::sequence)).toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static long sequence(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    private static Address user() {
        return TestAccount.all().get(USER - 1).address();
    }

    /** Refused while it is too early. */
    private String end(String root, String chainId) {
        return Cli.run(dir, "bridge", "end", chainId, "--account", String.valueOf(USER), "--node", root)
                .out();
    }

    private String bridge(String root, String... arguments) {
        List<String> line = new ArrayList<>(List.of("bridge"));
        line.addAll(Arrays.asList(arguments));
        line.addAll(List.of("--account", String.valueOf(USER), "--node", root));
        return run(line.toArray(String[]::new));
    }

    private String run(String... line) {
        Cli.Outcome outcome = Cli.run(dir, line);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }
}
