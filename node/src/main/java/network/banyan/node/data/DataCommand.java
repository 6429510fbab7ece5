// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan data}: data that belongs to its owner. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = {
            "A device's records, sealed for its owner: kept on any disk or S3 endpoint, shared by range with a"
                    + " DID, revoked, sold, forgotten.",
            "The chain holds roots and grants, no data. docs/spec/vault.md is the specification.",
            ""
        },
        subcommands = {
            DataStoreCommand.class,
            DataListCommand.class,
            DataShareCommand.class,
            DataRevokeCommand.class,
            DataFetchCommand.class,
            DataForgetCommand.class,
            DataSellCommand.class,
            DataOffersCommand.class,
            DataBuyCommand.class,
            DataDeliverCommand.class
        },
        footer = {
            "",
            "Examples, on a devnet with a gateway (banyan gateway --help):",
            "  banyan data store meter --gateway http://127.0.0.1:8580 --account 4",
            "  banyan did new-key bob.key --type x25519",
            "  banyan did add-key did:banyan:468900:account:0x... z6LS... --account 5",
            "  banyan data share meter did:banyan:468900:account:0x... --from 2026-01-01 --account 4",
            "  banyan data fetch meter --as did:banyan:468900:account:0x... --opening-key bob.key",
            "  banyan data revoke meter 0 --account 4",
            "  banyan data sell meter did:banyan:468900:account:0x... --price 1.5 --wait --account 4",
            "  banyan data buy 0x5a0c... --opening-key bob.key --account 5",
            "  banyan data forget meter --from 2026-01-01 --until 2026-02-01 --account 4"
        })
public final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what: data store, list, share, revoke, fetch, forget, sell, offers, buy or deliver");
    }
}
