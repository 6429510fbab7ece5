// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bridge send}: from a chain to another one. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Sends coin, a token or a call from a sidechain to another one.",
            "It goes through the root: with a checkpoint of the one chain into the inbox of the other.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan bridge send 2 --to 78 --chain-node http://127.0.0.1:9545 --account 1",
            "  banyan bridge send --to 78 --recipient 0x5FbDB2315678afecb367f032d93F642f64180aa3 --data 0xd09de08a \\",
            "    --chain-node http://127.0.0.1:9545 --chain-node http://127.0.0.1:9645 --account 1 --wait"
        })
public final class BridgeSendCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "CHAIN", required = true, description = "The id of the other chain.")
    private long to;

    @Mixin
    private Departure departure = new Departure();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Arguments.requireChain(to);
        return departure.fromChain(to, spec.commandLine().getOut());
    }
}
