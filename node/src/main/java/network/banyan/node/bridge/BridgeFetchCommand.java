// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.bridge.RootExits;
import network.banyan.bridge.RootHub;
import network.banyan.node.Declined;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.sidechain.HubRefusals;
import network.banyan.node.staking.Addresses;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan bridge fetch}: what an account is owed because it could not be paid. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Fetches what the root owes the account: value that neither its receiver nor whom it was to go back to would take.",
            ""
        },
        footer = {"", "Example:", "  banyan bridge fetch --account 1"})
public final class BridgeFetchCommand implements Callable<Integer> {
    @Option(
            names = "--asset",
            paramLabel = "ADDRESS",
            converter = Addresses.class,
            description = "A token on the root (default: its coin).")
    private Address asset = Address.ZERO;

    @Option(
            names = "--recipient",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Who gets it (default: the account).")
    private Optional<Address> recipient = Optional.empty();

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Wallet wallet = key.wallet();
        PrintWriter out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            UInt256 owed = RootExits.owed(root, wallet.address(), asset);
            if (owed.isZero()) {
                throw new Declined("The root owes %s nothing of that.".formatted(wallet.address()));
            }
            Address to = recipient.orElse(wallet.address());
            new Sending(root, out, HubRefusals::sentence)
                    .send(wallet, RootHub.ESCROW, UInt256.ZERO, RootExits.fetch(asset, to));
            out.printf("fetched      %s, to %s%n", new Units(root).text(owed, asset), to);
            return 0;
        }
    }
}
