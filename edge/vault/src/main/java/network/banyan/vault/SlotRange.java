// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

/**
 * Slots of time next to each other (docs/spec/vault.md, rule 2).
 *
 * @param from the first, from 0
 * @param until behind the last, at most 2^32
 */
public record SlotRange(long from, long until) {
    /** Levels below the root of a tree of keys. */
    public static final int DEPTH = 32;

    /** How many slots there are. */
    public static final long SLOTS = 1L << DEPTH;

    public static final SlotRange ALL = new SlotRange(0, SLOTS);

    /**
     * @throws VaultException if that is no range, or an empty one
     */
    public SlotRange {
        if (from < 0 || from >= until || until > SLOTS) {
            throw VaultException.of("there are no slots from %d until %d", from, until);
        }
    }

    public static SlotRange of(long slot) {
        return new SlotRange(slot, slot + 1);
    }

    /**
     * The slots that have a second in common with a time.
     *
     * @param from seconds since 1970
     * @param until behind the last second
     */
    public static SlotRange ofSeconds(long from, long until, long slotSeconds) {
        if (from < 0 || from >= until) {
            throw VaultException.of("there is no time from %d until %d", from, until);
        }
        return new SlotRange(from / slotSeconds, Math.min(SLOTS, (until - 1) / slotSeconds + 1));
    }

    public boolean contains(long slot) {
        return slot >= from && slot < until;
    }

    public boolean contains(SlotRange other) {
        return other.from >= from && other.until <= until;
    }

    public boolean meets(SlotRange other) {
        return other.from < until && from < other.until;
    }
}
