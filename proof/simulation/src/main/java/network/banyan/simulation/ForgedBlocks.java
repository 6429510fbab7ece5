// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Optional;
import network.banyan.consensus.BlockId;
import network.banyan.election.Reveal;
import network.banyan.execution.BaseFee;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Blocks that a liar makes without a replica: empty ones, which leave the state as it is, and true ones with one flaw. */
record ForgedBlocks(Simulation world, int seat) {
    private static final long HOUR_MILLIS = 3_600_000;

    /** A block for a view, its parent, and the certificate that lets it stand there. */
    record Standing(Block block, BlockId parent, Optional<Certificate> certificate) {}

    static BlockId id(Block block) {
        Slot slot = block.slot();
        return new BlockId(slot.epoch(), slot.view(), block.number(), block.hash());
    }

    /** What the leader of a view could propose, if the view before it was notarized. */
    Optional<Standing> best(MemoryChainStore disk, long view) {
        return disk.certified().stream()
                .filter(found -> found.subject().type() == VoteType.NOTARIZE
                        && found.subject().view() == view - 1)
                .findFirst()
                .flatMap(found -> disk.durable(found.subject().block())
                        .map(parent -> new Standing(child(parent, view), id(parent), Optional.of(found))));
    }

    /** An empty block that is right in everything. */
    Block child(Block parent, long view) {
        long earliest = Slot.timeMillis(parent.header()) + world.cast().pacing().blockIntervalMillis();
        return child(parent, view, Math.max(world.clock(), earliest));
    }

    private Block child(Block parent, long view, long timeMillis) {
        BlockHeader before = parent.header();
        Cast cast = world.cast();
        Bytes reveal = world.signatures().signer(seat).reveal(view);
        var header = new BlockHeader(
                parent.hash(),
                BlockHeader.NO_OMMERS,
                cast.committee().member(seat).operator(),
                before.stateRoot(),
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                Bloom.EMPTY,
                UInt256.ZERO,
                before.number() + 1,
                before.gasLimit(),
                0,
                timeMillis / 1_000,
                new Slot(0, view, (int) (timeMillis % 1_000)).toExtraData(),
                Reveal.mix(before.mixHash(), reveal),
                BlockHeader.ZERO_NONCE,
                BaseFee.after(before, cast.genesis().parameters().minBaseFee()),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                before.parentBeaconBlockRoot(),
                BlockHeader.NO_REQUESTS);
        return new Block(header, java.util.List.of(), reveal);
    }

    /** The block with one flaw. */
    Block spoilt(Block block, BlockId parent, Lie flaw, MemoryChainStore disk) {
        BlockHeader header = block.header();
        long time = Slot.timeMillis(header);
        return switch (flaw) {
            case WRONG_STATE_ROOT -> with(block, Hash.ZERO, time, block.slot().view(), header.parentBeaconBlockRoot());
            case WRONG_COMMITTEE ->
                with(block, header.stateRoot(), time, block.slot().view(), Hash.ZERO);
            case FROM_THE_FUTURE ->
                with(
                        block,
                        header.stateRoot(),
                        time + HOUR_MILLIS,
                        block.slot().view(),
                        header.parentBeaconBlockRoot());
            case TOO_EARLY -> {
                long before = disk.durable(parent.hash())
                        .map(found -> Slot.timeMillis(found.header()))
                        .orElse(time);
                yield with(block, header.stateRoot(), before, block.slot().view(), header.parentBeaconBlockRoot());
            }
            case IN_ANOTHER_VIEW ->
                with(block, header.stateRoot(), time, block.slot().view() + 2, header.parentBeaconBlockRoot());
            default -> block;
        };
    }

    private static Block with(Block block, Hash stateRoot, long timeMillis, long view, Hash committee) {
        BlockHeader header = block.header();
        return new Block(
                new BlockHeader(
                        header.parentHash(),
                        header.ommersHash(),
                        header.beneficiary(),
                        stateRoot,
                        header.transactionsRoot(),
                        header.receiptsRoot(),
                        header.bloom(),
                        header.difficulty(),
                        header.number(),
                        header.gasLimit(),
                        header.gasUsed(),
                        timeMillis / 1_000,
                        new Slot(0, view, (int) (timeMillis % 1_000)).toExtraData(),
                        header.mixHash(),
                        header.nonce(),
                        header.baseFeePerGas(),
                        header.withdrawalsRoot(),
                        header.blobGasUsed(),
                        header.excessBlobGas(),
                        committee,
                        header.requestsHash()),
                block.transactions(),
                block.reveal());
    }
}
