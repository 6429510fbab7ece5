// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.List;
import java.util.Optional;
import network.banyan.execution.CallRequest.SlotOverride;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Blocks that nobody made, to be run on a state and forgotten. Source: {@code eth_simulateV1} of ethereum/execution-apis.
 *
 * @param transfers whether coins that move are told as logs
 * @param validation whether nonces and fees are looked at as for true transactions
 * @param gasMax all calls together may use
 */
public record SimulationRequest(List<SimulatedBlock> blocks, boolean transfers, boolean validation, long gasMax) {
    public SimulationRequest {
        blocks = List.copyOf(blocks);
    }

    /** One block: what is pretended of it and of accounts before it, and its calls. */
    public record SimulatedBlock(BlockOverride header, List<AccountOverride> accounts, List<Call> calls) {
        public SimulatedBlock {
            accounts = List.copyOf(accounts);
            calls = List.copyOf(calls);
        }
    }

    /** What is empty follows from the block before. */
    public record BlockOverride(
            Optional<Long> number,
            Optional<Long> timestamp,
            Optional<Long> gasLimit,
            Optional<Address> beneficiary,
            Optional<Hash> prevRandao,
            Optional<UInt256> baseFee,
            Optional<UInt256> blobBaseFee) {
        public static final BlockOverride NONE = new BlockOverride(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        BlockOverride at(long itsNumber, long itsTimestamp) {
            return new BlockOverride(
                    Optional.of(itsNumber),
                    Optional.of(itsTimestamp),
                    gasLimit,
                    beneficiary,
                    prevRandao,
                    baseFee,
                    blobBaseFee);
        }
    }

    /**
     * An account as it is pretended to look; what is empty stays.
     *
     * @param storage all that it stores, instead of what it did
     * @param slots changes of single slots
     * @param precompileTo where the precompile that lives here goes, for this block
     */
    public record AccountOverride(
            Address address,
            Optional<UInt256> balance,
            Optional<Long> nonce,
            Optional<Bytes> code,
            Optional<List<SlotOverride>> storage,
            List<SlotOverride> slots,
            Optional<Address> precompileTo) {}

    /**
     * A transaction that nobody signed.
     *
     * @param gasLimit empty: as much as is left
     * @param nonce empty: the sender's next
     * @param gasPrice makes it one of the old kind
     */
    public record Call(
            Address from,
            Optional<Address> to,
            Optional<Long> gasLimit,
            Optional<Long> nonce,
            Optional<UInt256> gasPrice,
            UInt256 maxFeePerGas,
            UInt256 maxPriorityFeePerGas,
            UInt256 value,
            Bytes data,
            List<AccessListEntry> accessList,
            List<Authorization> authorizations) {}
}
