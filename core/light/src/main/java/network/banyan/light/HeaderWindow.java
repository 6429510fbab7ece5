// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The newest final header and a run of those before it, each the parent of the next. Nothing but hashes ties them, so
 * whoever certified the newest vouches for all.
 *
 * @param headers in the order of their numbers, without gaps; 1 to {@link #MOST}
 */
record HeaderWindow(List<KnownHeader> headers) {
    /** About 800 kB in heap: a quarter of an hour of a chain with a block a second. */
    static final int MOST = 1_024;

    HeaderWindow {
        Invariant.check(!headers.isEmpty() && headers.size() <= MOST, "a window of %d headers", headers.size());
        headers = List.copyOf(headers);
    }

    static HeaderWindow of(BlockHeader newest) {
        return new HeaderWindow(List.of(KnownHeader.of(newest)));
    }

    KnownHeader newest() {
        return headers.getLast();
    }

    KnownHeader lowest() {
        return headers.getFirst();
    }

    Optional<KnownHeader> at(long number) {
        long place = number - lowest().number();
        return place >= 0 && place < headers.size() ? Optional.of(headers.get((int) place)) : Optional.empty();
    }

    Optional<KnownHeader> of(Hash hash) {
        return headers.stream().filter(known -> known.hash().equals(hash)).findFirst();
    }

    /**
     * With a newer header that is final, and those between.
     *
     * @param between in the order of their numbers; none to begin a new window, if some are missing
     * @throws FalseAnswer if they are not what lies between
     */
    HeaderWindow with(BlockHeader header, List<BlockHeader> between) {
        long missing = header.number() - newest().number() - 1;
        if (missing > 0 && between.isEmpty()) {
            return of(header);
        }
        if (between.size() != missing) {
            throw FalseAnswer.of("%d headers lie between, and %d came", missing, between.size());
        }
        List<KnownHeader> all = new ArrayList<>(headers);
        for (BlockHeader next : between) {
            all.add(child(next, all.getLast()));
        }
        all.add(child(header, all.getLast()));
        return new HeaderWindow(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private static KnownHeader child(BlockHeader header, KnownHeader parent) {
        if (header.number() != parent.number() + 1 || !header.parentHash().equals(parent.hash())) {
            throw FalseAnswer.of(
                    "block %d, child of %s, does not follow final block %d %s",
                    header.number(), header.parentHash(), parent.number(), parent.hash());
        }
        return KnownHeader.of(header);
    }

    /**
     * With older headers.
     *
     * @param older from the parent of the lowest on, downwards
     * @throws FalseAnswer if one of them is not the parent of the one before
     */
    HeaderWindow with(List<BlockHeader> older) {
        List<KnownHeader> below = new ArrayList<>();
        KnownHeader child = lowest();
        for (BlockHeader header : older) {
            KnownHeader known = KnownHeader.of(header);
            if (known.number() != child.number() - 1
                    || !known.hash().equals(child.header().parentHash())) {
                throw FalseAnswer.of(
                        "block %d %s is not the parent %s of block %d",
                        known.number(), known.hash(), child.header().parentHash(), child.number());
            }
            below.addFirst(known);
            child = known;
        }
        below.addAll(headers);
        return new HeaderWindow(below);
    }
}
