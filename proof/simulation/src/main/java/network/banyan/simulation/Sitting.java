// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.List;
import java.util.OptionalInt;
import network.banyan.election.Committee;

/**
 * A committee, and which member of the cast holds which of its seats.
 *
 * @param members their numbers in the cast, in the order of seats
 */
record Sitting(Committee committee, List<Integer> members) {
    Sitting {
        members = List.copyOf(members);
    }

    long epoch() {
        return committee.epoch();
    }

    int size() {
        return members.size();
    }

    /** n - f. */
    int quorum() {
        return size() - (size() - 1) / 3;
    }

    /** The seat of a member; empty if it only follows. */
    OptionalInt seatOf(int member) {
        int seat = members.indexOf(member);
        return seat < 0 ? OptionalInt.empty() : OptionalInt.of(seat);
    }

    boolean seats(int member) {
        return members.contains(member);
    }

    int memberOf(int seat) {
        return members.get(seat);
    }

    /** Who may propose in a view, by its number in the cast. */
    int leader(long view) {
        return members.get(Math.floorMod(view - 1, size()));
    }
}
