// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.ledger.Genesis;
import network.banyan.node.UserError;
import network.banyan.node.staking.Addresses;
import network.banyan.primitives.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan network create}: genesis, and a folder for each delegate. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Writes genesis.json, the list of peers, and a folder for each delegate with its keys, their"
                    + " password and one configuration file.",
            "Carry each folder to its machine and run `banyan node --dir` there; show it to nobody else."
                    + " genesis.json and peers are for everybody who joins.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan network create --name \"My chain\" --delegates 4 --out net",
            "  banyan network create --name \"My chain\" --hosts a.example,b.example,c.example,d.example --out net \\",
            "      --fund 0xde598d942814808bc4113d0ea76ed73d968351f7=1000000"
        })
public final class NetworkCreateCommand implements Callable<Integer> {
    private static final int DELEGATES_MAX = 36;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What people call the network.")
    private String name = "";

    @Option(
            names = "--delegates",
            paramLabel = "K",
            description = "How many delegates found it, 1 to 36 (with --hosts: one each).")
    private Optional<Integer> delegates = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path out = Path.of("");

    @Option(
            names = "--hosts",
            split = ",",
            paramLabel = "HOST",
            description = "The machines of the delegates, by name or address (default: all on this one).")
    private List<String> hosts = List.of();

    @Option(
            names = "--epoch-blocks",
            paramLabel = "N",
            defaultValue = "3600",
            description =
                    "Blocks of an epoch, 2 to 1000000; with each a committee is drawn (default: ${DEFAULT-VALUE}).")
    private long epochBlocks;

    @Option(
            names = "--seats",
            paramLabel = "N",
            defaultValue = "24",
            description = "Most members of a committee, 4 to 36 (default: ${DEFAULT-VALUE}).")
    private int seats;

    @Option(
            names = "--governor",
            paramLabel = "ADDRESS",
            converter = Addresses.class,
            description = "Who may propose other values of staking (default: nobody; they never change).")
    private Optional<Address> governor = Optional.empty();

    @Option(
            names = "--p2p-port",
            paramLabel = "PORT",
            defaultValue = "30700",
            description = "Where delegates reach each other; on one machine the first of several (default:"
                    + " ${DEFAULT-VALUE}).")
    private int p2pPort;

    @Option(
            names = "--rpc-port",
            paramLabel = "PORT",
            defaultValue = "8545",
            description = "Where JSON-RPC listens, on loopback; on one machine the first of several (default:"
                    + " ${DEFAULT-VALUE}).")
    private int rpcPort;

    @Mixin
    private NewChain chain = new NewChain();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        int count = count();
        NewChain.check("--delegates", count, 1, DELEGATES_MAX);
        NewChain.check("--epoch-blocks", epochBlocks, 2, 1_000_000);
        NewChain.check("--seats", seats, 4, 36);
        NewChain.check("--p2p-port", p2pPort, 1, 65_535 - count);
        NewChain.check("--rpc-port", rpcPort, 1, 65_535 - count);
        long id = chain.id();
        var plan = new NetworkPlan(
                name,
                "IOTX",
                id,
                chain.rules(new Genesis.Epochs(epochBlocks, seats)),
                chain.funds(),
                governor,
                NetworkPlan.Additions.NONE);
        List<Place> places = hosts.isEmpty() ? Place.here(count, p2pPort, rpcPort) : Place.on(hosts, p2pPort, rpcPort);
        NetworkFolder folder = new NetworkFolder(out);
        folder.create(plan, places, Instant.now().getEpochSecond());
        tell(folder, id, places);
        return 0;
    }

    private int count() {
        for (String host : hosts) {
            if (!host.matches("[A-Za-z0-9.-]{1,253}")) {
                throw new UserError("--hosts takes names or addresses of machines, not \"%s\".".formatted(host));
            }
        }
        int count = delegates.orElse(hosts.size());
        if (!hosts.isEmpty() && count != hosts.size()) {
            throw new UserError("--hosts names %d machines for %d delegates.".formatted(hosts.size(), count));
        }
        if (count == 0) {
            throw new UserError("Say how many delegates found the network: --delegates K, or --hosts A,B,C,D.");
        }
        return count;
    }

    private void tell(NetworkFolder folder, long id, List<Place> places) {
        var to = spec.commandLine().getOut();
        to.printf("%s, chain %d, in %s%n%n", name, id, folder.path());
        for (int number = 1; number <= places.size(); number++) {
            Place place = places.get(number - 1);
            to.printf(
                    "  %s  for %s, port %d%n",
                    folder.delegate(number),
                    place.reached().getHostString(),
                    place.reached().getPort());
        }
        to.printf(
                "%nStart each with `banyan node --dir DIR`. Each folder holds a delegate's keys and their password.%n"
                        + "Others join with `banyan init --genesis %s --dir DIR`.%n",
                folder.path().resolve("genesis.json"));
        if (places.size() < 4) {
            to.printf(
                    "With %d delegates none may fail; from 4 on one may, and then one more with every 3.%n",
                    places.size());
        }
    }
}
