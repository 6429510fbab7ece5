// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.ledger.Block;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;

/**
 * Who sits when, told by the last block of each epoch and without the code that elects: the draw and the commitment are
 * written here a second time, from docs/spec/consensus.md.
 */
final class History {
    private static final byte[] DRAW = "BANYAN-DRAW-V1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMITMENT = "BANYAN-COMMITTEE-V1".getBytes(StandardCharsets.US_ASCII);

    private final Cast cast;
    private final Optional<Epochs> epochs;
    private final Map<Long, Sitting> sittings = new TreeMap<>();
    private final Map<Long, Block> lastBlocks = new TreeMap<>();

    History(Cast cast) {
        this.cast = cast;
        this.epochs = cast.genesis().parameters().epochs();
        Committee first = cast.committee();
        sittings.put(
                0L, new Sitting(first, IntStream.range(0, first.size()).boxed().toList()));
    }

    /** The epoch that a block of this height belongs to. */
    long epochOf(long height) {
        return epochs.map(terms -> terms.of(height)).orElse(0L);
    }

    /** Whether a block of this height is the last of its epoch. */
    boolean ends(long height) {
        return epochs.map(terms -> terms.ends(height)).orElse(false);
    }

    /** Who sits in an epoch; empty before any node stored the last block of the one before. */
    Optional<Sitting> of(long epoch) {
        return Optional.ofNullable(sittings.get(epoch));
    }

    /** Who sits in an epoch that a node is in. */
    Sitting sitting(long epoch) {
        return of(epoch)
                .orElseThrow(() ->
                        new Broken(Law.SUCCESSION, "somebody is in epoch %d, and none before it has ended", epoch));
    }

    /** A node stored the last block of an epoch. */
    void ended(String who, Block last) {
        long epoch = epochOf(last.number());
        Block earlier = lastBlocks.putIfAbsent(epoch, last);
        Broken.unless(
                earlier == null || earlier.hash().equals(last.hash()),
                Law.LAST_BLOCK,
                "%s ends epoch %d with %s, and another did with %s",
                who,
                epoch,
                last,
                earlier);
        if (earlier == null) {
            Sitting next = after(epoch, last.header().mixHash());
            Broken.unless(
                    last.header().parentBeaconBlockRoot().equals(commitment(next)),
                    Law.SUCCESSION,
                    "%s ends epoch %d with a block that names another committee than is drawn",
                    who,
                    epoch);
            sittings.put(epoch + 1, next);
        }
    }

    /** Whom a beacon draws at the end of an epoch. */
    Sitting after(long epoch, Hash beacon) {
        List<Integer> left = new ArrayList<>(cast.electorate().candidates(epoch + 1));
        int seats = Math.min(left.size(), epochs.map(Epochs::seats).orElse(left.size()));
        if (left.size() < 4) {
            Sitting stays = sitting(epoch);
            return new Sitting(stays.committee().in(epoch + 1), stays.members());
        }
        var dice = new Dice(beacon);
        for (int seat = 0; seat < seats; seat++) {
            Collections.swap(left, seat, seat + dice.below(left.size() - seat));
        }
        List<Integer> drawn = List.copyOf(left.subList(0, seats));
        List<Member> members =
                drawn.stream().map(number -> cast.members().get(number)).toList();
        return new Sitting(Committee.elected(epoch + 1, members), drawn);
    }

    /** What the header of an epoch's last block has to say of the next committee. */
    Hash commitment(Sitting sitting) {
        var out = new RlpWriter(4_096).beginList().write(sitting.epoch()).beginList();
        for (int number : sitting.members()) {
            Member member = cast.members().get(number);
            out.beginList()
                    .write(member.name().getBytes(StandardCharsets.UTF_8))
                    .write(member.operator())
                    .write(member.blsPublicKey())
                    .write(member.nodeKey())
                    .endList();
        }
        byte[] encoded = out.endList().endList().toArray();
        return Keccak.hash(join(COMMITMENT, encoded));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Fair dice: words of 64 bits, those passed over that would favour a number. */
    private static final class Dice {
        private static final BigInteger WORDS = BigInteger.TWO.pow(64);

        private final Hash beacon;
        private long drawn;

        private Dice(Hash beacon) {
            this.beacon = beacon;
        }

        private int below(int bound) {
            BigInteger sides = BigInteger.valueOf(bound);
            BigInteger unfair = WORDS.mod(sides);
            BigInteger word;
            do {
                word = next();
            } while (word.compareTo(unfair) < 0);
            return word.mod(sides).intValueExact();
        }

        private BigInteger next() {
            byte[] counter = new byte[8];
            network.banyan.primitives.BigEndian.putLong(counter, 0, drawn / 4);
            byte[] words =
                    Keccak.hash(join(join(DRAW, beacon.toArray()), counter)).toArray();
            int at = (int) (drawn++ % 4) * 8;
            return new BigInteger(1, words, at, 8);
        }
    }
}
