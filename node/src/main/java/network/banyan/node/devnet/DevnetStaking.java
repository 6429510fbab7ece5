// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.staking.Parameter;
import network.banyan.contracts.staking.ParametersContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * Where a devnet's staking differs from the defaults of docs/spec/staking.md: test accounts own 10,000 coins, and whoever
 * tries something out waits as short as the ranges allow.
 */
final class DevnetStaking {
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    private record Setting(Parameter parameter, BigInteger value) {}

    private static final List<Setting> SETTINGS = List.of(
            inCoins(Parameter.MIN_STAKE, 1),
            inCoins(Parameter.MIN_PLEDGE, 1_000),
            inCoins(Parameter.MIN_VOTES, 1_000),
            new Setting(Parameter.REVEAL_WEIGHT, BigInteger.ONE),
            new Setting(Parameter.GOVERNANCE_DELAY, BigInteger.valueOf(86_400)),
            new Setting(Parameter.WITHDRAWAL_WAIT, BigInteger.valueOf(3_600)),
            new Setting(Parameter.UNBONDING, BigInteger.valueOf(86_400)),
            new Setting(Parameter.ENDORSEMENT_DELAY, BigInteger.valueOf(3_600)),
            new Setting(Parameter.COMMISSION_DELAY, BigInteger.valueOf(3_600)));

    /** A tenth of the voters' rewards; 5,000 coins at the least duration that earns the pledge's bonus. */
    static final Founder.Terms TERMS =
            new Founder.Terms(coins(100), coins(5_000), new StakingContract.Term(91, true), 1_000, coins(100));

    private DevnetStaking() {}

    /** Who may propose other values: the last of the accounts whose keys everybody knows. */
    static TestAccount governor() {
        return TestAccount.all().getLast();
    }

    /** Sets the values in the storage of {@code Parameters}, as its contract lets a genesis do. */
    static void govern(SortedMap<Address, GenesisAccount> alloc) {
        Address parameters = ParametersContract.ADDRESS;
        GenesisAccount contract = Invariant.present(alloc.get(parameters));
        SortedMap<Hash, Hash> storage = new TreeMap<>(contract.storage());
        SETTINGS.forEach(setting -> storage.put(setting.parameter().slot(), Parameter.stored(setting.value())));
        storage.put(Parameter.governorSlot(), governor().address().toWord().toHash());
        alloc.put(parameters, new GenesisAccount(contract.balance(), contract.nonce(), contract.code(), storage));
    }

    private static Setting inCoins(Parameter parameter, long coins) {
        return new Setting(parameter, coins(coins));
    }

    private static BigInteger coins(long coins) {
        return COIN.multiply(BigInteger.valueOf(coins));
    }
}
