// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.Banyan;
import network.banyan.node.cli.Durations;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain start}: runs the chain, as far as it is here. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the members whose folders are here, each with its node and what it does for the chain: values and messages"
                    + " pass between root and chain while a quorum runs.",
            "Members elsewhere run `banyan node` and `banyan sidechain member`.",
            ""
        },
        footer = {"", "Example:", "  banyan sidechain start cold --node http://127.0.0.1:8545"})
public final class SidechainStartCommand implements Callable<Integer> {
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    @Parameters(paramLabel = "DIR", description = "What `banyan sidechain create` wrote.")
    private Path dir = Path.of("");

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Stop by itself after this time (default: run until Ctrl-C).")
    private Optional<Duration> runFor = Optional.empty();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        long deadline =
                System.nanoTime() + runFor.orElse(Duration.ofDays(36_500)).toNanos();
        try (StopSignal stop = new StopSignal();
                RunningSidechain chain = new RunningSidechain(dir, node::client)) {
            out.printf("%s, chain %d, %d members here%n", chain.name(), chain.chainId(), chain.size());
            out.printf(
                    "  RPC         %s%n  Explorer    %s/%n  Root        %s%n%n", chain.rpc(), chain.rpc(), node.uri());
            out.flush();
            while (!stop.await(TOLD_EVERY) && System.nanoTime() - deadline < 0) {
                if (chain.failure().isPresent()) {
                    spec.commandLine()
                            .getErr()
                            .println("banyan: " + chain.failure().get());
                    return Banyan.FAILED;
                }
                out.println(chain.line());
                out.flush();
            }
        }
        return 0;
    }
}
