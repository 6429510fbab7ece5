// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import network.banyan.crypto.Bls;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Who may vote in one epoch: n members in the order of their seats, 0 to n - 1, of which at most f = (n - 1) / 3 may lie.
 *
 * <p>Every key was decoded and its proof of possession verified when the committee was made, so that keys may be added up
 * without a further thought.
 */
public final class Committee {
    /** As many seats as a certificate's bitmap can name. */
    public static final int MAX_SIZE = 256;

    private final long epoch;
    private final List<Validator> members;
    private final List<Bls.PublicKey> keys;
    private final Hash root;

    private Committee(long epoch, List<Validator> members, List<Bls.PublicKey> keys) {
        this.epoch = epoch;
        this.members = members;
        this.keys = keys;
        this.root = CommitteeRoot.of(epoch, members);
    }

    /** These validators can be no committee; the message names the first that cannot sit, and why. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * @param epoch from 0
     * @param members in the order of their seats
     * @throws Refused if there are none or too many, a key is no key or stands twice, or its possession is not proven
     */
    public static Committee of(long epoch, List<Validator> members) {
        if (epoch < 0) {
            throw new Refused("no such epoch: " + epoch);
        }
        if (members.isEmpty() || members.size() > MAX_SIZE) {
            throw new Refused("a committee has 1 to %d members, not %d".formatted(MAX_SIZE, members.size()));
        }
        List<Bls.PublicKey> keys = new ArrayList<>();
        Set<Bytes> seen = new HashSet<>();
        for (int seat = 0; seat < members.size(); seat++) {
            keys.add(admit(seat, members.get(seat), seen));
        }
        return new Committee(epoch, List.copyOf(members), List.copyOf(keys));
    }

    private static Bls.PublicKey admit(int seat, Validator member, Set<Bytes> seen) {
        String who = "seat %d (%s): ".formatted(seat, member.name());
        Bls.PublicKey key = Bls.PublicKey.decode(member.blsPublicKey())
                .orElseThrow(() -> new Refused(who + "blsPublicKey is no point of the group"));
        if (!seen.add(member.blsPublicKey())) {
            throw new Refused(who + "its blsPublicKey has a seat already");
        }
        if (!seen.add(member.nodeKey())) {
            throw new Refused(who + "its nodeKey has a seat already");
        }
        if (!Bls.verifyPossession(key, member.proofOfPossession())) {
            throw new Refused(who + "proofOfPossession does not show that blsPublicKey is its own");
        }
        return key;
    }

    public long epoch() {
        return epoch;
    }

    /** n. */
    public int size() {
        return members.size();
    }

    /** f: how many members may lie without harm. */
    public int faults() {
        return faults(size());
    }

    /** n - f: any two quorums share a member that does not lie. 17 of 24, 3 of 4. */
    public int quorum() {
        return size() - faults();
    }

    static int faults(int size) {
        return (size - 1) / 3;
    }

    public boolean has(int seat) {
        return seat >= 0 && seat < size();
    }

    public List<Validator> members() {
        return members;
    }

    /**
     * @throws IndexOutOfBoundsException if there is no such seat
     */
    public Validator member(int seat) {
        return members.get(seat);
    }

    /**
     * @throws IndexOutOfBoundsException if there is no such seat
     */
    public Bls.PublicKey key(int seat) {
        return keys.get(seat);
    }

    public OptionalInt seatOfKey(Bytes blsPublicKey) {
        return IntStream.range(0, size())
                .filter(seat -> members.get(seat).blsPublicKey().equals(blsPublicKey))
                .findFirst();
    }

    public OptionalInt seatOfNode(Bytes nodeKey) {
        return IntStream.range(0, size())
                .filter(seat -> members.get(seat).nodeKey().equals(nodeKey))
                .findFirst();
    }

    /** What headers commit to; see {@link CommitteeRoot}. */
    public Hash root() {
        return root;
    }

    @Override
    public String toString() {
        return "committee of %d in epoch %d, %s".formatted(size(), epoch, root);
    }
}
