// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A root and two sidechains, each its own process: coins go from the root to one chain, on to the other and home, while the
 * processes are killed. In the end nothing is lost, and nothing was made; and when one chain is gone for good, the root pays out
 * all that was there.
 */
class TriangleTest {
    private static final int MEMBERS = 4;
    private static final long ROOT_ID = 468_900;

    /** Sends, and owns some of both chains' coins for gas. */
    private static final int SENDER = 3;

    @TempDir
    Path dir;

    /** A sidechain's folder, and where it answers. */
    private record Side(Path folder, int rpcPort, long chainId) {
        String url() {
            return "http://127.0.0.1:" + rpcPort;
        }
    }

    @Test
    void allBalancesAddUpWhoeverIsKilledMeanwhile() throws IOException {
        int rootPort = FreePorts.row(MEMBERS);
        String root = "http://127.0.0.1:" + rootPort;
        Cli.Running devnet = devnet(rootPort);
        List<Cli.Running> chains = new ArrayList<>();
        try {
            devnet.says("RPC +(http://\\S+)");
            Side alpha = create("alpha", root);
            Side beta = create("beta", root);
            chains.add(start(alpha, root));
            chains.add(start(beta, root));
            // One for each, so that no account sends for two at once.
            Cli.Running first = register(alpha, root, 8);
            Cli.Running second = register(beta, root, 9);
            assertThat(first.await().out()).contains("alpha is ACTIVE");
            assertThat(second.await().out()).contains("beta is ACTIVE");

            bridge(root, List.of(alpha), "deposit", "9", "--to", String.valueOf(alpha.chainId()), "--wait");
            String sent = bridge(root, List.of(alpha), "send", "4", "--to", String.valueOf(beta.chainId()));
            kill(chains.get(0));
            chains.set(0, start(alpha, root));
            kill(devnet);
            devnet = devnet(rootPort);
            devnet.says("RPC +(http://\\S+)");
            kill(chains.get(1));
            chains.set(1, start(beta, root));
            isDelivered(root, alpha, beta, tracking(sent));
            bridge(root, List.of(beta), "withdraw", "3", "--wait");

            assertThat(escrow(root, alpha)).isEqualTo(coins(5)).isEqualTo(supply(alpha));
            assertThat(escrow(root, beta)).isEqualTo(coins(1)).isEqualTo(supply(beta));

            Path leaf = dir.resolve("leaf.json");
            run(
                    "bridge",
                    "leaf",
                    sender().toHex(),
                    "--out",
                    leaf.toString(),
                    "--node",
                    root,
                    "--chain-node",
                    beta.url());
            kill(chains.get(1));
            leave(root, beta, leaf);
            assertThat(escrow(root, beta)).isEqualTo(UInt256.ZERO);
            assertThat(escrow(root, alpha)).isEqualTo(coins(5)).isEqualTo(supply(alpha));
        } finally {
            chains.forEach(Cli.Running::close);
            devnet.close();
        }
    }

    /** With nobody of the chain: what it never answered ends it, and is paid back as is what it held. */
    private void leave(String root, Side side, Path leaf) {
        String id = String.valueOf(side.chainId());
        String unanswered = bridge(root, List.of(), "deposit", "2", "--to", id);
        Deadline.until("the chain is silent", () -> end(root, id).contains("is SUSPENDED"));
        Deadline.until("the chain has ended", () -> end(root, id).contains("is EXIT"));
        assertThat(bridge(root, List.of(), "exit", leaf.toString())).contains("paid");
        assertThat(bridge(root, List.of(), "payback", tracking(unanswered))).contains("paid");
        assertThat(bridge(root, List.of(), "exit", leaf.toString())).contains("paid before");
    }

    /** Refused while it is too early. */
    private String end(String root, String chainId) {
        return Cli.run(dir, "bridge", "end", chainId, "--account", String.valueOf(SENDER), "--node", root)
                .out();
    }

    private static Address sender() {
        return TestAccount.all().get(SENDER - 1).address();
    }

    /** As kill -9 does; its ports and files are free when this returns. */
    private static void kill(Cli.Running running) {
        running.process().destroyForcibly().onExit().join();
    }

    private Cli.Running devnet(int port) {
        return Cli.start(
                dir,
                "devnet",
                "--dir",
                dir.resolve("net").toString(),
                "--rpc-port",
                String.valueOf(port),
                "--no-device");
    }

    private Side create(String name, String root) throws IOException {
        Path folder = dir.resolve(name);
        int port = FreePorts.row(MEMBERS);
        Cli.Outcome created = Cli.run(
                dir,
                "sidechain",
                "create",
                "--name",
                name,
                "--token",
                "GAS",
                "--block-time",
                "500ms",
                "--run",
                "2s",
                "--fund",
                sender().toHex() + "=100",
                "--out",
                folder.toString(),
                "--p2p-port",
                String.valueOf(FreePorts.row(MEMBERS)),
                "--rpc-port",
                String.valueOf(port),
                "--node",
                root);
        assertThat(created.exit()).as(created.err()).isZero();
        long chainId = new ObjectMapper()
                .readTree(folder.resolve("sidechain.json").toFile())
                .path("chainId")
                .asLong();
        return new Side(folder, port, chainId);
    }

    private Cli.Running start(Side side, String root) {
        return Cli.start(dir, "sidechain", "start", side.folder().toString(), "--node", root);
    }

    private Cli.Running register(Side side, String root, int account) {
        return Cli.start(
                dir,
                "sidechain",
                "register",
                side.folder().toString(),
                "--account",
                String.valueOf(account),
                "--node",
                root);
    }

    private String bridge(String root, List<Side> sides, String... arguments) {
        List<String> line = new ArrayList<>(List.of("bridge"));
        line.addAll(Arrays.asList(arguments));
        line.addAll(List.of("--account", String.valueOf(SENDER), "--node", root));
        sides.forEach(side -> line.addAll(List.of("--chain-node", side.url())));
        return run(line.toArray(String[]::new));
    }

    private String run(String... line) {
        Cli.Outcome outcome = Cli.run(dir, line);
        assertThat(outcome.exit()).as(outcome.out() + outcome.err()).isZero();
        return outcome.out();
    }

    private static String tracking(String said) {
        Matcher tracking = Pattern.compile("tracking +(0x[0-9a-f]{64})").matcher(said);
        assertThat(tracking.find()).as(said).isTrue();
        return tracking.group(1);
    }

    /** Members carry it; nobody follows it while they are killed. */
    private void isDelivered(String root, Side from, Side to, String tracking) {
        Deadline.until("it is delivered on " + to.folder().getFileName(), () -> {
            Cli.Outcome told = Cli.run(
                    dir,
                    "bridge",
                    "status",
                    tracking,
                    "--node",
                    root,
                    "--chain-node",
                    from.url(),
                    "--chain-node",
                    to.url());
            return told.out().contains("delivered on chain " + to.chainId());
        });
    }

    private static UInt256 coins(long coins) {
        return UInt256.of(coins).timesExact(1_000_000_000L).timesExact(1_000_000_000L);
    }

    private static UInt256 escrow(String root, Side side) {
        try (ChainClient client = ChainClient.connect(root)) {
            var hub = new RootHub(client, ROOT_ID, side.chainId());
            return hub.handled(Address.ZERO, hub.inboxCount());
        }
    }

    private static UInt256 supply(Side side) {
        try (ChainClient client = ChainClient.connect(side.url())) {
            Address twin = new ChainOutpost(client).twin(Address.ZERO);
            return AbiReader.ofOutput(client.call(twin, AbiValue.call("totalSupply()")))
                    .uint();
        }
    }
}
