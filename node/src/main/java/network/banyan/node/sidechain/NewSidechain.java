// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.application.ApplicationName;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.execution.DisputeRules;
import network.banyan.hub.CommitteeKeys;
import network.banyan.ledger.ApplicationCode;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.ledger.Validator;
import network.banyan.node.UserError;
import network.banyan.node.founding.Founder;
import network.banyan.node.network.NetworkFolder;
import network.banyan.node.network.NetworkPlan;
import network.banyan.node.network.Place;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainState;
import network.banyan.state.StateChain;

/**
 * A sidechain that is to be written: genesis, charter, and a folder for each member.
 *
 * @param delay from a checkpoint's acceptance until what it brings is paid
 * @param applications where native ones stand
 * @param places of its members
 */
record NewSidechain(
        String name,
        long chainId,
        Tier tier,
        RootFacts root,
        OwnToken token,
        Genesis.Parameters rules,
        long runBlocks,
        Duration delay,
        SortedMap<Address, UInt256> funds,
        SortedMap<Address, ApplicationName> applications,
        List<Place> places) {
    private static final Duration LONGEST_DELAY = Duration.ofDays(5);

    NewSidechain {
        if (delay.toMillis() % 1_000 != 0 || delay.isZero() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new UserError("--delay takes whole seconds, 5 days at most.");
        }
        places = List.copyOf(places);
    }

    /**
     * @throws UserError if the folder is there, or cannot be written
     */
    Charter write(Path out) {
        Address wrapper = token.wrapper(chainId);
        var plan = new NetworkPlan(
                name,
                token.symbol(),
                chainId,
                rules,
                funds,
                Optional.empty(),
                founders -> additions(new OutpostGenesis(
                        root.chainId(),
                        founders.stream().map(Founder::operator).toList(),
                        wrapper,
                        token.cap(),
                        runBlocks)));
        var folder = new NetworkFolder(out);
        Genesis genesis = folder.create(plan, places, Instant.now().getEpochSecond());
        var charter = new Charter(
                name,
                chainId,
                root.chainId(),
                tier,
                Keccak.hash(written(folder.path().resolve("genesis.json"))),
                verifier(genesis),
                delay.toSeconds(),
                token,
                wrapper,
                runBlocks,
                members(genesis),
                root.assets());
        CharterJson.write(charter, out);
        return charter;
    }

    /** Zero where no block is ever judged. */
    private Hash verifier(Genesis genesis) {
        return switch (tier) {
            case SOVEREIGN -> Hash.ZERO;
            case DISPUTABLE -> {
                Block block0 = ChainState.genesisBlock(
                        genesis, Committee.of(0, genesis.committee()), StateChain.Limits.DEFAULT);
                yield DisputeRules.of(genesis, block0.hash()).hash();
            }
        };
    }

    private SortedMap<Address, GenesisAccount> additions(OutpostGenesis outpost) {
        SortedMap<Address, GenesisAccount> accounts = new TreeMap<>(outpost.accounts());
        applications.forEach((address, application) -> accounts.put(
                address, new GenesisAccount(UInt256.ZERO, 0, ApplicationCode.of(application.text()), new TreeMap<>())));
        return accounts;
    }

    private static List<Charter.Member> members(Genesis genesis) {
        Map<Bytes, Address> accounts =
                genesis.committee().stream().collect(toMap(Validator::blsPublicKey, Validator::operator));
        List<Bls.PublicKey> keys = accounts.keySet().stream()
                .map(key -> Bls.PublicKey.decode(key).orElseThrow())
                .toList();
        return CommitteeKeys.ofMembers(keys).keys().stream()
                .map(key -> new Charter.Member(Invariant.present(accounts.get(key.bytes())), key.bytes()))
                .toList();
    }

    private static Bytes written(Path file) {
        try {
            return Bytes.wrap(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UserError("%s cannot be read again: %s".formatted(file, UserError.why(failed)), failed);
        }
    }
}
