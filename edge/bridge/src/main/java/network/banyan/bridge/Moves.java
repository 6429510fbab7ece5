// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import network.banyan.hub.Message;
import network.banyan.hub.member.Holdings;

/**
 * What changed hands on a chain in some blocks, the last of which closes a run (docs/spec/outpost.md, rule 22).
 *
 * @param answers of that run, which burn without an event
 */
public record Moves(Map<ChainOutpost.Listed, List<ChainOutpost.Transfer>> transfers, List<Message> answers) {
    /**
     * Of blocks in which no run but the last has answers.
     *
     * @param listed what stands on the chain by then
     */
    public static Moves read(ChainOutpost chain, List<ChainOutpost.Listed> listed, long first, long last) {
        Map<ChainOutpost.Listed, List<ChainOutpost.Transfer>> transfers = new LinkedHashMap<>();
        listed.forEach(each -> transfers.put(each, chain.transfers(each, first, last)));
        return new Moves(transfers, chain.answers(last / chain.runBlocks()));
    }

    /** Who holds what after a block that closes a run, from the chain's first block on. */
    public static Holdings holdings(ChainOutpost chain, long last) {
        long blocks = chain.runBlocks();
        List<ChainOutpost.Listed> listed = chain.listed(1, last);
        SortedSet<Long> ends = new TreeSet<>();
        chain.handled(1, last).forEach(handled -> ends.add((handled.block() + blocks - 1) / blocks * blocks));
        ends.add(last);
        Holdings holdings = new Holdings();
        long first = 1;
        for (long end : new ArrayList<>(ends)) {
            read(chain, listed, first, end).applyTo(holdings);
            first = end + 1;
        }
        return holdings;
    }

    public void applyTo(Holdings holdings) {
        transfers.forEach((listed, all) -> all.forEach(transfer -> {
            if (listed.isToken()) {
                holdings.hand(listed.asset(), transfer.to(), transfer.what());
            } else {
                holdings.move(listed.asset(), transfer.from(), transfer.to(), transfer.what());
            }
        }));
        answers.forEach(holdings::answer);
    }
}
