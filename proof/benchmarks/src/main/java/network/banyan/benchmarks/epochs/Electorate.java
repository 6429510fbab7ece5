// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.epochs;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.NodeKeys;
import network.banyan.node.SystemContracts;
import network.banyan.node.founding.Founder;
import network.banyan.node.founding.Founding;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Delegates that stand in genesis, and holders who make buckets for them; the same in every run. */
final class Electorate {
    static final int SEATS = 24;

    private static final long CHAIN_ID = 468_998;
    private static final long GAS_LIMIT = 1_000_000_000;
    private static final long CREATE_GAS = 400_000;
    private static final long TIMESTAMP = 1_750_000_000;
    private static final int HOLDERS = 1_000;
    private static final UInt256 TIP = UInt256.of(1_000_000L);
    private static final UInt256 MOST = UInt256.of(10_000_000_000_000L);
    private static final BigInteger COIN = BigInteger.TEN.pow(18);
    private static final UInt256 STAKE = coins(100);

    /** Above the least votes by default, so that every delegate could be a candidate. */
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(2_000_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);

    private final List<Founder> founders;
    private final List<Hash> holders;

    Electorate(int delegates) {
        founders = IntStream.rangeClosed(1, delegates)
                .parallel()
                .mapToObj(Electorate::founder)
                .toList();
        holders = IntStream.range(0, HOLDERS)
                .mapToObj(number -> secret("holder", number))
                .toList();
    }

    private static Founder founder(int number) {
        var keys = new NodeKeys(
                secret("bls", number).toBytes(), secret("node", number).toBytes(), secret("operator", number));
        return new Founder("delegate-" + number, keys);
    }

    private static Hash secret(String kind, int number) {
        return Keccak.hash(("banyan epochs " + kind + number).getBytes(StandardCharsets.US_ASCII));
    }

    private static UInt256 coins(long coins) {
        return UInt256.of(COIN.multiply(BigInteger.valueOf(coins)));
    }

    Genesis genesis(long epochBlocks) {
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>(SystemContracts.accounts());
        holders.forEach(key -> alloc.put(Secp256k1.addressOf(key), GenesisAccount.withBalance(coins(100_000_000))));
        var parameters = new Genesis.Parameters(
                0,
                1_000,
                GAS_LIMIT,
                UInt256.of(1_000_000_000L),
                false,
                Optional.of(new Genesis.Epochs(epochBlocks, SEATS)));
        return new Genesis(
                CHAIN_ID,
                "Epochs",
                "IOTX",
                TIMESTAMP,
                parameters,
                founders.stream().limit(SEATS).map(Founder::validator).toList(),
                new Founding(CHAIN_ID, TIMESTAMP, TERMS).found(alloc, founders));
    }

    /** Transactions that each make a bucket, from this number on; delegates get votes in turn. */
    List<Transaction> buckets(int from, int count) {
        return IntStream.range(from, from + count)
                .parallel()
                .mapToObj(this::bucket)
                .toList();
    }

    private Transaction bucket(int number) {
        var create = StakingContract.create(
                new StakingContract.Term(number % 1_000, number % 2 == 0), false, 1L + number % founders.size());
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN_ID)),
                number / HOLDERS,
                TIP,
                MOST,
                CREATE_GAS,
                Optional.of(StakingContract.ADDRESS),
                STAKE,
                create,
                List.of());
        return Transaction.sign(body, holders.get(number % HOLDERS));
    }
}
