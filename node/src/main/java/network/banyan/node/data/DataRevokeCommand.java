// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data revoke}: ends a grant. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a grant: what is stored from now on is sealed under new keys, which all other grantees receive.",
            "What the grantee has, keys and data of before, it keeps; nothing can take them back.",
            ""
        },
        footer = {"", "Example: banyan data revoke meter 0 --account 4"})
public final class DataRevokeCommand implements Callable<Integer> {
    @Mixin
    private OwnedStream stream = new OwnedStream();

    @Parameters(index = "1", paramLabel = "NUMBER", description = "The grant's, as `banyan data list` shows it.")
    private int number;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return stream.act(spec, open -> {
            open.vault(Optional.empty()).revoke(number);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "revoked      number %d; keys of epoch %d from now on%n",
                            number, open.ledger().head(open.device()).epoch());
            return 0;
        });
    }
}
