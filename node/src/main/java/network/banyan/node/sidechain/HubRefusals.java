// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.node.cli.Sentences;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What the hub's contracts refuse at registration, in sentences. */
final class HubRefusals {
    private static final Sentences SENTENCES = new Sentences(said());

    private HubRefusals() {}

    static Optional<String> sentence(Address called, Bytes revert) {
        return SENTENCES.of(revert);
    }

    private static SortedMap<String, String> said() {
        SortedMap<String, String> said = new TreeMap<>();
        said.put(
                "ChainTaken(uint64)",
                "Another chain has that id on this root: create it anew with another --chain-id.");
        said.put("BadCharter(string)", "The root takes no such charter.");
        said.put("TierNotBuilt(uint8)", "The root has no such tier yet.");
        said.put("PaidTooLittle(uint256,uint256)", "The root takes a fee and at least 30 days of rent.");
        said.put("BadLimit(address)", "A limit is at least 10 of an asset's smallest units, and one for each asset.");
        said.put("BadExport(bytes32)", "The root takes no such token.");
        said.put("NotOwner(uint64,address)", "The chain is not this account's: name the one that registered it.");
        said.put("WrongState(uint64,uint8)", "The chain went on meanwhile: do it again to see where it stands.");
        said.put("CommitteeNotEligible()", "Not all of the committee have joined, or one is leaving.");
        said.put("BondTooSmall(uint256,uint256)", "The bond is too small.");
        said.put("KeyTaken(bytes32)", "That key is a member already.");
        said.put("BadProof()", "The key did not sign for this chain and account.");
        return said;
    }
}
