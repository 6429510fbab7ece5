// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/** The contracts that stand in genesis, from the compiled artifacts that the build packs beside the classes. */
public final class SystemContracts {
    private static final List<String> NAMES = List.of(
            "DeviceRegistry",
            "Anchor",
            "Staking",
            "Delegates",
            "Rewards",
            "Parameters",
            "Election",
            "Slashing",
            "Checkpoints",
            "DidRegistry",
            "GatewayLog",
            "DataVault",
            "DataSale",
            "HubChains",
            "HubMembers",
            "HubEscrow",
            "HubInbox",
            "HubCheckpoints",
            "HubProofs",
            "HubClaims",
            "HubMailbox",
            "HubExits",
            "HubWrappers",
            "HubDisputes");

    /** In a sidechain's genesis alone. */
    private static final List<String> OUTPOST = List.of("Outpost", "OutpostAssets", "OutpostOutbox", "OutpostMailbox");

    private SystemContracts() {}

    /** Their accounts by address, nonce 1 as any contract's (EIP-161). */
    public static SortedMap<Address, GenesisAccount> accounts() {
        SortedMap<Address, GenesisAccount> accounts = new TreeMap<>();
        accounts.put(BEACON_ROOTS, new GenesisAccount(UInt256.ZERO, 1, BEACON_ROOTS_CODE, new TreeMap<>()));
        accounts.put(HISTORY, new GenesisAccount(UInt256.ZERO, 1, HISTORY_CODE, new TreeMap<>()));
        NAMES.forEach(name -> place(accounts, name));
        return accounts;
    }

    /** A chain's side of the hub, not founded yet: nothing is written in it. */
    public static SortedMap<Address, GenesisAccount> outpost() {
        SortedMap<Address, GenesisAccount> accounts = new TreeMap<>();
        OUTPOST.forEach(name -> place(accounts, name));
        return accounts;
    }

    private static void place(SortedMap<Address, GenesisAccount> accounts, String name) {
        JsonNode artifact = read("/contracts/" + name + ".json");
        accounts.put(
                Address.fromHex(artifact.get("address").asText()),
                new GenesisAccount(
                        UInt256.ZERO,
                        1,
                        Bytes.fromHex(artifact.get("deployedBytecode").asText()),
                        new TreeMap<>()));
    }

    /** EIP-4788: contracts read the committee's commitment of recent blocks here. */
    private static final Address BEACON_ROOTS = Address.fromHex("0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02");

    private static final Bytes BEACON_ROOTS_CODE = Bytes.fromHex(
            "0x3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff810690815414"
                    + "603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500");

    /** EIP-2935: contracts read the hashes of the last 8,191 blocks here. */
    private static final Address HISTORY = Address.fromHex("0x0000F90827F1C53a10cb7A02335B175320002935");

    private static final Bytes HISTORY_CODE = Bytes.fromHex(
            "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257"
                    + "611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500");

    /** Where every block leaves something before its first transaction. */
    public static final List<Address> HISTORIES = List.of(BEACON_ROOTS, HISTORY);

    private static JsonNode read(String resource) {
        try (InputStream in = SystemContracts.class.getResourceAsStream(resource)) {
            Invariant.check(in != null, "the build did not pack %s", resource);
            return new ObjectMapper().readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
