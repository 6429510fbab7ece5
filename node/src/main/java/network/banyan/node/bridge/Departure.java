// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootHub;
import network.banyan.hub.MessageKind;
import network.banyan.node.cli.Sending;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sending, as deposits, withdrawals and what goes from chain to chain have in common: the options, and what is looked at first. */
final class Departure {
    private static final Duration JUST_NOW = Duration.ofHours(1);

    @Mixin
    private ParcelOptions options = new ParcelOptions();

    @Mixin
    private Nodes nodes = new Nodes();

    @Mixin
    private SigningKey key = new SigningKey();

    @Option(
            names = {"--wait", "--follow"},
            description = "Stays and tells of each step until it arrived; what comes to the root is claimed by itself"
                    + " when it can be, and the account pays for that.")
    private boolean waits;

    /** From the root to a chain. */
    int fromRoot(long to, PrintWriter out) {
        options.check();
        Wallet wallet = key.wallet();
        try (Ends ends = nodes.open()) {
            ends.requireTaking(to);
            Journey journey = new Journey(ends, out);
            ChainClient root = ends.root();
            Parcel parcel = options.parcel(
                    to,
                    wallet.address(),
                    Address.ZERO,
                    journey.units(),
                    ends.facts().now());
            if (ends.sees(to) && !isEmpty(parcel)) {
                Purse.requireListed(ends.chain(to), parcel.asset(), parcel.kind() == MessageKind.TOKEN);
            }
            if (waits) {
                ends.chain(to);
            }
            Sending sending = journey.sending(root);
            UInt256 value = new Purse(root, journey.units(), wallet.address()).openOnRoot(parcel, sending, wallet);
            return sent(journey, sending, RootHub.INBOX, wallet, value, parcel);
        }
    }

    /**
     * From a chain.
     *
     * @param to another chain, or 0 for the root
     */
    int fromChain(long to, PrintWriter out) {
        options.check();
        Wallet wallet = key.wallet();
        try (Ends ends = nodes.open()) {
            long from = ends.source(to);
            ends.requireActive(from);
            if (to != 0) {
                ends.requireTaking(to);
            }
            Journey journey = new Journey(ends, out);
            ChainOutpost outpost = ends.chain(from);
            Parcel parcel = options.parcel(
                    to,
                    wallet.address(),
                    Purse.wrapper(outpost),
                    journey.units(),
                    ends.facts().now());
            if (to != 0 && ends.sees(to) && !isEmpty(parcel)) {
                Purse.requireListed(ends.chain(to), parcel.asset(), parcel.kind() == MessageKind.TOKEN);
            }
            Sending sending = journey.sending(outpost.client());
            UInt256 value = new Purse(outpost.client(), journey.units(), wallet.address()).openOnChain(parcel, outpost);
            return sent(journey, sending, ChainOutpost.OUTBOX, wallet, value, parcel);
        }
    }

    private static boolean isEmpty(Parcel parcel) {
        return parcel.kind() == MessageKind.CALL && parcel.amount().isZero();
    }

    private int sent(Journey journey, Sending sending, Address contract, Wallet wallet, UInt256 value, Parcel parcel) {
        Hash tracking = Journey.tracking(sending.send(wallet, contract, value, parcel.send()), contract);
        if (waits) {
            return journey.follow(tracking, JUST_NOW, Optional.of(wallet));
        }
        sending.out().printf("tracking     %s%n", tracking);
        sending.out()
                .printf(
                        "`banyan bridge status %s%s` tells where it is.%n",
                        tracking, contract.equals(ChainOutpost.OUTBOX) ? " --chain-node URL" : "");
        return 0;
    }
}
