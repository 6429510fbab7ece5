// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.util.concurrent.Callable;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiValue;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge force}: asks for what one has on a chain, through the root, so that the chain cannot overhear it. */
@Command(
        name = "force",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a sidechain, through the root, for what the account has there.",
            "For when the chain lets no transaction in: it must answer in the checkpoint that takes the request, or everybody"
                    + " may leave without it. The chain's own coin cannot be asked for.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan bridge force 5 --to 77 --account 1",
            "  banyan bridge status 0x8f0c... --chain-node http://127.0.0.1:9545"
        })
public final class BridgeForceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "AMOUNT", description = "How much; of less, all there is comes.")
    private String amount = "";

    @Option(names = "--to", paramLabel = "CHAIN", required = true, description = "The chain that is asked.")
    private long to;

    @Option(
            names = "--asset",
            paramLabel = "ASSET",
            defaultValue = "coin",
            description = "Of what: coin (the root's), or the address of an ERC-20 token on the root (default:"
                    + " ${DEFAULT-VALUE}).")
    private String asset = "";

    @Mixin
    private Nodes nodes = new Nodes();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Arguments.requireChain(to);
        Address of = asset();
        Wallet wallet = key.wallet();
        try (Ends ends = nodes.open()) {
            Journey journey = new Journey(ends, spec.commandLine().getOut());
            UInt256 wanted = journey.units().read(amount, of);
            if (wanted.isZero()) {
                throw new UserError("Nothing is asked for: name an AMOUNT above 0.");
            }
            Sending sending = journey.sending(ends.root());
            Hash tracking = Journey.tracking(
                    sending.send(
                            wallet,
                            RootHub.INBOX,
                            UInt256.ZERO,
                            AbiValue.call(
                                    "force(uint64,address,uint256)",
                                    AbiValue.of(to),
                                    AbiValue.of(of),
                                    AbiValue.of(wanted))),
                    RootHub.INBOX);
            sending.out().printf("tracking     %s%n", tracking);
            return 0;
        }
    }

    private Address asset() {
        if (asset.equals("coin")) {
            return Address.ZERO;
        }
        if (!asset.matches("0x[0-9a-fA-F]{40}")) {
            throw new UserError("--asset takes coin, or an address of the root, not \"%s\".".formatted(asset));
        }
        return Address.fromHex(asset);
    }
}
