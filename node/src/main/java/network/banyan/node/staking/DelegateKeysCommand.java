// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.node.keys.SealedKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan delegate keys}: a new validator's keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the three keys of a new validator in a folder: validator.json (votes, a keystore by"
                    + " EIP-2335), operator.json (the account, Web3 Secret Storage 3) and node.key (connections, plain).",
            "Whoever has them is the validator: keep them, and show them to nobody.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan delegate keys --keys my-node/keys",
            "                             with a password made up, in my-node/keys/password",
            "  banyan delegate keys --keys my-node/keys --password-file secret"
        })
public final class DelegateKeysCommand implements Callable<Integer> {
    @Option(names = "--keys", required = true, paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path folder = Path.of("");

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "What shall open the keystores (default: a random one, left beside them).")
    private Optional<Path> passwordFile = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(folder + " is there already; keys are never written over others. Name a new folder.");
        }
        SecureRandom random = new SecureRandom();
        NodeKeys keys = NodeKeys.random(random);
        SealedKeys.write(keys, folder, passwordFile, random);
        var out = spec.commandLine().getOut();
        out.printf("keys         %s%n", folder);
        out.printf("operator     %s%n", keys.operator());
        out.printf("BLS key      %s%n", keys.bls().publicKey());
        return 0;
    }
}
