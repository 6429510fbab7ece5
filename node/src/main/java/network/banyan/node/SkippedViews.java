// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.OptionalInt;

/**
 * Counts the views that passed without a block in the chain, and those among them that were this node's to propose in. Views
 * before the first block that it sees are not known to it. Any thread may ask.
 */
final class SkippedViews {
    private int seats = 1;
    private OptionalInt seat = OptionalInt.empty();
    private long epoch = -1;
    private long lastView;
    private long skipped;
    private long missed;

    /** A committee begins to sit. */
    synchronized void seated(int size, OptionalInt own) {
        seats = size;
        seat = own;
    }

    /** The chain's next block was made in this view. */
    synchronized void finalized(long itsEpoch, long view) {
        if (epoch >= 0) {
            // Views begin anew with 1 in each epoch.
            long before = itsEpoch == epoch ? lastView : 0;
            skipped += Math.max(0, view - before - 1);
            missed += Math.max(0, own(view - 1) - own(before));
        }
        epoch = itsEpoch;
        lastView = view;
    }

    /** How many of the views 1 to the one given are this node's: seats take turns from view 1 on. */
    private long own(long view) {
        return seat.isPresent() && view > seat.getAsInt() ? (view - 1 - seat.getAsInt()) / seats + 1 : 0;
    }

    synchronized long skipped() {
        return skipped;
    }

    synchronized long missed() {
        return missed;
    }
}
