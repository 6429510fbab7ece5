// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.util.concurrent.Callable;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.node.NodeKeys;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code banyan delegate identity}: other keys for a delegate. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = {
            "Sets a delegate's operator and keys anew, from the next snapshot on. What the old key signed stays punishable.",
            ""
        },
        footer = {"", "Example: banyan delegate identity my-validator --keys new-node/keys --account 1"})
public final class DelegateIdentityCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DELEGATE")
    private String delegate = "";

    @Mixin
    private Applicant applicant = new Applicant();

    @Mixin
    private Signer signer = new Signer();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        NodeKeys keys = applicant.keys();
        Wallet wallet = signer.wallet();
        try (Desk desk = signer.desk(spec)) {
            long number = desk.delegate(delegate);
            String name = desk.staking().delegate(number).name();
            Bytes call = DelegatesContract.setIdentity(
                    number, Applicant.application(keys, desk.chain().chainId(), wallet.address(), name));
            desk.send(wallet, DelegatesContract.ADDRESS, call);
            new DelegateText(desk).show(desk.out(), number);
            return 0;
        }
    }
}
