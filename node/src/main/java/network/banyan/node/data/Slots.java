// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.time.Instant;
import network.banyan.vault.SlotRange;

/** Slots as times. */
final class Slots {
    private Slots() {}

    static String begin(SlotRange slots, long slotSeconds) {
        return slots.from() == 0 ? "the beginning" : text(slots.from() * slotSeconds);
    }

    static String end(SlotRange slots, long slotSeconds) {
        long end = slots.until() * slotSeconds;
        return end >= TimeArgument.END.getEpochSecond() ? "without end" : text(end);
    }

    static String text(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }
}
