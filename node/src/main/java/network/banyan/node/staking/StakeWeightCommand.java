// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.node.cli.NodeUrl;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan stake weight}: what a vote would count. */
@Command(
        name = "weight",
        mixinStandardHelpOptions = true,
        description = {"Tells what coins would weigh if they were staked, as the contract reckons.", ""},
        footer = {"", "Example: banyan stake weight 100 --days 91 --auto-stake"})
public final class StakeWeightCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Parameters(paramLabel = "COINS", converter = Coins.class)
    private UInt256 coins = UInt256.ZERO;

    @Option(
            names = "--days",
            defaultValue = "0",
            converter = Days.class,
            description = "For how long (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--auto-stake", description = "The days stand still.")
    private boolean autoStake;

    @Option(names = "--pledge", description = "As a delegate's pledge.")
    private boolean pledge;

    @Option(names = "--json", description = "For scripts; in wei.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (Desk desk = new Desk(node.client(), spec.commandLine().getOut())) {
            UInt256 weight = desk.staking().weight(coins, new Term(days, autoStake), pledge);
            PrintWriter out = desk.out();
            if (json) {
                out.println("{\"weight\":\"%s\"}".formatted(weight));
            } else {
                out.println(Coins.exactly(weight));
            }
            return 0;
        }
    }
}
