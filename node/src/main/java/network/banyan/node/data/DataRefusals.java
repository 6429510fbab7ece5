// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the vault's contract refuses, in sentences. */
final class DataRefusals {
    private static final SortedMap<Bytes, String> WORDS = words();

    private DataRefusals() {}

    static Optional<String> sentence(Address called, Bytes revert) {
        return revert.size() < AbiValue.SELECTOR_SIZE
                ? Optional.empty()
                : Optional.ofNullable(WORDS.get(revert.slice(0, AbiValue.SELECTOR_SIZE)));
    }

    private static SortedMap<Bytes, String> words() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put("NotOwner(bytes32,address)", "The device is not this account's, so its data is not either.");
        said.put(
                "NotGrown(bytes32,uint64,uint64)",
                "The chain has a longer list of segments: another process stored meanwhile. Do it again.");
        said.put(
                "NotConsistent(bytes32,uint64,uint64)",
                "The list of segments does not continue the one on the chain: is this the right store?");
        said.put(
                "WrongEpoch(bytes32,uint64,uint64)",
                "The keys were rotated meanwhile: a grant was revoked elsewhere. Do it again.");
        said.put("EmptyRange(uint64,uint64)", "That range is empty: --from must lie before --until.");
        said.put("NoSuchGrant(bytes32,uint256)", "There is no such grant; `banyan data list` shows them.");
        said.put("AlreadyRevoked(bytes32,uint256)", "That grant is revoked already.");
        SortedMap<Bytes, String> words = new TreeMap<>();
        said.forEach((error, sentence) -> words.put(AbiValue.selector(error), sentence));
        return Collections.unmodifiableSortedMap(words);
    }
}
