// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.staking.Coins;
import network.banyan.sdk.ChainClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain join}: one member's own step, where its keys are. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = {
            "Lets one member join a registered sidechain: proves its key, and puts up its bond from its own account.",
            ""
        },
        footer = {"", "Example:", "  banyan sidechain join delegate-2 --charter sidechain.json"})
public final class SidechainJoinCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The member's folder, as its node has it.")
    private Path dir = Path.of("");

    @Option(
            names = "--charter",
            required = true,
            paramLabel = "FILE",
            description = "The sidechain.json of whoever created the chain.")
    private Path charterFile = Path.of("");

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Charter charter = CharterJson.read(charterFile);
        NodeKeys keys = Folder.member(dir, charter);
        var out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            Registry registry = new Registry(root, out, charter);
            switch (registry.state()) {
                case UNKNOWN -> throw new UserError("%s is not registered yet.".formatted(charter.name()));
                case FROZEN, EXIT -> throw new UserError("%s takes no members any more.".formatted(charter.name()));
                case FOUNDING, ACTIVE, SUSPENDED -> join(registry, charter, keys);
            }
            return 0;
        }
    }

    private void join(Registry registry, Charter charter, NodeKeys keys) {
        var out = spec.commandLine().getOut();
        var member = new Charter.Member(keys.operator(), keys.bls().publicKey());
        if (registry.hasJoined(member)) {
            out.printf("member %s has joined%n", keys.operator());
            return;
        }
        out.printf(
                "member %s joins %s, with a bond of %s coins%n",
                keys.operator(), charter.name(), Coins.exactly(registry.bond()));
        registry.join(keys);
    }
}
