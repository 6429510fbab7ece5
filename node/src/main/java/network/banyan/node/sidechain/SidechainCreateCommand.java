// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import network.banyan.application.ApplicationName;
import network.banyan.hub.BlockList;
import network.banyan.ledger.Genesis;
import network.banyan.node.InstalledApplications;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.cli.NodeUrl;
import network.banyan.node.network.NewChain;
import network.banyan.node.network.Place;
import network.banyan.node.staking.Addresses;
import network.banyan.node.staking.Coins;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan sidechain create}: genesis, charter, and a folder for each member of the committee. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a sidechain: genesis.json with the chain's side of the hub, sidechain.json with what it is registered"
                    + " with on the root, and a folder for each member of its committee.",
            "Its coin is a token of its own, which people of the root can hold as a wrapper. Each folder is run as"
                    + " `banyan node --dir DIR`, which closes a run every few seconds.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan sidechain create --name cold-chain --token FROST --block-time 250ms --out cold",
            "  banyan sidechain create --name cold-chain --token FROST --root-chain 4690 --out cold \\",
            "      --fund 0xde598d942814808bc4113d0ea76ed73d968351f7=1000000"
        })
public final class SidechainCreateCommand implements Callable<Integer> {
    private static final int NAME_MAX = 32;
    private static final int FIRST_APPLICATION = 0x2001;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What people call the chain.")
    private String name = "";

    @Option(
            names = "--token",
            required = true,
            paramLabel = "SYMBOL",
            description = "Its coin, in which its gas is paid: 1 to 11 letters and digits.")
    private String token = "";

    @Option(
            names = "--token-cap",
            paramLabel = "COINS",
            defaultValue = "100000000",
            converter = Coins.class,
            description = "The most of its coin that is ever outside of the chain; 0 keeps it at home (default:"
                    + " ${DEFAULT-VALUE}).")
    private UInt256 cap = UInt256.ZERO;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder that is not there yet.")
    private Path out = Path.of("");

