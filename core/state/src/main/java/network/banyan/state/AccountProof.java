// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What {@code eth_getProof} answers (EIP-1186): an account, some of its slots, and the trie nodes from the root that show
 * each of them, or show that it is absent.
 */
public record AccountProof(
        Address address, Account account, Hash storageRoot, List<Bytes> nodes, List<SlotProof> slots) {
    public record SlotProof(UInt256 slot, UInt256 value, List<Bytes> nodes) {}
}
