// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;

/**
 * Who of the candidates sits, and in which order: a shuffle (Fisher and Yates; Knuth, TAOCP 3.4.2, algorithm P) whose dice
 * are the beacon's. Every order of every choice is equally likely.
 *
 * <p>Source of the dice: Keccak-256 of {@code BANYAN-DRAW-V1} (14 bytes of ASCII), the beacon (32) and a counter (8) from 0,
 * read as four unsigned numbers of 64 bits, big-endian, and so on with the next count. A number that would favour some
 * remainders is passed over.
 */
public final class Draw {
    private static final byte[] DOMAIN = "BANYAN-DRAW-V1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] input = new byte[DOMAIN.length + Hash.SIZE + Long.BYTES];
    private byte[] words = new byte[0];
    private int position;
    private long count;

    private Draw(Hash beacon) {
        System.arraycopy(DOMAIN, 0, input, 0, DOMAIN.length);
        beacon.writeTo(input, DOMAIN.length);
    }

    /**
     * @param candidates in the order of their ranks
     * @param seats how many are drawn; all candidates if there are no more
     */
    public static <T> List<T> of(List<T> candidates, Hash beacon, int seats) {
        var dice = new Draw(beacon);
        List<T> drawn = new ArrayList<>(candidates);
        int most = Math.min(seats, drawn.size());
        for (int seat = 0; seat < most; seat++) {
            Collections.swap(drawn, seat, seat + dice.below(drawn.size() - seat));
        }
        return List.copyOf(drawn.subList(0, most));
    }

    /** A number from 0 to below the bound. */
    private int below(int bound) {
        long unfair = Long.remainderUnsigned(-bound, bound);
        long word;
        do {
            word = next();
        } while (Long.compareUnsigned(word, unfair) < 0);
        return (int) Long.remainderUnsigned(word, bound);
    }

    private long next() {
        if (position == words.length) {
            BigEndian.putLong(input, DOMAIN.length + Hash.SIZE, count);
            words = Keccak.hash(input).toArray();
            position = 0;
            count++;
        }
        long word = BigEndian.longAt(words, position);
        position += Long.BYTES;
        return word;
    }
}
