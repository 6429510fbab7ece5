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
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;

/**
 * Who may vote in one epoch: n members in the order of their seats, 0 to n - 1, of which at most f = (n - 1) / 3 may lie.
 *
 * <p>Every key is a point of the group and its possession was proven, so that keys may be added up without a further
 * thought.
 */
public final class Committee {
    /** As many seats as a certificate's bitmap can name. */
    public static final int MAX_SIZE = 256;

    private final long epoch;
    private final List<Member> members;
    private final List<Bls.PublicKey> keys;
    private final Hash root;

    private Committee(long epoch, List<Member> members, List<Bls.PublicKey> keys) {
        this.epoch = epoch;
        this.members = List.copyOf(members);
        this.keys = List.copyOf(keys);
        this.root = CommitteeRoot.of(epoch, members);
    }

    /** These validators can be no committee; the message names the first that cannot sit, and why. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    /**
     * The committee that a genesis names.
     *
     * @param epoch from 0
     * @param validators in the order of their seats
     * @throws Refused if there are none or too many, a key is no key or stands twice, or its possession is not proven
     */
    public static Committee of(long epoch, List<Validator> validators) {
        Committee committee = elected(epoch, validators.stream().map(Member::of).toList());
        for (int seat = 0; seat < validators.size(); seat++) {
            if (!Bls.verifyPossession(committee.key(seat), validators.get(seat).proofOfPossession())) {
                throw new Refused(committee.who(seat) + "proofOfPossession does not show that blsPublicKey is its own");
            }
        }
        return committee;
    }

    /**
     * A committee whose members proved possession of their keys when they registered.
     *
     * @param epoch from 0
     * @param members in the order of their seats
     * @throws Refused if there are none or too many, or a key is no key or stands twice
     */
    public static Committee elected(long epoch, List<Member> members) {
        if (epoch < 0) {
            throw new Refused("no such epoch: " + epoch);
        }
        if (members.isEmpty() || members.size() > MAX_SIZE) {
            throw new Refused("a committee has 1 to %d members, not %d".formatted(MAX_SIZE, members.size()));
        }
        List<Bls.PublicKey> keys = new ArrayList<>();
        Set<Bytes> seen = new HashSet<>();
        for (int seat = 0; seat < members.size(); seat++) {
            keys.add(admit(who(seat, members.get(seat)), members.get(seat), seen));
        }
        return new Committee(epoch, members, keys);
    }

    private static Bls.PublicKey admit(String who, Member member, Set<Bytes> seen) {
        Bls.PublicKey key = Bls.PublicKey.decode(member.blsPublicKey())
                .orElseThrow(() -> new Refused(who + "blsPublicKey is no point of the group"));
        if (!seen.add(member.blsPublicKey())) {
            throw new Refused(who + "its blsPublicKey has a seat already");
        }
        if (!seen.add(member.nodeKey())) {
            throw new Refused(who + "its nodeKey has a seat already");
        }
        return key;
    }

    private String who(int seat) {
        return who(seat, member(seat));
    }

    private static String who(int seat, Member member) {
        return "seat %d (%s): ".formatted(seat, member.name());
    }

    /** The same members in another epoch: another committee, whose votes mean nothing in this one. */
    public Committee in(long otherEpoch) {
        return new Committee(otherEpoch, members, keys);
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

    public List<Member> members() {
        return members;
    }

    /**
     * @throws IndexOutOfBoundsException if there is no such seat
     */
    public Member member(int seat) {
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

    /**
     * The seat that may propose in a view: each in turn, so that no seat has more silence to offer than any other.
     *
     * @param view from 1
     */
    public int leader(long view) {
        return (int) Math.floorMod(view - 1, (long) size());
    }

    /** What headers commit to; see {@link CommitteeRoot}. */
    public Hash root() {
        return root;
    }

    /** RLP of [epoch, [member, ...]]: what {@link #root} is made of. */
    public byte[] encode() {
        return CommitteeRoot.encode(epoch, members);
    }

    /**
     * @throws RlpException if the bytes are not exactly one committee
     */
    public static Committee decode(byte[] encoded) {
        var outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        long epoch = in.longNumber();
        RlpReader list = in.list();
        in.end();
        List<Member> members = new ArrayList<>();
        while (list.hasMore()) {
            if (members.size() == MAX_SIZE) {
                throw new RlpException("a committee of over %d members".formatted(MAX_SIZE));
            }
            members.add(Member.read(list));
        }
        try {
            return elected(epoch, members);
        } catch (Refused refused) {
            throw new RlpException("no committee: " + refused.getMessage());
        }
    }

    @Override
    public String toString() {
        return "committee of %d in epoch %d, %s".formatted(size(), epoch, root);
    }
}
