// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.ArrayList;
import java.util.List;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.contracts.staking.StakingContract.Bucket;
import network.banyan.contracts.staking.StakingContract.Term;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
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

/** {@code banyan stake}: what a holder of coins does. Each change waits until it is final, and shows what came of it. */
@Command(
        name = "stake",
        mixinStandardHelpOptions = true,
        description = {
            "Stakes coins in buckets that vote for delegates, and collects what they earn.",
            "docs/staking.md is the guide, docs/spec/staking.md has the rules.",
            ""
        },
        subcommands = {StakeListCommand.class, StakeShowCommand.class, StakeWeightCommand.class, EconomicsCommand.class
        },
        footer = {
            "",
            "Examples, on a devnet:",
            "  banyan stake create 1000 --days 91 --auto-stake --delegate validator-1 --account 1",
            "  banyan stake list --account 1",
            "  banyan stake claim --account 1",
            "With a key of your own, in a file that only you may read:",
            "  banyan stake create 1000 --days 91 --delegate validator-1 --key my.key --node http://127.0.0.1:8545"
        })
public final class StakeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: stake create, list, vote, claim, unstake, ...");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = {"Stakes coins in a new bucket.", ""},
            footer = {"", "Example: banyan stake create 1000 --days 91 --auto-stake --delegate validator-1 --account 1"
            })
    int create(
            @Parameters(paramLabel = "COINS", converter = Coins.class) UInt256 coins,
            @Option(
                            names = "--days",
                            defaultValue = "0",
                            converter = Days.class,
                            description = "How long they stay at least (default: ${DEFAULT-VALUE}).")
                    int days,
            @Option(names = "--auto-stake", description = "The days stand still until `stake extend` ends that.")
                    boolean autoStake,
            @Option(names = "--compounding", description = "Anyone may add the rewards to the bucket.")
                    boolean compounding,
            @Option(
                            names = "--delegate",
                            paramLabel = "NAME",
                            defaultValue = "none",
                            description = "For whom to vote: a name or a number; without one the coins earn nothing.")
                    String delegate,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            Bytes call =
                    StakingContract.create(new Term(days, autoStake), compounding, desk.delegateOrNobody(delegate));
            ChainClient.Outcome outcome = desk.send(wallet, StakingContract.ADDRESS, coins, call);
            show(desk, Desk.numberIn(outcome, StakingContract.ADDRESS, StakingContract.CREATED));
            return 0;
        }
    }

    @Command(
            name = "deposit",
            mixinStandardHelpOptions = true,
            description = {"Adds coins to a bucket of one's own, at once.", ""},
            footer = {"", "Example: banyan stake deposit 5 250.5 --account 1"})
    int deposit(
            @Parameters(index = "0", paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Parameters(index = "1", paramLabel = "COINS", converter = Coins.class) UInt256 coins,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            desk.send(wallet, StakingContract.ADDRESS, coins, StakingContract.deposit(bucket));
            show(desk, bucket);
            return 0;
        }
    }

    @Command(
            name = "extend",
            mixinStandardHelpOptions = true,
            description = {
                "Sets a bucket's duration, no shorter than before, which starts anew, and auto-stake on or off.",
                "To leave, end auto-stake here, wait for the duration, then unstake.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  banyan stake extend 5 --days 91 --account 1                ends auto-stake",
                "  banyan stake extend 5 --days 365 --auto-stake --account 1"
            })
    int extend(
            @Parameters(paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Option(names = "--days", required = true, converter = Days.class, description = "The new duration.")
                    int days,
            @Option(names = "--auto-stake", description = "The days stand still.") boolean autoStake,
            @Mixin Signer signer) {
        return change(signer, bucket, StakingContract.extend(bucket, new Term(days, autoStake)));
    }

    @Command(
            name = "vote",
            mixinStandardHelpOptions = true,
            description = {"Lets a bucket vote for another delegate, or for nobody.", ""},
            footer = {
                "",
                "Examples:",
                "  banyan stake vote 5 validator-2 --account 1",
                "  banyan stake vote 5 none --account 1"
            })
    int vote(
            @Parameters(index = "0", paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Parameters(index = "1", paramLabel = "DELEGATE", description = "A name, a number, or none.")
                    String delegate,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            Bytes call = StakingContract.changeDelegate(bucket, desk.delegateOrNobody(delegate));
            desk.send(wallet, StakingContract.ADDRESS, call);
            show(desk, bucket);
            return 0;
        }
    }

    @Command(
            name = "merge",
            mixinStandardHelpOptions = true,
            description = {
                "Moves up to 16 buckets into another of one's own, with all they earned.",
                "No coin may come free earlier than it would have.",
                ""
            },
            footer = {"", "Example: banyan stake merge 6 7 --into 5 --account 1"})
    int merge(
            @Parameters(paramLabel = "BUCKET", arity = "1..16", converter = Ids.class) List<Long> buckets,
            @Option(names = "--into", required = true, paramLabel = "BUCKET", converter = Ids.class) long into,
            @Mixin Signer signer) {
        return change(signer, into, StakingContract.merge(buckets, into));
    }

    @Command(
            name = "transfer",
            mixinStandardHelpOptions = true,
            description = {
                "Gives a bucket to another account, with the rewards it has pending. It cannot be taken back.",
                ""
            },
            footer = {"", "Example: banyan stake transfer 5 0x00000000000000000000000000000000000b0b00 --account 1"})
    int transfer(
            @Parameters(index = "0", paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Parameters(index = "1", paramLabel = "ACCOUNT", converter = Addresses.class) Address to,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        return change(signer, bucket, StakingContract.transfer(wallet.address(), to, bucket));
    }

    @Command(
            name = "unstake",
            mixinStandardHelpOptions = true,
            description = {"Ends a bucket's voting and begins the wait until it can be withdrawn.", ""},
            footer = {"", "Example: banyan stake unstake 5 --account 1"})
    int unstake(@Parameters(paramLabel = "BUCKET", converter = Ids.class) long bucket, @Mixin Signer signer) {
        return change(signer, bucket, StakingContract.unstake(bucket));
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = {
                "Pays out an unstaked bucket, coins and rewards, once the wait is over. The bucket is gone.",
                ""
            },
            footer = {"", "Example: banyan stake withdraw 5 --account 1"})
    int withdraw(@Parameters(paramLabel = "BUCKET", converter = Ids.class) long bucket, @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            UInt256 coins = desk.staking().bucket(bucket).amount();
            UInt256 rewards = desk.staking().pending(bucket);
            desk.send(wallet, StakingContract.ADDRESS, StakingContract.withdraw(bucket));
            desk.out()
                    .printf(
                            "withdrawn    %s coins and %s of rewards; bucket %d is gone%n",
                            Coins.exactly(coins), Coins.exactly(rewards), bucket);
            return 0;
        }
    }

    @Command(
            name = "claim",
            mixinStandardHelpOptions = true,
            description = {"Pays what buckets have earned to their owner: those named, or all of the account's.", ""},
            footer = {"", "Examples:", "  banyan stake claim --account 1", "  banyan stake claim 5 6 --account 1"})
    int claim(
            @Parameters(paramLabel = "BUCKET", arity = "0..*", converter = Ids.class) List<Long> named,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            List<Long> buckets =
                    named == null || named.isEmpty() ? desk.staking().bucketsOf(wallet.address()) : List.copyOf(named);
            List<Long> worth = worth(desk, buckets);
            for (int from = 0; from < worth.size(); from += RewardsContract.MAX_CLAIMED) {
                List<Long> part = worth.subList(from, Math.min(worth.size(), from + RewardsContract.MAX_CLAIMED));
                ChainClient.Outcome outcome = desk.send(wallet, RewardsContract.ADDRESS, RewardsContract.claim(part));
                desk.out()
                        .printf(
                                "claimed      %s coins of %d buckets%n",
                                Coins.exactly(Desk.sumOfClaims(outcome)), part.size());
            }
            return 0;
        }
    }

    @Command(
            name = "compound",
            mixinStandardHelpOptions = true,
            description = {
                "Adds what buckets have earned to them.",
                "Whoever pays for it: the owner always may, others if the owner allowed it.",
                ""
            },
            footer = {"", "Example: banyan stake compound 5 --account 1"})
    int compound(
            @Parameters(paramLabel = "BUCKET", arity = "1..64", converter = Ids.class) List<Long> buckets,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            List<Long> worth = worth(desk, buckets);
            desk.send(wallet, RewardsContract.ADDRESS, RewardsContract.compound(worth));
            new BucketText(desk).list(desk.out(), worth);
            return 0;
        }
    }

    /** Those that have something to pay. */
    private static List<Long> worth(Desk desk, List<Long> buckets) {
        List<Long> worth = new ArrayList<>();
        for (long bucket : buckets) {
            if (!desk.staking().pending(bucket).isZero()) {
                worth.add(bucket);
            }
        }
        if (worth.isEmpty()) {
            throw new Declined(
                    "There is nothing to claim: rewards come with each epoch, to buckets that vote for a ranked delegate.");
        }
        return worth;
    }

    @Command(
            name = "allow-compounding",
            mixinStandardHelpOptions = true,
            description = {"Lets anyone add a bucket's rewards to it, or with --no nobody but the owner.", ""},
            footer = {"", "Example: banyan stake allow-compounding 5 --account 1"})
    int allowCompounding(
            @Parameters(paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Option(names = "--no", description = "Takes the permission back.") boolean no,
            @Mixin Signer signer) {
        return change(signer, bucket, StakingContract.setCompounding(bucket, !no));
    }

    private int change(Signer signer, long bucket, Bytes call) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            Bucket before = desk.staking().bucket(bucket);
            if (!before.exists()) {
                throw new UserError("There is no bucket %d.".formatted(bucket));
            }
            desk.send(wallet, StakingContract.ADDRESS, call);
            show(desk, bucket);
            return 0;
        }
    }

    private static void show(Desk desk, long bucket) {
        new BucketText(desk).show(desk.out(), bucket);
    }
}
