// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.consensus.Pacing;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Who plays: the members with their keys, and accounts with money. The same for every seed, for making it verifies every
 * key.
 *
 * @param committee of genesis: the first of the members, or all
 */
record Cast(
        Genesis genesis,
        Committee committee,
        List<Member> members,
        List<Bls.SecretKey> secrets,
        List<Hash> accountKeys) {
    static final int ACCOUNTS = 5;

    /** In one room, so that a storm has many views. */
    static final Pacing QUICK = new Pacing(100, 100);

    Cast {
        members = List.copyOf(members);
        secrets = List.copyOf(secrets);
        accountKeys = List.copyOf(accountKeys);
    }

    /**
     * @param members 1 to 36
     * @param epochs empty if all of them sit for ever
     */
    static Cast of(int members, Pacing pacing, Optional<Epochs> epochs) {
        List<Bls.SecretKey> secrets = IntStream.range(0, members)
                .mapToObj(number -> Bls.SecretKey.ofSeed(name("member", number).toArray()))
                .toList();
        List<Member> all = IntStream.range(0, members)
                .mapToObj(number -> new Member(
                        "member " + number,
                        address("operator", number),
                        secrets.get(number).publicKey(),
                        name("node", number).toBytes()))
                .toList();
        List<Validator> first = IntStream.range(0, epochs.map(Epochs::seats).orElse(members))
                .mapToObj(number -> validator(all.get(number), secrets.get(number)))
                .toList();
        List<Hash> keys = IntStream.range(0, ACCOUNTS)
                .mapToObj(account -> name("account", account))
                .toList();
        SortedMap<Address, GenesisAccount> alloc = new TreeMap<>();
        UInt256 fortune = UInt256.of(1_000_000_000_000_000_000L);
        keys.forEach(key -> alloc.put(Secp256k1.addressOf(key), GenesisAccount.withBalance(fortune)));
        if (epochs.isPresent()) {
            alloc.putAll(new Electorate(all).contracts());
        }
        var parameters = new Genesis.Parameters(
                pacing.blockIntervalMillis(),
                pacing.deltaMillis(),
                30_000_000,
                UInt256.of(1_000_000_000L),
                false,
                epochs);
        var genesis = new Genesis(4_691, "simulation", "SIM", 1_750_000_000L, parameters, first, alloc);
        return new Cast(genesis, Committee.of(0, first), all, secrets, keys);
    }

    private static Validator validator(Member member, Bls.SecretKey secret) {
        return new Validator(
                member.name(), member.operator(), member.blsPublicKey(), secret.provePossession(), member.nodeKey());
    }

    int size() {
        return members.size();
    }

    /** Who stands for election. */
    Electorate electorate() {
        return new Electorate(members);
    }

    Pacing pacing() {
        return new Pacing(
                genesis.parameters().blockIntervalMillis(), genesis.parameters().viewTimeoutMillis());
    }

    Bytes nodeKey(int member) {
        return members.get(member).nodeKey();
    }

    /** Whose node this key names, by its number. */
    int member(Bytes nodeKey) {
        return IntStream.range(0, size())
                .filter(number -> nodeKey(number).equals(nodeKey))
                .findFirst()
                .orElseThrow();
    }

    static Address address(String kind, int number) {
        return Address.at(name(kind, number).toArray(), 12);
    }

    private static Hash name(String kind, int number) {
        return Keccak.hash((kind + " " + number).getBytes(StandardCharsets.US_ASCII));
    }
}
