// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.contracts.hub.ChainsContract;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.node.SystemContracts;
import network.banyan.node.founding.Founder;
import network.banyan.node.founding.Founding;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/** Where a devnet begins: the system contracts, the validators as delegates with their pledges, and test accounts. */
final class DevnetGenesis {
    private static final long CHAIN_ID = 468_900;
    private static final long DELAY_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 20;

    private DevnetGenesis() {}

    static Genesis of(DevnetFolder.Shape shape, List<Founder> founders, long nowSeconds) {
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>(SystemContracts.accounts());
        DevnetStaking.govern(alloc);
        shortenDelays(alloc);
        TestAccount.all().forEach(account -> fund(alloc, account));
        fund(alloc, TestAccount.deviceOwner());
        fund(alloc, TestAccount.gatewayOwner());
        fund(alloc, TestAccount.trackerOwner());
        IntStream.rangeClosed(1, shape.loadAccounts()).forEach(n -> fund(alloc, TestAccount.load(n)));
        return new Genesis(
                CHAIN_ID,
                "Banyan devnet",
                "IOTX",
                nowSeconds,
                new Genesis.Parameters(
                        shape.blockIntervalMillis(),
                        shape.viewTimeoutMillis(),
                        shape.gasLimit(),
                        UInt256.of(1_000_000_000L),
                        false,
                        shape.epochs()),
                founders.stream().map(Founder::validator).toList(),
                new Founding(CHAIN_ID, nowSeconds, DevnetStaking.TERMS).found(alloc, founders));
    }

    /** Whoever tries a sidechain out does not wait a day for what comes back from it, nor two for its end. */
    private static void shortenDelays(SortedMap<Address, GenesisAccount> alloc) {
        GenesisAccount chains = Invariant.present(alloc.get(ChainsContract.ADDRESS));
        SortedMap<Hash, Hash> storage = new TreeMap<>(chains.storage());
        storage.put(ChainsContract.trialDelaySlot(), UInt256.of(DELAY_SECONDS).toHash());
        storage.put(
                ChainsContract.trialPatienceSlot(), UInt256.of(PATIENCE_SECONDS).toHash());
        alloc.put(ChainsContract.ADDRESS, new GenesisAccount(chains.balance(), chains.nonce(), chains.code(), storage));
    }

    private static void fund(SortedMap<Address, GenesisAccount> alloc, TestAccount account) {
        alloc.put(account.address(), GenesisAccount.withBalance(TestAccount.BALANCE));
    }
}
