// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.contracts.staking.DelegatesContract.Delegate;
import network.banyan.contracts.staking.ElectionContract.Ranked;
import network.banyan.contracts.staking.GovernedValues;
import network.banyan.contracts.staking.Parameter;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.node.UserError;
import network.banyan.node.cli.Durations;
import network.banyan.node.cli.NodeUrl;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.StakingClient;
import network.banyan.sdk.Tempo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan stake economics}: what a year pays, reckoned from the chain's own values. */
@Command(
        name = "economics",
        mixinStandardHelpOptions = true,
        description = {
            "Reckons what a year pays from the chain's own values: parameters, stake, votes, commissions, epochs.",
            "That blocks come as fast as the chain allows is an assumption: say what it does by the options.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  banyan stake economics",
            "  banyan stake economics --blocks-per-epoch 120 --block-interval 500ms"
        })
public final class EconomicsCommand implements Callable<Integer> {
    private static final long YEAR_MILLIS = Duration.ofDays(365).toMillis();

    /** At a block a second. */
    private static final long BLOCKS_OF_AN_HOUR = 3_600;

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Option(
            names = "--blocks-per-epoch",
            paramLabel = "N",
            description = "2 to 1,000,000 (default: the chain's; 3600 if its committee never changes).")
    private Optional<Long> givenBlocks = Optional.empty();

    @Option(
            names = "--block-interval",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "From block to block (default: the least that the chain allows).")
    private Optional<Duration> givenInterval = Optional.empty();

    @Option(names = "--json", description = "For scripts; amounts in wei.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        givenBlocks.filter(blocks -> blocks < 2 || blocks > 1_000_000).ifPresent(blocks -> {
            throw new UserError("--blocks-per-epoch takes a number from 2 to 1000000, not " + blocks + ".");
        });
        givenInterval
                .filter(interval -> interval.isZero() || interval.compareTo(Duration.ofHours(1)) > 0)
                .ifPresent(_ -> {
                    throw new UserError("--block-interval takes a time above 0 and up to 1h.");
                });
        try (Desk desk = new Desk(node.client(), spec.commandLine().getOut())) {
            Tempo tempo = Tempo.of(desk.staking().chain().rpc());
            long blocks = givenBlocks.orElse(tempo.blocksPerEpoch().orElse(BLOCKS_OF_AN_HOUR));
            long millis =
                    Math.max(1, givenInterval.orElse(tempo.blockInterval()).toMillis());
            GovernedValues parameters = desk.staking().parameters();
            var year = new Year(
                    blocks,
                    YEAR_MILLIS / (blocks * millis),
                    parameters.of(Parameter.BLOCK_REWARD).toBigInteger(),
                    parameters.of(Parameter.EPOCH_REWARD).toBigInteger(),
                    parameters.of(Parameter.FOUNDATION_BONUS).toBigInteger(),
                    parameters.number(Parameter.CANDIDATES),
                    standings(desk));
            UInt256 staked = desk.staking().totalStaked();
            if (json) {
                desk.out().println(json(year, staked).toPrettyString());
            } else {
                print(desk.out(), year, staked, millis);
            }
            return 0;
        }
    }

    private static List<Year.Standing> standings(Desk desk) {
        StakingClient staking = desk.staking();
        long now = desk.now();
        List<Year.Standing> standings = new ArrayList<>();
        for (Ranked ranked : staking.ranked()) {
            Delegate delegate = staking.delegate(ranked.delegate());
            Bucket pledge = staking.bucket(delegate.pledge());
            standings.add(new Year.Standing(
                    delegate.name(),
                    ranked.votes().toBigInteger(),
                    delegate.commissionAt(now),
                    pledge.amount().toBigInteger(),
                    pledge.weight().toBigInteger()));
        }
        return standings;
    }

    private static void print(PrintWriter out, Year year, UInt256 staked, long blockMillis) {
        long blocks = year.blocksAnEpoch();
        String epoch = "(%,d · %s + %s)".formatted(blocks, coins(year.blockReward()), coins(year.epochReward()));
        String perYear = "%,d".formatted(year.epochs());
        BigInteger kept = sum(year.parts().stream().map(Year.Part::kept).toList());
        BigInteger voters = sum(year.parts().stream().map(Year.Part::toVoters).toList());
        out.println("From the chain");
        out.printf("  staked               %s coins%n", Coins.about(staked));
        out.printf(
                "  votes, as ranked     %s, for %d delegates%n",
                coins(year.votes()), year.standings().size());
        out.printf("  for a block          %s%n", coins(year.blockReward()));
        out.printf("  for an epoch         %s, by votes%n", coins(year.epochReward()));
        out.printf("  bonus for an epoch   %s, to each of %d%n", coins(year.bonus()), year.serving());
        out.println("Assumed");
        out.printf("  epochs a year        365 days / (%,d blocks · %,d ms) = %s%n", blocks, blockMillis, perYear);
        out.println("A year");
        out.printf("  shared               %s · %s = %s%n", epoch, perYear, coins(year.shared()));
        out.printf(
                "  bonuses              %d · %s · %s = %s%n",
                year.serving(), coins(year.bonus()), perYear, coins(year.bonuses()));
        out.printf("  minted in all        %s%n", coins(year.shared().add(year.bonuses())));
        out.printf("  kept as commission   %s%n", coins(kept));
        out.printf("  to voters            %s%n", coins(voters));
        out.printf(
                "  voters' rate         %s / %s = %s%n",
                coins(voters), Coins.about(staked), Shares.of(voters, staked.toBigInteger()));
        out.println(
                "Delegates: what a coin of weight 1 earns its voter, and what the delegate earns on its pledge as a");
        out.println("voter, by commission and by bonus");
        Table table = new Table("delegate", ">votes", ">commission", ">voter", ">pledge", ">a year", ">rate");
        for (Year.Part part : year.parts()) {
            Year.Standing standing = part.standing();
            table.row(
                    standing.name(),
                    Shares.of(standing.votes(), year.votes()),
                    Shares.ofBasisPoints(standing.commission()),
                    Shares.of(part.toVoters(), standing.votes()),
                    coins(standing.pledge()),
                    coins(part.toDelegate()),
                    Shares.of(part.toDelegate(), standing.pledge()));
        }
        table.print(out);
        out.flush();
    }

    private static ObjectNode json(Year year, UInt256 staked) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("staked", staked.toString())
                .put("votes", year.votes().toString())
                .put("epochsAYear", year.epochs())
                .put("shared", year.shared().toString())
                .put("bonuses", year.bonuses().toString())
                .put(
                        "toVoters",
                        sum(year.parts().stream().map(Year.Part::toVoters).toList())
                                .toString());
        ArrayNode delegates = root.putArray("delegates");
        for (Year.Part part : year.parts()) {
            delegates
                    .addObject()
                    .put("name", part.standing().name())
                    .put("votes", part.standing().votes().toString())
                    .put("commission", part.standing().commission())
                    .put("pledge", part.standing().pledge().toString())
                    .put("toVoters", part.toVoters().toString())
                    .put("toDelegate", part.toDelegate().toString());
        }
        return root;
    }

    private static BigInteger sum(List<BigInteger> amounts) {
        return amounts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static String coins(BigInteger wei) {
        return Coins.about(UInt256.of(wei));
    }
}
