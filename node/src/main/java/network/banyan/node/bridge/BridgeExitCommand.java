// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import network.banyan.bridge.RootDisputes;
import network.banyan.bridge.RootExits;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.hub.member.Holdings;
import network.banyan.node.Declined;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.cli.Sending;
import network.banyan.node.sidechain.HubRefusals;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan bridge exit}: leaves a chain that has ended, without it. */
@Command(
        name = "exit",
        mixinStandardHelpOptions = true,
        description = {
            "Has the root pay what an account held on a chain that ended, by a file that `banyan bridge leaf` or `banyan sidechain watch` wrote.",
            "Anybody can: the root pays the account that the leaf names.",
            ""
        },
        footer = {"", "Example:", "  banyan bridge exit leaf.json --account 1"})
public final class BridgeExitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The leaves.")
    private Path file = Path.of("");

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Wallet wallet = key.wallet();
        if (StateFile.is(file)) {
            return byState(StateFile.read(file), wallet);
        }
        LeafFile read = LeafFile.read(file);
        long chainId = read.checkpoint().chainId();
        PrintWriter out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            long last = last(root, chainId);
            if (last != read.checkpoint().sequence()) {
                throw new Declined(
                        "The file is of checkpoint %d, and what counts is %d. If a node of the chain can still be asked: `banyan bridge leaf --checkpoint %d`."
                                .formatted(read.checkpoint().sequence(), last, last));
            }
            Sending sending = new Sending(root, out, HubRefusals::sentence);
            Units units = new Units(root);
            for (Holdings.Leaf leaf : read.leaves()) {
                if (RootExits.isPaid(root, chainId, leaf.asset(), leaf.holding().account())) {
                    out.printf("paid before  %s%n", units.text(leaf));
                    continue;
                }
                sending.send(wallet, RootExits.CONTRACT, UInt256.ZERO, RootExits.exit(read.checkpoint(), leaf));
                out.printf("paid         %s%n", units.text(leaf));
            }
            return 0;
        }
    }

    /** Of a chain of tier D, what the state itself says. */
    private int byState(StateFile read, Wallet wallet) {
        long chainId = read.checkpoint().chainId();
        PrintWriter out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            long last = last(root, chainId);
            if (last != read.checkpoint().sequence()) {
                throw new Declined("The file is of checkpoint %d, and what counts is %d: take the one of that."
                        .formatted(read.checkpoint().sequence(), last));
            }
            Sending sending = new Sending(root, out, HubRefusals::sentence);
            Units units = new Units(root);
            for (StateFile.Held held : read.held()) {
                String what = units.text(held.amount(), held.asset());
                if (RootExits.isPaid(root, chainId, held.asset(), held.account())) {
                    out.printf("paid before  %s%n", what);
                    continue;
                }
                var evidence = new RootDisputes.Laid(List.of(), held.evidence());
                sending.send(
                        wallet,
                        RootExits.CONTRACT,
                        UInt256.ZERO,
                        RootExits.exitByState(read.checkpoint(), held.asset(), held.account(), UInt256.ZERO, evidence));
                out.printf("paid         %s%n", what);
            }
            return 0;
        }
    }

    private static long last(ChainClient root, long chainId) {
        State state = ChainsContract.state(root.call(ChainsContract.ADDRESS, ChainsContract.stateOf(chainId)));
        if (state != State.EXIT) {
            throw new Declined("Chain %d is %s; only of one in EXIT leaves are paid.".formatted(chainId, state));
        }
        return RootExits.ending(root, chainId).last();
    }
}
