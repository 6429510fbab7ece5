// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import network.banyan.bridge.RootExits;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.sidechain.HubRefusals;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge end}: the next step of anybody who wants to leave a chain that ignores its inbox, or lied. */
@Command(
        name = "end",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the next step towards the end of a chain: reports an ACTIVE one that has left a message for a day, which"
                    + " suspends it; ends one that was suspended for that, or is FROZEN, a day later. A devnet says"
                    + " twenty seconds for a day.",
            "Anybody can; the root refuses if it is not so. In the end `banyan bridge exit` and `payback` pay.",
            ""
        },
        footer = {"", "Example:", "  banyan bridge end 77 --account 1"})
public final class BridgeEndCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHAIN", description = "Its id.")
    private long chainId;

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Arguments.requireChain(chainId);
        Wallet wallet = key.wallet();
        PrintWriter out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            Bytes step = switch (state(root)) {
                case UNKNOWN -> throw new UserError("The root has no chain %d in its books.".formatted(chainId));
                case FOUNDING -> throw new Declined("Chain %d has not begun.".formatted(chainId));
                case EXIT -> throw new Declined("Chain %d has ended: `banyan bridge exit`.".formatted(chainId));
                case ACTIVE -> RootExits.reportSilence(chainId);
                case SUSPENDED, FROZEN -> RootExits.beginExit(chainId);
            };
            new Sending(root, out, HubRefusals::sentence).send(wallet, RootExits.CONTRACT, UInt256.ZERO, step);
            out.printf("chain %d is %s%n", chainId, state(root));
            return 0;
        }
    }

    private State state(ChainClient root) {
        return ChainsContract.state(root.call(ChainsContract.ADDRESS, ChainsContract.stateOf(chainId)));
    }
}
