// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan delegate keys}: a new validator's keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the three keys of a new validator in a folder: validator.key (votes), node.key (connections),",
            "operator.key (the account). Whoever has them is the validator: keep them, and show them to nobody.",
            ""
        },
        footer = {"", "Example: banyan delegate keys --keys my-node/keys"})
public final class DelegateKeysCommand implements Callable<Integer> {
    @Option(names = "--keys", required = true, paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(folder + " is there already; keys are never written over others. Name a new folder.");
        }
        NodeKeys keys = NodeKeys.random(new SecureRandom());
        keys.write(folder);
        var out = spec.commandLine().getOut();
        out.printf("keys         %s%n", folder);
        out.printf("operator     %s%n", keys.operator());
        out.printf("BLS key      %s%n", keys.bls().publicKey());
        return 0;
    }
}
