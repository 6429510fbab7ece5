// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import java.util.Optional;
import network.banyan.evm.BlockContext;
import network.banyan.execution.SimulationRequest.BlockOverride;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What must be known of a block before its transactions run; all of it stands in the header, but for the turn, which
 * follows from the blocks before.
 *
 * @param timestamp seconds since 1970; may equal the parent's on our chains
 * @param parentBeaconRoot what EIP-4788 stores: on our chains the committee's commitment
 * @param turn if the block is the first of an epoch
 */
public record BlockEnvironment(
        Hash parentHash,
        long number,
        long timestamp,
        long gasLimit,
        Address beneficiary,
        Hash prevRandao,
        UInt256 baseFee,
        UInt256 blobBaseFee,
        Hash parentBeaconRoot,
        Optional<Turn> turn) {
    /** A block that begins no epoch. */
    public BlockEnvironment(
            Hash parentHash,
            long number,
            long timestamp,
            long gasLimit,
            Address beneficiary,
            Hash prevRandao,
            UInt256 baseFee,
            UInt256 blobBaseFee,
            Hash parentBeaconRoot) {
        this(
                parentHash,
                number,
                timestamp,
                gasLimit,
                beneficiary,
                prevRandao,
                baseFee,
                blobBaseFee,
                parentBeaconRoot,
                Optional.empty());
    }

    /** The same block as the first of an epoch, if there is a turn. */
    public BlockEnvironment with(Optional<Turn> itsTurn) {
        return new BlockEnvironment(
                parentHash,
                number,
                timestamp,
                gasLimit,
                beneficiary,
                prevRandao,
                baseFee,
                blobBaseFee,
                parentBeaconRoot,
                itsTurn);
    }

    /** Of a block of our own chains. */
    public static BlockEnvironment of(BlockHeader header) {
        return of(header, BlobSchedule.PRAGUE);
    }

    public static BlockEnvironment of(BlockHeader header, BlobSchedule blobs) {
        return new BlockEnvironment(
                header.parentHash(),
                header.number(),
                header.timestamp(),
                header.gasLimit(),
                header.beneficiary(),
                header.mixHash(),
                header.baseFeePerGas(),
                blobs.price(header.excessBlobGas()),
                header.parentBeaconBlockRoot());
    }

    /** The same block as it is pretended to look. */
    BlockEnvironment with(BlockOverride override) {
        return new BlockEnvironment(
                parentHash,
                override.number().orElse(number),
                override.timestamp().orElse(timestamp),
                override.gasLimit().orElse(gasLimit),
                override.beneficiary().orElse(beneficiary),
                override.prevRandao().orElse(prevRandao),
                override.baseFee().orElse(baseFee),
                override.blobBaseFee().orElse(blobBaseFee),
                parentBeaconRoot,
                turn);
    }

    public BlockContext context(ChainRules rules, BlockContext.Ancestors ancestors) {
        return new BlockContext(
                rules.chainId(), number, timestamp, gasLimit, beneficiary, prevRandao, baseFee, blobBaseFee, ancestors);
    }
}
