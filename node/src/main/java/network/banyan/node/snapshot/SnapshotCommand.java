// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan snapshot}: begin a node with a late state. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Begins a node with the state after an epoch, fetched from other nodes, instead of running every"
                    + " block since genesis.",
            "None of them is believed: committees are followed from genesis, and hashes tell the rest.",
            ""
        },
        subcommands = {SnapshotListCommand.class, SnapshotRestoreCommand.class})
public final class SnapshotCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list or restore.");
    }
}
