// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.banyan.contracts.staking.Parameter;
import network.banyan.contracts.staking.ParametersContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.node.SystemContracts;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;
import network.banyan.node.founding.Founding;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * What a new network is to be. Staking follows the defaults of docs/spec/staking.md.
 *
 * @param name for people; letters, digits, spaces, dots and hyphens
 * @param symbol of its coin
 * @param rules block times, gas and epochs
 * @param funds who owns how much from the start, in wei, besides the delegates' pledges
 * @param governor who may propose other values; without one nothing ever changes
 * @param additions what else stands in its genesis
 */
public record NetworkPlan(
        String name,
        String symbol,
        long chainId,
        Genesis.Parameters rules,
        SortedMap<Address, UInt256> funds,
        Optional<Address> governor,
        Additions additions) {
    /** Accounts that depend on who founds the network. */
    @FunctionalInterface
    public interface Additions {
        Additions NONE = _ -> new TreeMap<>();

        SortedMap<Address, GenesisAccount> with(List<Founder> founders);
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .-]{0,62}");
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /**
     * Two million coins for 91 days, bound anew each day: above the least pledge, and with their weight of 1.36 above the least
     * votes of a candidate. A thousand coins are left for gas.
     */
    private static final Founder.Terms TERMS =
            new Founder.Terms(coins(100), coins(2_000_000), new StakingContract.Term(91, true), 1_000, coins(1_000));

    /**
     * @throws UserError if the name is none
     */
    public NetworkPlan {
        if (!NAME.matcher(name).matches()) {
            throw new UserError(
                    "--name is 1 to 63 letters, digits, spaces, dots and hyphens, beginning with a letter or a digit; not \"%s\"."
                            .formatted(name));
        }
        funds = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(funds));
    }

    Genesis genesis(List<Founder> founders, long nowSeconds) {
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>(SystemContracts.accounts());
        governor.ifPresent(address -> govern(alloc, address));
        alloc.putAll(additions.with(founders));
        funds.forEach((address, wei) -> {
            if (alloc.putIfAbsent(address, GenesisAccount.withBalance(wei)) != null) {
                throw new UserError("--fund %s: a system contract stands at that address.".formatted(address));
            }
        });
        return new Genesis(
                chainId,
                name,
                symbol,
                nowSeconds,
                rules,
                founders.stream().map(Founder::validator).toList(),
                new Founding(chainId, nowSeconds, TERMS).found(alloc, founders));
    }

    private static void govern(SortedMap<Address, GenesisAccount> alloc, Address governor) {
        GenesisAccount contract = Invariant.present(alloc.get(ParametersContract.ADDRESS));
        SortedMap<Hash, Hash> storage = new TreeMap<>(contract.storage());
        storage.put(Parameter.governorSlot(), governor.toWord().toHash());
        alloc.put(
                ParametersContract.ADDRESS,
                new GenesisAccount(contract.balance(), contract.nonce(), contract.code(), storage));
    }

    private static BigInteger coins(long coins) {
        return COIN.multiply(BigInteger.valueOf(coins));
    }
}
