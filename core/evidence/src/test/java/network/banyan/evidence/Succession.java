// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.election.CommitteeRoot;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Log;
import network.banyan.ledger.Slot;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Committees of random delegates, each handing over to the next one; of the blocks there are only those that end epochs. */
final class Succession {
    static final long CHAIN_ID = 4_690;
    static final long TIME = 1_763_683_300;

    final Genesis genesis;
    final List<List<Delegate>> committees = new ArrayList<>();
    final List<Handover> handovers = new ArrayList<>();
    private final Random random;
    private final Terms terms;
    private final int logs;

    /** Few delegates in committees of any size. */
    static Succession ofAnySize(Random random, int epochs) {
        List<Delegate> delegates = Delegate.numbers(random.nextInt(100), 9);
        return new Succession(random, delegates, 0, epochs, random.nextInt(3));
    }

    /**
     * @param seats of each committee; 0 for 1 to all of the delegates
     * @param logs in each of the blocks
     */
    Succession(Random random, List<Delegate> delegates, int seats, int epochs, int logs) {
        this.random = random;
        this.logs = logs;
        for (int epoch = 0; epoch <= epochs; epoch++) {
            int most = seats == 0 ? random.nextInt(1, delegates.size() + 1) : seats;
            List<Delegate> drawn = new ArrayList<>(delegates);
            Collections.shuffle(drawn, random);
            committees.add(epoch == 0 && seats != 0 ? delegates.subList(0, seats) : drawn.subList(0, most));
        }
        var parameters = new Genesis.Parameters(
                0,
                1000,
                30_000_000,
                UInt256.of(7),
                false,
                Optional.of(new Genesis.Epochs(seats == 0 ? random.nextInt(2, 1000) : 3600, 24)));
        genesis = new Genesis(
                CHAIN_ID,
                "succession",
                "IOTX",
                1_700_000_000,
                parameters,
                committees.getFirst().stream().map(Delegate::validator).toList(),
                new TreeMap<>());
        terms = Terms.of(genesis);
        for (int epoch = 0; epoch < epochs; epoch++) {
            handovers.add(handover(header(epoch)));
        }
    }

    /** A block at the end of an epoch. */
    BlockHeader header(long epoch) {
        Hash root = CommitteeRoot.of(epoch + 1, Delegate.members(committees.get((int) epoch + 1)));
        return header(epoch, terms.last(epoch), TIME + 3600 * epoch, root);
    }

    BlockHeader header(long epoch, long number, long timestamp, Hash root) {
        List<Delegate> committee = committees.get((int) epoch);
        long view = 3_000 + random.nextInt(1_000);
        boolean empty = logs == 0;
        return new BlockHeader(
                anyHash(),
                BlockHeader.NO_OMMERS,
                committee.get((int) ((view - 1) % committee.size())).operator(),
                anyHash(),
                empty ? BlockHeader.EMPTY_ROOT : anyHash(),
                empty ? BlockHeader.EMPTY_ROOT : anyHash(),
                Bloom.ofLogs(
                        IntStream.range(0, logs).mapToObj(log -> transfer()).toList()),
                UInt256.ZERO,
                number,
                30_000_000,
                50_000L * logs,
                timestamp,
                new Slot(epoch, view, random.nextInt(1_000)).toExtraData(),
                anyHash(),
                BlockHeader.ZERO_NONCE,
                UInt256.of(empty ? 7 : 1_000_000_000L),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                root,
                BlockHeader.NO_REQUESTS);
    }

    /** As a token logs that it was transferred: the event, the sender and the receiver. */
    private Log transfer() {
        Hash event = Hash.fromHex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
        return new Log(Address.ofNumber(7_000), List.of(event, anyHash(), anyHash()), Bytes.EMPTY);
    }

    private Hash anyHash() {
        byte[] bytes = new byte[Hash.SIZE];
        random.nextBytes(bytes);
        return Hash.of(bytes);
    }

    /** Of the committee that sits in the header's epoch to the one after it, by a quorum of it. */
    Handover handover(BlockHeader header) {
        long epoch = Slot.of(header).epoch();
        return new Handover(header, certify(header), Delegate.members(committees.get((int) epoch + 1)));
    }

    /** A quorum, in the block's own view or in one of those in which it was proposed again. */
    Certificate certify(BlockHeader header) {
        Slot slot = Slot.of(header);
        int missing = random.nextInt((committees.get((int) slot.epoch()).size() - 1) / 3 + 1);
        return certify(header, slot.view() + random.nextInt(3), VoteType.FINALIZE, CHAIN_ID, missing);
    }

    /** @param missing how many of the committee do not sign */
    Certificate certify(BlockHeader header, long view, VoteType type, long chainId, int missing) {
        long epoch = Slot.of(header).epoch();
        return certify(new VoteSubject(epoch, view, type, header.number(), header.hash()), epoch, chainId, missing);
    }

    Certificate certify(VoteSubject subject, long committee, long chainId, int missing) {
        List<Delegate> sitting = committees.get((int) committee);
        List<Integer> seats =
                new ArrayList<>(IntStream.range(0, sitting.size()).boxed().toList());
        Collections.shuffle(seats, random);
        return Delegate.certify(
                sitting,
                subject,
                chainId,
                seats.stream().skip(missing).mapToInt(seat -> seat).toArray());
    }

    /** A light client that has followed the first so many handovers. */
    LightClient client(int followed) {
        LightClient client = LightClient.of(genesis);
        for (Handover handover : handovers.subList(0, followed)) {
            client = ((LightClient.Followed) client.follow(handover)).next();
        }
        return client;
    }
}
