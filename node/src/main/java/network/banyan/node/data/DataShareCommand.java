// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.identity.Did;
import network.banyan.node.identity.DidArgument;
import network.banyan.vault.Envelope;
import network.banyan.vault.SlotRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan data share}: grants a range to a DID. */
@Command(
        name = "share",
        mixinStandardHelpOptions = true,
        description = {
            "Grants a range of a device's data to a DID: its keys, sealed to the X25519 key of the DID's document.",
            "Ranges are rounded to whole slots, outwards.",
            ""
        },
        footer = {
            "",
            "Example: banyan data share meter did:banyan:468900:account:0x... --from 2026-01-01 --until 2026-02-01"
                    + " --account 4"
        })
public final class DataShareCommand implements Callable<Integer> {
    @Mixin
    private OwnedStream stream = new OwnedStream();

    @Parameters(index = "1", paramLabel = "DID", converter = DidArgument.class, description = "To whom.")
    private Did did = new Did.Device(1, network.banyan.primitives.Hash.ZERO);

    @Mixin
    private TimeRange time = new TimeRange();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        time.check();
        return stream.act(spec, open -> {
            Grantee grantee = Grantee.of(open.ledger().chain().rpc(), did);
            var terms = new Envelope.Terms(
                    open.ledger().chainId(),
                    open.device(),
                    did.toString(),
                    time.from().getEpochSecond(),
                    time.until().getEpochSecond());
            long index = open.ledger().head(open.device()).grantCount();
            var vault = open.vault(Optional.empty());
            vault.share(terms, did.subject(), grantee.agreementKey());
            long slotSeconds = vault.manifest().head().slotSeconds();
            SlotRange slots = SlotRange.ofSeconds(terms.from(), terms.until(), slotSeconds);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "granted      number %d: %s until %s to %s%n",
                            index, Slots.begin(slots, slotSeconds), Slots.end(slots, slotSeconds), did);
            return 0;
        });
    }
}
