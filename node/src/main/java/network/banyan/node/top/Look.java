// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What came of asking a node how it is. All texts are short and printable, all counts at least 0. */
sealed interface Look {
    /** @param why for a person */
    record Silent(String why) implements Look {}

    /**
     * @param lastCertificate what makes its last block final; empty at genesis
     */
    record Told(
            Self self,
            Chain chain,
            Finality finality,
            Optional<LastCertificate> lastCertificate,
            Epoch epoch,
            Pool pool,
            Takes takes,
            Traffic traffic,
            List<Peer> peers)
            implements Look {
        public Told {
            peers = List.copyOf(peers);
        }
    }

    /**
     * @param role {@code delegate}, {@code full} or {@code archive}
     * @param seat from which it votes now
     */
    record Self(String name, String version, String role, OptionalInt seat, long uptimeMillis) {}

    /**
     * @param bestKnown the highest block proven final by anybody it heard
     * @param ageMillis of its last block, by its own clock
     */
    record Chain(String name, long id, long height, long bestKnown, long ageMillis) {}

    /**
     * Milliseconds from a block's timestamp until it was final; empty before the first.
     *
     * @param transactions final since the node started
     */
    record Finality(OptionalLong median, OptionalLong p95, OptionalLong last, long transactions) {}

    record LastCertificate(long block, long view, long signers) {}

    /**
     * @param lastBlock empty if the committee sits for ever
     * @param view the one the node is in
     */
    record Epoch(
            long number,
            long firstBlock,
            OptionalLong lastBlock,
            long blocks,
            long quorum,
            long view,
            List<Seat> seats) {
        public Epoch {
            seats = List.copyOf(seats);
        }

        /** Whose turn the node's view is: each seat's in turn, from view 1 on. */
        Optional<Seat> turn() {
            return seats.isEmpty() || view < 1
                    ? Optional.empty()
                    : Optional.of(seats.get((int) ((view - 1) % seats.size())));
        }
    }

    /** @param hasMissed whether its last turn passed without a block */
    record Seat(String name, long produced, boolean hasMissed) {}

    record Pool(long ready, long waiting, long bytes, long bytesMax) {}

    /** Bytes. */
    record Takes(long heap, long heapMax, OptionalLong resident, long database, long diskFree, long diskTotal) {}

    /** Counts since the node started. */
    record Traffic(long bytesIn, long bytesOut, long answered, long failed) {}

    /**
     * @param name of the delegate, if it sits in the committee
     * @param key the first bytes of its node key
     * @param height what it says of itself
     */
    record Peer(Optional<String> name, String key, OptionalLong height, boolean isDialled) {}
}
