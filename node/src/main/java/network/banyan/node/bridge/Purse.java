// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Parcel;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.hub.MessageKind;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/** What an account has on the root or on a chain, looked at before something is sent that would only be refused. */
final class Purse {
    private final ChainClient chain;
    private final Units units;
    private final Address owner;

    Purse(ChainClient chain, Units units, Address owner) {
        this.chain = chain;
        this.units = units;
        this.owner = owner;
    }

    /**
     * Of the root: lets the hub take what the parcel brings, and returns the coin that goes with the call.
     *
     * @throws Declined if the account has not so much
     */
    UInt256 openOnRoot(Parcel parcel, Sending sending, Wallet wallet) {
        Address asset = parcel.asset();
        if (parcel.kind() == MessageKind.TOKEN) {
            requireToken(asset, asset, parcel.amount());
            allowToken(parcel, sending, wallet);
            return UInt256.ZERO;
        }
        if (asset.equals(Address.ZERO)) {
            requireAmount(parcel, chain.balance(owner));
            return parcel.amount();
        }
        if (!parcel.amount().isZero()) {
            requireAmount(parcel, balance(asset, asset));
            allow(parcel, sending, wallet);
        }
        return UInt256.ZERO;
    }

    /**
     * Of a chain: returns the coin that goes with the call.
     *
     * @throws Declined if the account has not so much, or the chain does not have the asset
     */
    UInt256 openOnChain(Parcel parcel, ChainOutpost outpost) {
        Address asset = parcel.asset();
        if (parcel.kind() != MessageKind.TOKEN && parcel.amount().isZero()) {
            return UInt256.ZERO;
        }
        if (!asset.equals(Address.ZERO) && asset.equals(wrapper(outpost))) {
            requireAmount(parcel, chain.balance(owner));
            return parcel.amount();
        }
        Address twin = requireListed(outpost, asset, parcel.kind() == MessageKind.TOKEN);
        if (parcel.kind() == MessageKind.TOKEN) {
            requireToken(twin, asset, parcel.amount());
        } else {
            requireAmount(parcel, balance(twin, asset));
        }
        return UInt256.ZERO;
    }

    /** The address under which the chain's own token goes; zero if it does not leave the chain. */
    static Address wrapper(ChainOutpost outpost) {
        return AbiReader.ofOutput(outpost.client().call(ChainOutpost.ASSETS, AbiValue.call("wrapper()")))
                .address();
    }

    /**
     * The bridged contract of an asset, or zero for the chain's own token.
     *
     * @throws Declined if the chain does not have it: what is sent there comes back
     */
    static Address requireListed(ChainOutpost outpost, Address asset, boolean isToken) {
        if (!isToken && !asset.equals(Address.ZERO) && asset.equals(wrapper(outpost))) {
            return Address.ZERO;
        }
        boolean isOne = AbiReader.ofOutput(outpost.client()
                        .call(
                                ChainOutpost.ASSETS,
                                AbiValue.call(
                                        isToken ? "isToken(address)" : "isFungible(address)", AbiValue.of(asset))))
                .flag();
        if (!isOne) {
            throw new Declined("The chain's members have not listed %s %s there: it would come back."
                    .formatted(
                            asset.equals(Address.ZERO) ? "the root's coin" : asset.toHex(),
                            isToken ? "as ERC-721 tokens" : "as a coin"));
        }
        return outpost.twin(asset);
    }

    private void requireAmount(Parcel parcel, UInt256 owned) {
        if (owned.compareTo(parcel.amount()) < 0) {
            throw new Declined("The account %s has %s, and %s are to be sent."
                    .formatted(owner, units.text(owned, parcel.asset()), units.text(parcel.amount(), parcel.asset())));
        }
    }

    private UInt256 balance(Address contract, Address asset) {
        return ask(contract, asset, AbiValue.call("balanceOf(address)", AbiValue.of(owner)))
                .uint();
    }

    private void requireToken(Address contract, Address asset, UInt256 id) {
        try {
            if (ask(contract, asset, AbiValue.call("ownerOf(uint256)", AbiValue.of(id)))
                    .address()
                    .equals(owner)) {
                return;
            }
        } catch (RpcFailure.Refused nobodys) {
            // Contracts refuse to answer for tokens that are nobody's.
        }
        throw new Declined("Token %s of %s is not the account's, %s.".formatted(id.toBigInteger(), asset, owner));
    }

    /** The hub takes a wrapper on its way home without being allowed, and asks for nothing that it need not. */
    private void allow(Parcel parcel, Sending sending, Wallet wallet) {
        long home = AbiReader.ofOutput(
                        chain.call(RootHub.ESCROW, AbiValue.call("homeOf(address)", AbiValue.of(parcel.asset()))))
                .number(63);
        if (home == parcel.to()) {
            return;
        }
        Bytes question = AbiValue.call("allowance(address,address)", AbiValue.of(owner), AbiValue.of(RootHub.ESCROW));
        UInt256 allowed = ask(parcel.asset(), parcel.asset(), question).uint();
        if (allowed.compareTo(parcel.amount()) < 0) {
            approve(parcel, sending, wallet);
        }
    }

    private void allowToken(Parcel parcel, Sending sending, Wallet wallet) {
        Bytes single = AbiValue.call("getApproved(uint256)", AbiValue.of(parcel.amount()));
        Bytes all = AbiValue.call("isApprovedForAll(address,address)", AbiValue.of(owner), AbiValue.of(RootHub.ESCROW));
        boolean isAllowed =
                ask(parcel.asset(), parcel.asset(), single).address().equals(RootHub.ESCROW)
                        || ask(parcel.asset(), parcel.asset(), all).flag();
        if (!isAllowed) {
            approve(parcel, sending, wallet);
        }
    }

    /** The same call for amounts and for tokens. */
    private static void approve(Parcel parcel, Sending sending, Wallet wallet) {
        sending.out().printf("letting the hub take it%n");
        sending.send(
                wallet,
                parcel.asset(),
                UInt256.ZERO,
                AbiValue.call("approve(address,uint256)", AbiValue.of(RootHub.ESCROW), AbiValue.of(parcel.amount())));
    }

    private AbiReader ask(Address contract, Address asset, Bytes question) {
        Bytes answer = chain.call(contract, question);
        if (answer.isEmpty()) {
            throw new UserError("%s is no token there.".formatted(asset));
        }
        try {
            return AbiReader.ofOutput(answer);
        } catch (AbiException none) {
            throw new UserError("%s is no token there.".formatted(asset), none);
        }
    }
}
