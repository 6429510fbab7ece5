// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.contracts.staking.Application;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Profile;
import network.banyan.contracts.staking.Parameter;
import network.banyan.node.NodeKeys;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan delegate register}: a validator enters the chain's books. */
@Command(
        name = "register",
        mixinStandardHelpOptions = true,
        description = {
            "Registers a delegate for a validator: proves its keys, binds them to the owner, pays the fee.",
            "The account that signs becomes the owner; without --key and --account it is the operator itself.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  banyan delegate register my-validator --keys my-node/keys --commission 10 --account 1"
        })
public final class DelegateRegisterCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "3 to 32 of a-z, 0-9 and the hyphen; its own for ever.")
    private String name = "";

    @Mixin
    private Applicant applicant = new Applicant();

    @Option(
            names = "--commission",
            required = true,
            paramLabel = "PERCENT",
            converter = Shares.class,
            description = "The delegate's part of its voters' rewards.")
    private int commission;

    @Option(
            names = "--pay-to",
            paramLabel = "ACCOUNT",
            converter = Addresses.class,
            description = "Where the delegate's own rewards are paid (default: the owner).")
    private Optional<Address> payTo = Optional.empty();

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    @Mixin
    private Signer signer = new Signer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!DelegatesContract.isName(name)) {
            throw new UserError(
                    "A delegate's name has 3 to 32 of a-z, 0-9 and the hyphen, unlike \"%s\".".formatted(name));
        }
        NodeKeys keys = applicant.keys();
        Wallet owner = signer.isNamed() ? signer.wallet() : Wallet.of(keys.operatorKey());
        try (Desk desk = signer.desk(spec)) {
            Application application = Applicant.application(keys, desk.chain().chainId(), owner.address(), name);
            UInt256 fee = desk.staking().parameters().of(Parameter.REGISTRATION_FEE);
            Bytes call = DelegatesContract.register(
                    name,
                    application,
                    payTo.orElse(owner.address()),
                    commission,
                    profile.over(new Profile("", Hash.ZERO, "")));
            ChainClient.Outcome outcome = desk.send(owner, DelegatesContract.ADDRESS, fee, call);
            long number = Desk.numberIn(outcome, DelegatesContract.ADDRESS, DelegatesContract.REGISTERED);
            new DelegateText(desk).show(desk.out(), number);
            return 0;
        }
    }
}
