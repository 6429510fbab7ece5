// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Genesis.GenesisAccount;
import network.banyan.node.SystemContracts;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;

/**
 * What a genesis writes into the outpost's contracts (docs/spec/outpost.md, "Contracts").
 *
 * @param root the root's chain id
 * @param members accounts of the committee, in its order
 * @param wrapper of the chain's own token on the root; zero if it stays at home
 * @param cap the most of it that is ever out, in wei
 * @param runBlocks blocks of a run
 */
record OutpostGenesis(long root, List<Address> members, Address wrapper, UInt256 cap, long runBlocks) {
    private static final Address OUTPOST = Address.ofNumber(0x1030);
    private static final Address ASSETS = Address.ofNumber(0x1031);

    OutpostGenesis {
        members = List.copyOf(members);
    }

    SortedMap<Address, GenesisAccount> accounts() {
        SortedMap<Address, GenesisAccount> accounts = new TreeMap<>(SystemContracts.outpost());
        SortedMap<Hash, Hash> post = new TreeMap<>();
        post.put(slot(0), word(root));
        post.put(slot(1), word(members.size()));
        for (int i = 0; i < members.size(); i++) {
            post.put(Keccak.hash(AbiValue.encoded(AbiValue.of(members.get(i)), AbiValue.of(2))), word(i + 1L));
        }
        write(accounts, OUTPOST, post);
        if (!cap.isZero()) {
            write(accounts, ASSETS, Map.of(slot(0), wrapper.toWord().toHash(), slot(1), cap.toHash()));
        }
        write(accounts, OutboxContract.ADDRESS, Map.of(slot(0), word(runBlocks)));
        return accounts;
    }

    private static void write(SortedMap<Address, GenesisAccount> accounts, Address contract, Map<Hash, Hash> storage) {
        GenesisAccount empty = Invariant.present(accounts.get(contract));
        accounts.put(
                contract, new GenesisAccount(empty.balance(), empty.nonce(), empty.code(), new TreeMap<>(storage)));
    }

    private static Hash slot(long number) {
        return word(number);
    }

    private static Hash word(long number) {
        return UInt256.of(number).toHash();
    }
}
