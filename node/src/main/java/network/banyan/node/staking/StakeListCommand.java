// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.primitives.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan stake list}: an account's buckets. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists an account's buckets: what they hold, weigh and earned, for whom they vote, how they stand.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan stake list --account 1",
            "  banyan stake list --owner 0xde598d942814808bc4113d0ea76ed73d968351f7 --json"
        })
public final class StakeListCommand implements Callable<Integer> {
    @Mixin
    private Signer signer = new Signer();

    @Option(
            names = "--owner",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Whose; no key is needed to look.")
    private Optional<Address> owner = Optional.empty();

    @Option(names = "--json", description = "For scripts; amounts in wei.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Address account = owner.orElseGet(() -> signer.wallet().address());
        try (Desk desk = signer.desk(spec)) {
            List<Long> buckets = desk.staking().bucketsOf(account);
            var text = new BucketText(desk);
            if (json) {
                desk.out().println(text.json(buckets).toPrettyString());
            } else {
                text.list(desk.out(), buckets);
            }
            return 0;
        }
    }
}
