// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.UserError;
import network.banyan.vault.OwnerVault;
import network.banyan.vault.SlotRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan data forget}: deletes segments and their keys. */
@Command(
        name = "forget",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes the segments of a range from the store and their keys from the vault, for good: what stays"
                    + " on the chain are hashes that tell nothing.",
            "It does not reach copies that grantees made, backups, a bucket's old versions, or the gateway's own"
                    + " log (docs/spec/vault.md, Forgetting). Ranges are rounded to whole slots, outwards.",
            ""
        },
        footer = {"", "Example: banyan data forget meter --from 2026-01-01 --until 2026-02-01 --account 4"})
public final class DataForgetCommand implements Callable<Integer> {
    @Mixin
    private OwnedStream stream = new OwnedStream();

    @Option(names = "--from", required = true, paramLabel = "TIME", converter = TimeArgument.class)
    private Instant from = Instant.EPOCH;

    @Option(
            names = "--until",
            required = true,
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description = "Exclusive.")
    private Instant until = Instant.EPOCH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!from.isBefore(until)) {
            throw new UserError("--from must lie before --until.");
        }
        return stream.act(spec, open -> {
            OwnerVault vault = open.vault(Optional.empty());
            long slotSeconds = vault.manifest().head().slotSeconds();
            SlotRange slots = SlotRange.ofSeconds(from.getEpochSecond(), until.getEpochSecond(), slotSeconds);
            OwnerVault.Forgotten forgotten = vault.forget(slots);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "forgotten    %s until %s: %,d segments and the keys of %,d slots; %,d grants renewed"
                                    + " without them%n",
                            Slots.begin(slots, slotSeconds),
                            Slots.end(slots, slotSeconds),
                            forgotten.segments(),
                            slots.until() - slots.from(),
                            forgotten.renewed());
            return 0;
        });
    }
}
