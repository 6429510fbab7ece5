// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Slot;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.FinalizedBlock;
import network.banyan.state.Account;
import network.banyan.state.StateLayer;
import network.banyan.state.StateView;

/**
 * Whether the blocks that one node calls final are in order, told without the code that made them: their headers follow
 * from each other, and the coins in the state are those of genesis less what was burned.
 */
final class Books {
    /** How far a block's time may run ahead of the clock of whoever votes for it. */
    private static final long CLOCK_LEAD_MILLIS = 2_000;

    private final Simulation world;
    private final MemoryChainStore disk;
    private final List<Address> owners = new ArrayList<>();
    private long height;
    private BigInteger burned = BigInteger.ZERO;

    Books(Simulation world, MemoryChainStore disk) {
        this.world = world;
        this.disk = disk;
        Cast cast = world.cast();
        cast.accountKeys().forEach(key -> owners.add(Secp256k1.addressOf(key)));
        cast.members().forEach(member -> owners.add(member.operator()));
        owners.addAll(Customers.recipients());
    }

    void published(String who, FinalizedBlock last, StateView head) {
        Block block = last.block();
        Block parent = disk.block(block.number() - 1).orElseThrow();
        follows(who, block.header(), parent.header());
        reveals(who, block, parent.header());
        var subject = last.certificate().subject();
        Broken.unless(
                !subject.block().equals(block.hash())
                        || (standsIn(block, subject.view())
                                && subject.epoch() == block.slot().epoch()
                                && subject.height() == block.number()),
                Law.HEADER,
                "%s: block %d was proposed in view %d and stands in view %d",
                who,
                block.number(),
                subject.view(),
                block.slot().view());
        if (block.number() == disk.height()) {
            Broken.unless(
                    !(head instanceof StateLayer layer)
                            || layer.root().equals(block.header().stateRoot()),
                    Law.HEADER,
                    "%s: the state after block %d is not what its header says",
                    who,
                    block.number());
            addUp(who, head);
        }
    }

    private void follows(String who, BlockHeader header, BlockHeader parent) {
        Slot slot = Slot.of(header);
        Slot before = Slot.of(parent);
        Cast cast = world.cast();
        History history = world.history();
        long epoch = history.epochOf(header.number());
        int leader = history.sitting(epoch).leader(slot.view());
        long time = Slot.timeMillis(header);
        long earliest = Slot.timeMillis(parent) + cast.pacing().blockIntervalMillis();
        long latest = world.clock() + SimulatedNode.CLOCK_SKEW_MILLIS + CLOCK_LEAD_MILLIS;
        require(
                header.parentHash().equals(parent.hash()) && header.number() == parent.number() + 1,
                who,
                header,
                "parent");
        require(slot.epoch() == epoch, who, header, "epoch");
        require(slot.view() > (before.epoch() == epoch ? before.view() : 0), who, header, "view");
        require(header.beneficiary().equals(cast.members().get(leader).operator()), who, header, "leader");
        require(time >= earliest && time <= latest, who, header, "time");
        Sitting certifying = history.sitting(history.epochOf(header.number() + 1));
        require(header.parentBeaconBlockRoot().equals(history.commitment(certifying)), who, header, "committee");
        require(isNextFee(header.baseFeePerGas(), parent), who, header, "price of gas");
    }

    /** The last block of an epoch may be final in a later view than it was made in. */
    private boolean standsIn(Block block, long view) {
        long made = block.slot().view();
        return made == view || (made < view && world.history().ends(block.number()));
    }

    private void reveals(String who, Block block, BlockHeader parent) {
        Slot slot = block.slot();
        Sitting sitting = world.history().sitting(slot.epoch());
        int seat = Math.floorMod(slot.view() - 1, sitting.size());
        Broken.unless(
                world.signatures().scheme(sitting.committee()).verifyReveal(seat, slot.view(), block.reveal()),
                Law.REVEAL,
                "%s: block %d reveals what its leader did not sign",
                who,
                block.number());
        byte[] mixed = new byte[Hash.SIZE + block.reveal().size()];
        parent.mixHash().writeTo(mixed, 0);
        System.arraycopy(
                block.reveal().toArray(), 0, mixed, Hash.SIZE, block.reveal().size());
        Broken.unless(
                block.header().mixHash().equals(Keccak.hash(mixed)),
                Law.REVEAL,
                "%s: the randomness of block %d is not made of its reveal",
                who,
                block.number());
    }

    private static void require(boolean holds, String who, BlockHeader header, String what) {
        Broken.unless(holds, Law.HEADER, "%s: block %d has the wrong %s", who, header.number(), what);
    }

    /** Demand is far below the target here, so the price falls by at most an eighth, down to the floor. */
    private boolean isNextFee(UInt256 fee, BlockHeader parent) {
        BigInteger before = parent.baseFeePerGas().toBigInteger();
        BigInteger least = world.cast().genesis().parameters().minBaseFee().toBigInteger();
        BigInteger after = fee.toBigInteger();
        return after.compareTo(least) >= 0
                && after.compareTo(before.max(least)) <= 0
                && after.multiply(BigInteger.valueOf(8)).compareTo(before.multiply(BigInteger.valueOf(7))) >= 0;
    }

    private void addUp(String who, StateView head) {
        while (height < disk.height()) {
            BlockHeader header = disk.block(++height).orElseThrow().header();
            burned = burned.add(header.baseFeePerGas().toBigInteger().multiply(BigInteger.valueOf(header.gasUsed())));
        }
        BigInteger there = burned;
        for (Address owner : owners) {
            there = there.add(
                    head.account(owner).orElse(Account.EMPTY).balance().toBigInteger());
        }
        BigInteger made = world.cast().genesis().alloc().values().stream()
                .map(account -> account.balance().toBigInteger())
                .reduce(BigInteger.ZERO, BigInteger::add);
        Broken.unless(
                there.equals(made),
                Law.CONSERVATION,
                "%s: after block %d there are %s more coins than genesis made",
                who,
                height,
                there.subtract(made));
    }
}
