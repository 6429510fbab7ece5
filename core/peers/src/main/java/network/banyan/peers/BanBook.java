// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What peers did wrong, by key and by subnet. Points fade with time; who has too many at once is banned for a while, and
 * for twice as long each time it comes back to the same. Nobody is banned for ever: keys and addresses change hands.
 *
 * <p>Times are milliseconds since 1970, for bans outlast a restart; a clock set back lengthens no ban beyond the longest.
 * Bounded: when the book is full, who is the least trouble is forgotten first.
 */
public final class BanBook {
    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600 * SECOND;

    private final Rules rules;
    private final Map<Culprit, Entry> entries = new TreeMap<>();

    /**
     * @param keyPointsMax from so many points on a key is banned
     * @param keyPointMillis so long it takes to forget one of a key's points
     * @param subnetPointsMax from so many points on a subnet is banned; more, as the innocent share it
     * @param subnetPointMillis so long it takes to forget one of a subnet's points
     * @param firstBanMillis doubles with each further ban
     * @param longestBanMillis where doubling ends; so long after its last ban someone is as good as new
     * @param entriesMax culprits remembered
     */
    public record Rules(
            int keyPointsMax,
            long keyPointMillis,
            int subnetPointsMax,
            long subnetPointMillis,
            long firstBanMillis,
            long longestBanMillis,
            int entriesMax) {
        /** A key forgets 100 points in 17 minutes, a subnet 400 in 7; bans last 10 minutes to a day. */
        public static final Rules DEFAULT = new Rules(100, 10 * SECOND, 400, SECOND, 600 * SECOND, 24 * HOUR, 1_024);

        private int pointsMax(Culprit culprit) {
            return culprit.kind() == Culprit.Kind.KEY ? keyPointsMax : subnetPointsMax;
        }

        private long pointMillis(Culprit culprit) {
            return culprit.kind() == Culprit.Kind.KEY ? keyPointMillis : subnetPointMillis;
        }
    }

    /**
     * What outlasts a restart.
     *
     * @param until milliseconds since 1970
     * @param times how often, this one included; at least 1
     */
    public record Ban(Culprit culprit, long until, int times) {}

    private static final class Entry {
        private long points;
        private long pointsAt;
        private long until;
        private int times;
    }

    public BanBook(Rules rules) {
        this.rules = rules;
    }

    /**
     * Counts an offence.
     *
     * @return whether the culprit is banned for it from now on
     */
    public boolean charge(Culprit culprit, Offence offence, long now) {
        Entry entry = entryOf(culprit, now);
        fade(culprit, entry, now);
        entry.points += offence.points();
        if (entry.points < rules.pointsMax(culprit)) {
            return false;
        }
        entry.points = 0;
        entry.until = now + lasting(entry.times);
        entry.times++;
        return true;
    }

    public boolean isBanned(Culprit culprit, long now) {
        Entry entry = entries.get(culprit);
        // A ban that ends later than any may was set by a clock that ran ahead.
        return entry != null && entry.times > 0 && now < entry.until && entry.until - now <= rules.longestBanMillis();
    }

    /** Who is banned, or was not long ago, in the order of {@link Culprit}. */
    public List<Ban> bans(long now) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().times > 0 && !isOver(entry.getValue(), now))
                .map(entry -> new Ban(entry.getKey(), entry.getValue().until, entry.getValue().times))
                .toList();
    }

    /** Remembers what {@link #bans} told before a restart. */
    public void restore(List<Ban> bans, long now) {
        for (Ban ban : bans) {
            Entry entry = entryOf(ban.culprit(), now);
            entry.until = Math.min(ban.until(), now + rules.longestBanMillis());
            entry.times = Math.max(1, ban.times());
        }
    }

    int size() {
        return entries.size();
    }

    private long lasting(int times) {
        long lasting = rules.firstBanMillis();
        for (int i = 0; i < times && lasting < rules.longestBanMillis(); i++) {
            lasting *= 2;
        }
        return Math.min(lasting, rules.longestBanMillis());
    }

    private Entry entryOf(Culprit culprit, long now) {
        Entry known = entries.get(culprit);
        if (known != null) {
            return known;
        }
        if (entries.size() >= rules.entriesMax()) {
            forgetOne(now);
        }
        Entry fresh = new Entry();
        fresh.pointsAt = now;
        entries.put(culprit, fresh);
        return fresh;
    }

    private void fade(Culprit culprit, Entry entry, long now) {
        long faded = Math.max(0, now - entry.pointsAt) / rules.pointMillis(culprit);
        if (faded >= entry.points) {
            entry.points = 0;
            entry.pointsAt = now;
        } else {
            entry.points -= faded;
            entry.pointsAt += faded * rules.pointMillis(culprit);
        }
        if (entry.times > 0 && isOver(entry, now)) {
            entry.times = 0;
        }
    }

    /** Its last ban is so long ago that it counts no more. */
    private boolean isOver(Entry entry, long now) {
        return now - entry.until > rules.longestBanMillis();
    }

    private void forgetOne(long now) {
        entries.entrySet().stream()
                .min(Comparator.comparingLong((Map.Entry<Culprit, Entry> entry) -> trouble(entry, now))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .ifPresent(entries::remove);
    }

    private long trouble(Map.Entry<Culprit, Entry> entry, long now) {
        fade(entry.getKey(), entry.getValue(), now);
        return isBanned(entry.getKey(), now) ? entry.getValue().until : entry.getValue().points;
    }
}
