// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.Optional;
import java.util.function.LongFunction;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Profile;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.node.Declined;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan delegate}: what who stands for election does, and who backs or watches it. */
@Command(
        name = "delegate",
        mixinStandardHelpOptions = true,
        description = {
            "Stands for election: registers a validator, puts up its pledge, and leaves again.",
            "docs/staking.md is the guide, docs/spec/staking.md has the rules.",
            ""
        },
        subcommands = {
            DelegateKeysCommand.class,
            DelegateRegisterCommand.class,
            DelegateIdentityCommand.class,
            DelegateListCommand.class,
            DelegateShowCommand.class,
            DelegateReportCommand.class
        },
        footer = {
            "",
            "Examples, on a devnet:",
            "  banyan delegate list",
            "  banyan delegate keys --keys my-node/keys",
            "  banyan delegate register my-validator --keys my-node/keys --commission 10 --account 1",
            "  banyan delegate activate my-validator 5 --account 1"
        })
public final class DelegateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what: delegate list, show, keys, register, activate, exit, ...");
    }

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a bucket the delegate's pledge: one's own, or one that endorses it. It must vote for the delegate.",
                "From then on the delegate is ranked.",
                ""
            },
            footer = {"", "Example: banyan delegate activate my-validator 5 --account 1"})
    int activate(
            @Parameters(index = "0", paramLabel = "DELEGATE") String delegate,
            @Parameters(index = "1", paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Mixin Signer signer) {
        return change(signer, delegate, number -> DelegatesContract.activate(number, bucket));
    }

    @Command(
            name = "endorse",
            mixinStandardHelpOptions = true,
            description = {
                "Lets a delegate use a bucket of one's own as its pledge, with all the risk.",
                "`none` takes that back as long as the delegate has not made use of it.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  banyan delegate endorse my-validator 6 --account 2",
                "  banyan delegate endorse none 6 --account 2"
            })
    int endorse(
            @Parameters(index = "0", paramLabel = "DELEGATE") String delegate,
            @Parameters(index = "1", paramLabel = "BUCKET", converter = Ids.class) long bucket,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long number = desk.delegateOrNobody(delegate);
            desk.send(wallet, DelegatesContract.ADDRESS, DelegatesContract.endorse(bucket, number));
            desk.out().printf("endorsed     %s by bucket %d%n", number == 0 ? "nobody" : delegate, bucket);
            return 0;
        }
    }

    @Command(
            name = "withdraw-endorsement",
            mixinStandardHelpOptions = true,
            description = {"Begins to end the endorsement of a delegate whose pledge is one's own bucket.", ""},
            footer = {"", "Example: banyan delegate withdraw-endorsement my-validator --account 2"})
    int withdrawEndorsement(@Parameters(paramLabel = "DELEGATE") String delegate, @Mixin Signer signer) {
        return change(signer, delegate, DelegatesContract::withdrawEndorsement);
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = {"Queues a delegate whose endorsement has ended to lose its rank. Anyone may.", ""},
            footer = {"", "Example: banyan delegate suspend my-validator --account 2"})
    int suspend(@Parameters(paramLabel = "DELEGATE") String delegate, @Mixin Signer signer) {
        return change(signer, delegate, DelegatesContract::suspend);
    }

    @Command(
            name = "exit",
            mixinStandardHelpOptions = true,
            description = {
                "Leaves for good: at once if not ranked, else as the queue lets it. The pledge stays bound for a while.",
                ""
            },
            footer = {"", "Example: banyan delegate exit my-validator --account 1"})
    int exit(@Parameters(paramLabel = "DELEGATE") String delegate, @Mixin Signer signer) {
        return change(signer, delegate, DelegatesContract::requestExit);
    }

    @Command(
            name = "commission",
            mixinStandardHelpOptions = true,
            description = {"Lowers the commission at once, or raises it after a delay.", ""},
            footer = {"", "Example: banyan delegate commission my-validator 7.5 --account 1"})
    int commission(
            @Parameters(index = "0", paramLabel = "DELEGATE") String delegate,
            @Parameters(index = "1", paramLabel = "PERCENT", converter = Shares.class) int commission,
            @Mixin Signer signer) {
        return change(signer, delegate, number -> DelegatesContract.setCommission(number, commission));
    }

    @Command(
            name = "profile",
            mixinStandardHelpOptions = true,
            description = {"Sets what people see, and where the delegate's own rewards are paid.", ""},
            footer = {"", "Example: banyan delegate profile my-validator --web https://example.org --account 1"})
    int profile(
            @Parameters(paramLabel = "DELEGATE") String delegate,
            @Option(
                            names = "--pay-to",
                            paramLabel = "ACCOUNT",
                            converter = Addresses.class,
                            description = "Where the delegate's own rewards are paid from now on.")
                    Optional<Address> payTo,
            @Mixin ProfileOptions options,
            @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long number = desk.delegate(delegate);
            Profile before = desk.staking().delegate(number).profile();
            Profile after = options.over(before);
            if (!after.equals(before)) {
                desk.send(wallet, DelegatesContract.ADDRESS, DelegatesContract.setProfile(number, after));
            }
            if (payTo.isPresent()) {
                Bytes call = DelegatesContract.setRewardAddress(number, payTo.get());
                desk.send(wallet, DelegatesContract.ADDRESS, call);
            }
            new DelegateText(desk).show(desk.out(), number);
            return 0;
        }
    }

    @Command(
            name = "claim",
            mixinStandardHelpOptions = true,
            description = {"Pays a delegate's own part to its account. Anyone may ask for it.", ""},
            footer = {"", "Example: banyan delegate claim my-validator --account 1"})
    int claim(@Parameters(paramLabel = "DELEGATE") String delegate, @Mixin Signer signer) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long number = desk.delegate(delegate);
            if (desk.staking().earned(number).isZero()) {
                throw new Declined("There is nothing to claim for this delegate: its part comes with each epoch.");
            }
            ChainClient.Outcome outcome =
                    desk.send(wallet, RewardsContract.ADDRESS, RewardsContract.claimDelegate(number));
            desk.out()
                    .printf(
                            "claimed      %s coins, paid to %s%n",
                            Coins.exactly(Desk.sumOfClaims(outcome)),
                            desk.staking().delegate(number).rewardAddress());
            return 0;
        }
    }

    private int change(Signer signer, String delegate, LongFunction<Bytes> call) {
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long number = desk.delegate(delegate);
            desk.send(wallet, DelegatesContract.ADDRESS, call.apply(number));
            new DelegateText(desk).show(desk.out(), number);
            return 0;
        }
    }
}
