// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.hub.InboxPrefix;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.JsonRpcClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sidechain of a devnet: written, registered, opened, and running with the protocol closing its runs. */
class SidechainTest {
    private static final int MEMBERS = 4;
    private static final String OWNER = "9";

    @TempDir
    Path dir;

    @Test
    void aChainIsCreatedRegisteredAndRuns() throws IOException {
        Path cold = dir.resolve("cold");
        try (Cli.Running devnet =
                Cli.start(dir, "devnet", "--dir", dir.resolve("net").toString(), "--rpc-port", "0", "--no-device")) {
            String root = devnet.says("RPC +(http://\\S+)");
            Cli.Outcome created = Cli.run(
                    dir,
                    "sidechain",
                    "create",
                    "--name",
                    "cold-chain",
                    "--token",
                    "FROST",
                    "--block-time",
                    "250ms",
                    "--run",
                    "1s",
                    "--out",
                    cold.toString(),
                    "--p2p-port",
                    String.valueOf(FreePorts.row(MEMBERS)),
                    "--rpc-port",
                    String.valueOf(FreePorts.row(MEMBERS)),
                    "--node",
                    root);
            assertThat(created.exit()).as(created.err()).isZero();

            assertThat(register(cold, root)).contains("coins are burnt", "joins, with a bond", "cold-chain is ACTIVE");
            assertThat(register(cold, root)).isEqualTo("cold-chain is ACTIVE\n");
            JsonNode charter =
                    new ObjectMapper().readTree(cold.resolve("sidechain.json").toFile());
            String wrapper = charter.path("token").path("wrapper").asText();
            assertThat(new JsonRpcClient(URI.create(root))
                            .call("eth_getCode", wrapper, "latest")
                            .asText())
                    .as("the wrapper stands where genesis says")
                    .hasSizeGreaterThan(100);
            Cli.Outcome joined = Cli.run(
                    dir,
                    "sidechain",
                    "join",
                    cold.resolve("delegate-2").toString(),
                    "--charter",
                    cold.resolve("sidechain.json").toString(),
                    "--node",
                    root);
            assertThat(joined.out()).contains("has joined");

            Files.writeString(
                    cold.resolve("sidechain.json"),
                    Files.readString(cold.resolve("sidechain.json"))
                            .replaceFirst("\"genesis\" : \"0x.", "\"genesis\" : \"0x"));
            Cli.run(dir, "sidechain", "register", cold.toString(), "--account", OWNER, "--node", root)
                    .isASentenceAbout("is no charter");
        }
        runs(cold, charterChainId(cold));
    }

    private String register(Path cold, String root) {
        Cli.Outcome registered =
                Cli.run(dir, "sidechain", "register", cold.toString(), "--account", OWNER, "--node", root);
        assertThat(registered.exit()).as(registered.err()).isZero();
        return registered.out();
    }

    private static long charterChainId(Path cold) throws IOException {
        return new ObjectMapper()
                .readTree(cold.resolve("sidechain.json").toFile())
                .path("chainId")
                .asLong();
    }

    /** The second run is closed, nothing was in it, and it repeats where the inbox begins. */
    private static void runs(Path cold, long chainId) {
        List<NodeProcess> members = IntStream.rangeClosed(1, MEMBERS)
                .mapToObj(number -> new NodeProcess(number, cold.resolve("delegate-" + number)))
                .toList();
        try {
            members.forEach(NodeProcess::start);
            members.forEach(each -> Deadline.until(each + " is at block 9", () -> each.isAtLeast(9)));
            var question = JsonNodeFactory.instance
                    .objectNode()
                    .put("to", OutboxContract.ADDRESS.toHex())
                    .put("input", OutboxContract.record(2).toHex());
            OutboxContract.Run run = OutboxContract.record(Bytes.fromHex(members.getFirst()
                    .client()
                    .call("eth_call", question, "latest")
                    .asText()));
            assertThat(run.count()).isZero();
            assertThat(run.inboxHash()).isEqualTo(InboxPrefix.beginning(chainId).hash());
        } finally {
            members.forEach(NodeProcess::close);
        }
    }
}
