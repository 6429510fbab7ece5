// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * A message that nobody signed, to be run on a state and forgotten.
 *
 * @param gasLimit empty: as much as the block holds
 * @param gasPrice empty: nothing is paid, and the base fee does not count
 * @param authorizations not empty: as a transaction of type 4 would run (EIP-7702), which needs a receiver
 * @param overrides what the state is pretended to be
 * @param block what the block is pretended to be
 */
public record CallRequest(
        Address from,
        Optional<Address> to,
        Optional<Long> gasLimit,
        Optional<UInt256> gasPrice,
        UInt256 value,
        Bytes data,
        List<AccessListEntry> accessList,
        List<Authorization> authorizations,
        List<StateOverride> overrides,
        BlockOverride block) {
    public CallRequest {
        accessList = List.copyOf(accessList);
        authorizations = List.copyOf(authorizations);
        overrides = List.copyOf(overrides);
    }

    /** In the block as it is. */
    public CallRequest(
            Address from,
            Optional<Address> to,
            Optional<Long> gasLimit,
            Optional<UInt256> gasPrice,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            List<Authorization> authorizations,
            List<StateOverride> overrides) {
        this(from, to, gasLimit, gasPrice, value, data, accessList, authorizations, overrides, BlockOverride.NONE);
    }

    /** One that lets no account borrow code, in the block as it is. */
    public CallRequest(
            Address from,
            Optional<Address> to,
            Optional<Long> gasLimit,
            Optional<UInt256> gasPrice,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            List<StateOverride> overrides) {
        this(from, to, gasLimit, gasPrice, value, data, accessList, List.of(), overrides);
    }

    /** An account as it is pretended to look; what is empty stays. Slots not named stay, too. */
    public record StateOverride(
            Address address,
            Optional<UInt256> balance,
            Optional<Long> nonce,
            Optional<Bytes> code,
            List<SlotOverride> slots) {
        public StateOverride {
            slots = List.copyOf(slots);
        }
    }

    public record SlotOverride(UInt256 slot, UInt256 value) {}

    CallRequest withAccessList(List<AccessListEntry> list) {
        return new CallRequest(from, to, gasLimit, gasPrice, value, data, list, authorizations, overrides, block);
    }
}