    @Option(
            names = "--committee",
            paramLabel = "N",
            defaultValue = "4",
            description = "Members, 4 to 36; fewer than a third may fail or lie (default: ${DEFAULT-VALUE}).")
    private int committee;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            defaultValue = "sovereign",
            description = "What the root checks: sovereign, nothing but what no chain may do to others; disputable, any"
                    + " block that a watcher says is false (default: ${DEFAULT-VALUE}).")
    private String tier = "";

    @Option(
            names = "--run",
            paramLabel = "TIME",
            defaultValue = "15s",
            converter = Durations.class,
            description = "Time between checkpoints, in whole blocks (default: ${DEFAULT-VALUE}).")
    private Duration run = Duration.ofSeconds(15);

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long what leaves waits on the root, so that lies are found before they are paid; at most 5"
                            + " days (default: the least that the root allows, 24h, or 1h for a disputable chain, but on a devnet).")
    private Optional<Duration> delay = Optional.empty();

    @Option(
            names = "--asset",
            paramLabel = "ADDRESS",
            converter = Addresses.class,
            description =
                    "A token of the root that can be brought to the chain, ERC-20 or ERC-721; may be given often. The"
                            + " root's coin always can.")
    private List<Address> assets = List.of();

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "A native application of the chain, such as readings; may be given often. The first stands at"
                    + " 0x2001, the next behind it. It must be installed on each member's machine.")
    private List<String> applicationNames = List.of();

    @Option(
            names = "--root-chain",
            paramLabel = "ID",
            description = "The root's chain id (default: a node of the root is asked).")
    private Optional<Long> rootId = Optional.empty();

    @Option(
            names = "--p2p-port",
            paramLabel = "PORT",
            defaultValue = "31700",
            description = "Where members reach each other, the first of several (default: ${DEFAULT-VALUE}).")
    private int p2pPort;

    @Option(
            names = "--rpc-port",
            paramLabel = "PORT",
            defaultValue = "9545",
            description = "Where JSON-RPC listens, on loopback, the first of several (default: ${DEFAULT-VALUE}).")
    private int rpcPort;

    @Mixin
    private NodeUrl root = new NodeUrl();

    @Mixin
    private NewChain chain = new NewChain();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (name.length() > NAME_MAX) {
            throw new UserError("--name has at most %d characters on the root.".formatted(NAME_MAX));
        }
        Tier itsTier = tier();
        NewChain.check("--committee", committee, 4, 36);
        NewChain.check("--run in ms", run.toMillis(), 1, 3_600_000);
        NewChain.check("--p2p-port", p2pPort, 1, 65_535 - committee);
        NewChain.check("--rpc-port", rpcPort, 1, 65_535 - committee);
        SortedMap<Address, ApplicationName> applications = applications();
        if (itsTier == Tier.DISPUTABLE && chain.blocks(run) > BlockList.MAX_BLOCKS) {
            throw new UserError("--run has at most %,d blocks where a checkpoint names them all: say a shorter one."
                    .formatted(BlockList.MAX_BLOCKS));
        }
        if (itsTier == Tier.DISPUTABLE && !applications.isEmpty()) {
            throw new UserError(
                    "--application is not for --tier disputable: the root's judge runs no native applications.");
        }
        long id = chain.id();
        RootFacts facts = facts();
        if (id == facts.chainId()) {
            throw new UserError("--chain-id is the root's own; a sidechain has another.");
        }
        Charter charter = new NewSidechain(
                        name,
                        id,
                        itsTier,
                        facts,
                        new OwnToken(token, cap),
                        rules(itsTier),
                        chain.blocks(run),
                        delay.orElse(facts.leastDelay(itsTier)),
                        chain.funds(),
                        applications,
                        Place.here(committee, p2pPort, rpcPort))
                .write(out);
        tell(charter, applications);
        return 0;
    }

    private Tier tier() {
        try {
            return Tier.named(tier);
        } catch (IllegalArgumentException unknown) {
            throw new UserError(
                    "--tier %s is not built; sovereign and disputable are (docs/spec/hub.md, rule 33).".formatted(tier),
                    unknown);
        }
    }

    /** Blocks that others judge are small, and made by the founding committee alone (docs/spec/disputes.md, rule 1). */
    private Genesis.Parameters rules(Tier itsTier) {
        return switch (itsTier) {
            case SOVEREIGN -> chain.rules(new Genesis.Epochs(epochBlocks(), committee));
            case DISPUTABLE -> chain.disputable();
        };
    }

    private SortedMap<Address, ApplicationName> applications() {
        SortedMap<Address, ApplicationName> placed = new TreeMap<>();
        for (String each : applicationNames) {
            placed.put(Address.ofNumber(FIRST_APPLICATION + placed.size()), InstalledApplications.named(each));
        }
        return placed;
    }

    private RootFacts facts() {
        if (rootId.isPresent()) {
            NewChain.check("--root-chain", rootId.get(), 1, 1L << 52);
            if (!assets.isEmpty()) {
                throw new UserError("--asset needs a node of the root, which knows it; leave out --root-chain.");
            }
            return RootFacts.unasked(rootId.get());
        }
        try (ChainClient client = new ChainClient(root.client())) {
            return RootFacts.of(client, assets);
        }
    }

    /** About an hour of blocks, as on other chains of ours. */
    private long epochBlocks() {
        return Math.clamp(chain.blocks(Duration.ofHours(1)), 2, 1_000_000);
    }

    private void tell(Charter charter, SortedMap<Address, ApplicationName> applications) {
        var to = spec.commandLine().getOut();
        to.printf("%s, chain %d of root %d, in %s%n%n", name, charter.chainId(), charter.rootId(), out);
        to.printf("  coin        %s%s%n", token, wrapperWords(charter));
        to.printf(
                "  committee   %d members; a run of %d blocks ends in a checkpoint%n", committee, charter.runBlocks());
        to.printf(
                "  tier        %s: %s%n", charter.tier().word(), charter.tier().meaning());
        applications.forEach((address, each) -> to.printf("  application %s at %s%n", each, address.toHex()));
        to.println();
        to.printf("Register it with `banyan sidechain register %s`, from an account of the root that pays;%n", out);
        to.printf("run it with `banyan sidechain start %s`, or each member where its folder is.%n", out);
    }

    private String wrapperWords(Charter charter) {
        return cap.isZero()
                ? ", which stays at home"
                : ", on the root " + charter.wrapper().toHex();
    }
}
