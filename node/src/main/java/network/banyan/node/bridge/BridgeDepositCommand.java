// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bridge deposit}: from the root to a chain. */
@Command(
        name = "deposit",
        mixinStandardHelpOptions = true,
        description = {
            "Sends coin, a token or a call from the root to a sidechain.",
            "The hub keeps the value in escrow for the chain. What the chain does not deliver before the deadline comes back.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan bridge deposit 5 --to 77 --account 1",
            "  banyan bridge deposit 5 --to 77 --account 1 --chain-node http://127.0.0.1:9545 --wait",
            "  banyan bridge deposit 12.5 --asset 0x5FbDB2315678afecb367f032d93F642f64180aa3 --to 77 --account 1",
            "  banyan bridge deposit --token-id 4 --asset 0x5FbDB2315678afecb367f032d93F642f64180aa3 --to 77 --account 1"
        })
public final class BridgeDepositCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "CHAIN", required = true, description = "The chain's id.")
    private long to;

    @Mixin
    private Departure departure = new Departure();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Arguments.requireChain(to);
        return departure.fromRoot(to, spec.commandLine().getOut());
    }
}
