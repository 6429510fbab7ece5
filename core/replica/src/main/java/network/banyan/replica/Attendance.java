// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import network.banyan.contracts.staking.ElectionContract.Report;
import network.banyan.election.Committee;

/** Which views of an epoch have a block in the chain, and so who served how well. The replica's thread writes, any reads. */
final class Attendance {
    private final Committee committee;
    private final NavigableSet<Long> views = new ConcurrentSkipListSet<>();

    Attendance(Committee committee) {
        this.committee = committee;
    }

    Committee committee() {
        return committee;
    }

    void add(long view) {
        views.add(view);
    }

    /** Blocks of the epoch so far. */
    int blocks() {
        return views.size();
    }

    /** Blocks of a seat. */
    int produced(int seat) {
        return (int)
                views.stream().filter(view -> committee.leader(view) == seat).count();
    }

    /**
     * Views without a block among the last of the epoch, one for each seat: who led such a view kept its reveal to itself
     * when it could know, or nearly, what it would change.
     */
    int missedReveals(int seat) {
        int missed = 0;
        long last = views.isEmpty() ? 0 : views.getLast();
        for (long view = Math.max(1, last - committee.size() + 1); view <= last; view++) {
            if (committee.leader(view) == seat && !views.contains(view)) {
                missed++;
            }
        }
        return missed;
    }

    /** For people to see, by seat. */
    List<EpochView.Service> services() {
        return IntStream.range(0, committee.size())
                .mapToObj(seat -> new EpochView.Service(produced(seat), missedReveals(seat)))
                .toList();
    }

    /**
     * What the contracts are told. Everybody is expected to have an even share of the blocks: views that pass while too many
     * are away to agree on anything count against nobody.
     *
     * @param delegate the number of a seat's member, 0 if it is not registered
     */
    List<Report> reports(IntToLongFunction delegate) {
        Map<Long, Report> reports = new LinkedHashMap<>();
        for (int seat = 0; seat < committee.size(); seat++) {
            long number = delegate.applyAsLong(seat);
            if (number != 0) {
                reports.putIfAbsent(
                        number, new Report(number, produced(seat), blocks() / committee.size(), missedReveals(seat)));
            }
        }
        return new ArrayList<>(reports.values());
    }
}
