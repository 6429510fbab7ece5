// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.consensus.Pacing;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.election.Committee;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Who plays: the members with their keys, and accounts with money. The same for every seed, for making it verifies every
 * key.
 */
record Cast(Genesis genesis, Committee committee, List<Bls.SecretKey> secrets, List<Hash> accountKeys) {
    static final int ACCOUNTS = 5;

    /** In one room, so that a storm has many views. */
    static final Pacing QUICK = new Pacing(100, 100);

    Cast {
        secrets = List.copyOf(secrets);
        accountKeys = List.copyOf(accountKeys);
    }

    /**
     * @param members 1 to 36
     */
    static Cast of(int members, Pacing pacing) {
        List<Bls.SecretKey> secrets = IntStream.range(0, members)
                .mapToObj(seat -> Bls.SecretKey.ofSeed(name("member", seat).toArray()))
                .toList();
        List<Validator> validators = new ArrayList<>();
        for (int seat = 0; seat < members; seat++) {
            Bls.SecretKey secret = secrets.get(seat);
            validators.add(new Validator(
                    "member " + seat,
                    address("operator", seat),
                    secret.publicKey(),
                    secret.provePossession(),
                    name("node", seat).toBytes()));
        }
        List<Hash> keys = IntStream.range(0, ACCOUNTS)
                .mapToObj(account -> name("account", account))
                .toList();
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>();
        UInt256 fortune = UInt256.of(1_000_000_000_000_000_000L);
        keys.forEach(key -> alloc.put(Secp256k1.addressOf(key), GenesisAccount.withBalance(fortune)));
        var parameters = new Genesis.Parameters(
                pacing.blockIntervalMillis(), pacing.deltaMillis(), 30_000_000, UInt256.of(1_000_000_000L), false);
        var genesis = new Genesis(4_691, "simulation", "SIM", 1_750_000_000L, parameters, validators, alloc);
        return new Cast(genesis, Committee.of(0, validators), secrets, keys);
    }

    Pacing pacing() {
        return new Pacing(
                genesis.parameters().blockIntervalMillis(), genesis.parameters().viewTimeoutMillis());
    }

    Bytes nodeKey(int seat) {
        return committee.member(seat).nodeKey();
    }

    static Address address(String kind, int number) {
        return Address.at(name(kind, number).toArray(), 12);
    }

    private static Hash name(String kind, int number) {
        return Keccak.hash((kind + " " + number).getBytes(StandardCharsets.US_ASCII));
    }
}
