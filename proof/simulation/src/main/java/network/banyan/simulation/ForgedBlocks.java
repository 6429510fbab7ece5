// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.List;
import java.util.Optional;
import network.banyan.consensus.BlockId;
import network.banyan.crypto.Keccak;
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
record ForgedBlocks(Simulation world, int member) {
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
                        && found.subject().epoch() == disk.epoch()
                        && found.subject().view() == view - 1)
                .findFirst()
                .flatMap(found -> disk.durable(found.subject().block())
                        .map(parent -> new Standing(child(parent, view), id(parent), Optional.of(found))));
    }

    /** An empty block that is right in everything. */
    Block child(Block parent, long view) {
        return child(parent, world.history().epochOf(parent.number() + 1), view);
    }

    /** One that is younger by so much. */
    Block youngerChild(Block parent, long view, long laterMillis) {
        return child(parent, world.history().epochOf(parent.number() + 1), view, laterMillis);
    }

    /** One in an epoch that may be over. */
    Block child(Block parent, long epoch, long view) {
        return child(parent, epoch, view, 0);
    }

    private Block child(Block parent, long epoch, long view, long laterMillis) {
        BlockHeader before = parent.header();
        Cast cast = world.cast();
        long earliest = Slot.timeMillis(before) + cast.pacing().blockIntervalMillis();
        long timeMillis = Math.max(world.clock(), earliest) + laterMillis;
        History history = world.history();
        long number = before.number() + 1;
        Bytes reveal = world.signatures().reveal(member, epoch, view);
        Hash beacon = Reveal.mix(before.mixHash(), reveal);
        Hash committee = history.ends(number)
                ? history.commitment(history.after(epoch, beacon))
                : before.parentBeaconBlockRoot();
        var header = new BlockHeader(
                parent.hash(),
                BlockHeader.NO_OMMERS,
                cast.members().get(member).operator(),
                before.stateRoot(),
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                Bloom.EMPTY,
                UInt256.ZERO,
                number,
                before.gasLimit(),
                0,
                timeMillis / 1_000,
                new Slot(epoch, view, (int) (timeMillis % 1_000)).toExtraData(),
                beacon,
                BlockHeader.ZERO_NONCE,
                BaseFee.after(before, cast.genesis().parameters().minBaseFee()),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                committee,
                BlockHeader.NO_REQUESTS);
        return new Block(header, List.of(), reveal);
    }

    /** The block with one flaw. */
    Block spoilt(Block block, BlockId parent, Lie flaw, MemoryChainStore disk) {
        long time = Slot.timeMillis(block.header());
        long view = block.slot().view();
        var draft = Draft.of(block);
        return switch (flaw) {
            case WRONG_STATE_ROOT -> draft.withStateRoot(Hash.ZERO).made(block);
            case WRONG_COMMITTEE -> draft.withCommittee(Hash.ZERO).made(block);
            case FROM_THE_FUTURE -> draft.at(time + HOUR_MILLIS, view).made(block);
            case TOO_EARLY -> {
                long before = disk.durable(parent.hash())
                        .map(found -> Slot.timeMillis(found.header()))
                        .orElse(time);
                yield draft.at(before, view).made(block);
            }
            case IN_ANOTHER_VIEW -> draft.at(time, view + 2).made(block);
            case ANOTHER_COMMITTEE ->
                world.history().ends(block.number())
                        ? draft.withCommittee(drawnBy(block, Keccak.hash(Hash.ZERO.toArray())))
                                .made(block)
                        : block;
            case FALSE_REVEAL ->
                disk.durable(parent.hash())
                        .map(before -> withFalseReveal(block, before))
                        .orElse(block);
            default -> block;
        };
    }

    private Block withFalseReveal(Block block, Block parent) {
        Slot slot = block.slot();
        Bytes reveal = world.signatures().reveal(member, slot.epoch(), slot.view() + 1_000);
        Hash beacon = Reveal.mix(parent.header().mixHash(), reveal);
        var draft = Draft.of(block).withReveal(reveal, beacon);
        return (world.history().ends(block.number()) ? draft.withCommittee(drawnBy(block, beacon)) : draft).made(block);
    }

    private Hash drawnBy(Block last, Hash beacon) {
        History history = world.history();
        return history.commitment(history.after(last.slot().epoch(), beacon));
    }

    /** What a block that is nearly right has instead. */
    private record Draft(Hash stateRoot, long timeMillis, long view, Hash committee, Bytes reveal, Hash beacon) {
        static Draft of(Block block) {
            BlockHeader header = block.header();
            return new Draft(
                    header.stateRoot(),
                    Slot.timeMillis(header),
                    block.slot().view(),
                    header.parentBeaconBlockRoot(),
                    block.reveal(),
                    header.mixHash());
        }

        Draft withStateRoot(Hash other) {
            return new Draft(other, timeMillis, view, committee, reveal, beacon);
        }

        Draft withCommittee(Hash other) {
            return new Draft(stateRoot, timeMillis, view, other, reveal, beacon);
        }

        Draft withReveal(Bytes other, Hash itsBeacon) {
            return new Draft(stateRoot, timeMillis, view, committee, other, itsBeacon);
        }

        Draft at(long otherMillis, long otherView) {
            return new Draft(stateRoot, otherMillis, otherView, committee, reveal, beacon);
        }

        Block made(Block block) {
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
                            new Slot(block.slot().epoch(), view, (int) (timeMillis % 1_000)).toExtraData(),
                            beacon,
                            header.nonce(),
                            header.baseFeePerGas(),
                            header.withdrawalsRoot(),
                            header.blobGasUsed(),
                            header.excessBlobGas(),
                            committee,
                            header.requestsHash()),
                    block.transactions(),
                    reveal);
        }
    }
}
