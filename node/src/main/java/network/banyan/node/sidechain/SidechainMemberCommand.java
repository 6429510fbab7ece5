// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.Banyan;
import network.banyan.node.NodeKeys;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.StopSignal;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain member}: what a member runs beside its node. */
@Command(
        name = "member",
        mixinStandardHelpOptions = true,
        description = {
            "Works for one member of a sidechain's committee, beside its node: says on the chain what it saw on the root, brings"
                    + " messages in, signs checkpoints with the voting key, and carries them to the root.",
            "Both nodes should be the member's own: what they say is believed. Its account pays for gas on both chains.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  banyan sidechain member delegate-2 --charter sidechain.json --chain-node http://127.0.0.1:9546"
        })
public final class SidechainMemberCommand implements Callable<Integer> {
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    @Parameters(paramLabel = "DIR", description = "The member's folder, as its node has it.")
    private Path dir = Path.of("");

    @Option(
            names = "--charter",
            required = true,
            paramLabel = "FILE",
            description = "The sidechain.json of whoever created the chain.")
    private Path charterFile = Path.of("");

    @Option(
            names = "--chain-node",
            required = true,
            paramLabel = "URL",
            description = "JSON-RPC of the member's node of the sidechain; --node is that of the root.")
    private String chainNode = "";

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Charter charter = CharterJson.read(charterFile);
        NodeKeys keys = Folder.member(dir, charter);
        var out = spec.commandLine().getOut();
        out.printf("member %s of %s%n", keys.operator(), charter.name());
        out.flush();
        try (StopSignal stop = new StopSignal();
                MemberRun run = new MemberRun(
                        "member",
                        charter,
                        keys,
                        new GuardedCheckpoints(keys.bls(), dir.resolve("keys")),
                        new ChainClient(node.client()),
                        new ChainClient(new JsonRpcClient(NodeUrl.read(chainNode))))) {
            Optional<String> told = Optional.empty();
            while (!stop.await(TOLD_EVERY)) {
                if (run.failure().isPresent()) {
                    spec.commandLine()
                            .getErr()
                            .println("banyan: " + run.failure().get());
                    return Banyan.FAILED;
                }
                Optional<String> line = run.standing().map(MemberLine::of);
                if (line.isPresent() && !line.equals(told)) {
                    out.println(line.get());
                    out.flush();
                    told = line;
                }
            }
        }
        return 0;
    }
}
