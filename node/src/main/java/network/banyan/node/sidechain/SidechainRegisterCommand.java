// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.contracts.hub.ChainsContract.State;
import network.banyan.node.NodeKeys;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.staking.Coins;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain register}: the chain enters its root's books, its members join, and it opens. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = {
            "Registers a sidechain on its root, lets its members join with their bonds, and opens it.",
            "Fee and rent are burnt; bonds come back when members leave. Members whose folders are here join at once, and"
                    + " get from the account what they lack for their bonds; others join with `banyan sidechain join`."
                    + " It goes on where it stopped.",
            ""
        },
        footer = {"", "Example:", "  banyan sidechain register cold --account 1"})
public final class SidechainRegisterCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What `banyan sidechain create` wrote.")
    private Path dir = Path.of("");

    @Option(
            names = "--rent-days",
            paramLabel = "N",
            defaultValue = "30",
            description = "Days that are paid for, 30 to 3650 (default: ${DEFAULT-VALUE}).")
    private int rentDays;

    @Option(
            names = "--coins-per-hour",
            paramLabel = "COINS",
            defaultValue = "10000",
            converter = Coins.class,
            description = "The most of the root's coin that ever leaves the chain in an hour, and at once (default:"
                    + " ${DEFAULT-VALUE}). It can be raised later, with seven days' notice.")
    private UInt256 coinsPerHour = UInt256.ZERO;

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey key = new SigningKey();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (rentDays < 30 || rentDays > 3_650) {
            throw new ParameterException(spec.commandLine(), "--rent-days takes a number from 30 to 3650");
        }
        Folder folder = new Folder(dir);
        Charter charter = folder.charter();
        Wallet owner = key.wallet();
        var out = spec.commandLine().getOut();
        try (ChainClient root = new ChainClient(node.client())) {
            Registry registry = new Registry(root, out, charter);
            if (registry.state() == State.UNKNOWN) {
                out.printf(
                        "registering %s, chain %d: %s coins are burnt%n",
                        charter.name(), charter.chainId(), Coins.exactly(registry.price(rentDays)));
                var limit = new ChainsContract.Limit(Address.ZERO, coinsPerHour, coinsPerHour);
                registry.register(owner, rentDays, List.of(limit));
            }
            if (registry.state() == State.FOUNDING) {
                if (found(registry, charter, folder.keys(charter), owner)) {
                    out.printf("opening%n");
                    registry.open(owner);
                }
            }
            out.printf("%s is %s%n", charter.name(), registry.state());
            return 0;
        }
    }

    /** Whether all have joined. */
    private boolean found(Registry registry, Charter charter, Map<Bytes, NodeKeys> keys, Wallet owner) {
        PrintWriter out = spec.commandLine().getOut();
        int missing = 0;
        for (Charter.Member member : charter.members()) {
            if (registry.hasJoined(member)) {
                continue;
            }
            NodeKeys its = keys.get(member.blsKey());
            if (its == null) {
                missing++;
                out.printf("member %s has not joined: `banyan sidechain join` where its folder is%n", member.account());
            } else {
                out.printf(
                        "member %s joins, with a bond of %s coins%n", member.account(), Coins.exactly(registry.bond()));
                registry.equip(owner, member.account());
                registry.join(its);
            }
        }
        return missing == 0;
    }
}
