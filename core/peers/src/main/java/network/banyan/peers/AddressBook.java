// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that one has heard of, in two tables of buckets: <i>new</i> for what others told, <i>tried</i> for those that
 * one has really been connected with. Where an entry goes is a keyed hash of the network groups that it and its teller
 * lie in, so nobody can aim at an entry, one teller's group reaches an eighth of the new table, and one group of addresses
 * a quarter of the tried one. A place that is taken stays taken while its holder is any good (docs/spec/network.md, rules
 * 30 to 36; the idea is that of Heilman and others, "Eclipse Attacks on Bitcoin's Peer-to-Peer Network", 2015).
 *
 * <p>Pure and single-threaded: times are seconds since 1970, draws come from the caller.
 */
public final class AddressBook {
    static final int SLOTS = 32;
    static final int NEW_BUCKETS = 64;
    static final int NEW_BUCKETS_PER_TELLER = 8;
    static final int TRIED_BUCKETS = 16;
    static final int TRIED_BUCKETS_PER_GROUP = 4;

    /** So often an entry that never answered is called before its place may go to another. */
    private static final int FAILURES_MAX = 3;

    private static final long FIRST_PAUSE_SECONDS = 15;
    private static final long LONGEST_PAUSE_SECONDS = 3_600;

    private final Hash secret;
    private final Map<Bytes, Entry> byKey = new TreeMap<>();
    private final @Nullable Entry[] fresh = new @Nullable Entry[NEW_BUCKETS * SLOTS];
    private final @Nullable Entry[] tried = new @Nullable Entry[TRIED_BUCKETS * SLOTS];

    /** @param secret drawn once by each node and told to nobody */
    public AddressBook(Hash secret) {
        this.secret = secret;
    }

    /**
     * What is known of a node.
     *
     * @param teller the group that told of it
     * @param isTried whether it stands in the tried table
     * @param lastSuccess when a connection with it last stood, in seconds since 1970; 0 for never
     * @param failures calls in vain since then
     */
    public record Known(PeerRecord record, Bytes teller, boolean isTried, long lastSuccess, int failures) {}

    private static final class Entry {
        private PeerRecord record;
        private final Bytes teller;
        private boolean isTried;
        private int place;
        private long lastAttempt;
        private long lastSuccess;
        private int failures;

        private Entry(PeerRecord record, Bytes teller) {
            this.record = record;
            this.teller = teller;
        }

        private Endpoint endpoint() {
            return record.endpoint();
        }

        private Known known() {
            return new Known(record, teller, isTried, lastSuccess, failures);
        }

        /** Worth less than any newcomer. */
        private boolean isHopeless(long now) {
            return (failures >= FAILURES_MAX && lastSuccess == 0) || failures >= 10 || !record.isCurrent(now);
        }

        private boolean mayBeCalled(long now) {
            long pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS << Math.min(failures, 10));
            return failures == 0 || now - lastAttempt >= pause || now < lastAttempt;
        }
    }

    /**
     * Takes a record whose signature was checked.
     *
     * @param teller the {@link Endpoint#group} of whoever told of it
     * @return whether it is in the book now, and was not before in this form
     */
    public boolean add(PeerRecord record, Bytes teller, long now) {
        if (!record.isCurrent(now)) {
            return false;
        }
        Entry known = byKey.get(record.nodeKey());
        if (known == null) {
            return place(new Entry(record, teller), now);
        }
        if (record.sequence() <= known.record.sequence()) {
            return false;
        }
        if (record.endpoint().equals(known.endpoint())) {
            known.record = record;
            return true;
        }
        // It has moved: that it answered at the old place says nothing of the new one.
        remove(known);
        return place(new Entry(record, teller), now);
    }

    /** A call was begun that has not led to a connection yet. */
    public void attempted(Bytes nodeKey, long now) {
        Entry entry = byKey.get(nodeKey);
        if (entry != null) {
            entry.lastAttempt = now;
        }
    }

    /** A call led to nothing. */
    public void failed(Bytes nodeKey, long now) {
        Entry entry = byKey.get(nodeKey);
        if (entry != null) {
            entry.lastAttempt = now;
            entry.failures = Math.min(entry.failures + 1, 100);
        }
    }

    /** We called it where its record says, and it answered with its key. */
    public void succeeded(Bytes nodeKey, long now) {
        Entry entry = byKey.get(nodeKey);
        if (entry == null) {
            return;
        }
        entry.lastSuccess = now;
        entry.failures = 0;
        if (!entry.isTried) {
            promote(entry);
        }
    }

    /** It turned out to be no good. */
    public void forget(Bytes nodeKey) {
        Entry entry = byKey.get(nodeKey);
        if (entry != null) {
            remove(entry);
        }
    }

    /**
     * Whom to call next: with even odds somebody from either table, any entry of it that fits as likely as any other.
     * Those that did not answer are left in peace for a while, longer each time.
     */
    public Optional<PeerRecord> pick(RandomGenerator random, Predicate<PeerRecord> fits, long now) {
        boolean fromTried = random.nextBoolean();
        return pick(fromTried ? tried : fresh, random, fits, now)
                .or(() -> pick(fromTried ? fresh : tried, random, fits, now));
    }

    private static Optional<PeerRecord> pick(
            @Nullable Entry[] table, RandomGenerator random, Predicate<PeerRecord> fits, long now) {
        List<PeerRecord> fitting = new ArrayList<>();
        for (Entry entry : table) {
            if (entry != null && entry.record.isCurrent(now) && entry.mayBeCalled(now) && fits.test(entry.record)) {
                fitting.add(entry.record);
            }
        }
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(random.nextInt(fitting.size())));
    }

    /** Some records to tell others, none of them hopeless, in an order of chance. */
    public List<PeerRecord> sample(RandomGenerator random, int most, long now) {
        List<PeerRecord> all = new ArrayList<>();
        byKey.values().stream().filter(entry -> !entry.isHopeless(now)).forEach(entry -> all.add(entry.record));
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            int other = i + random.nextInt(all.size() - i);
            PeerRecord swapped = all.get(other);
            all.set(other, all.get(i));
            all.set(i, swapped);
        }
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    public Optional<PeerRecord> find(Bytes nodeKey) {
        return Optional.ofNullable(byKey.get(nodeKey)).map(entry -> entry.record);
    }

    public int size() {
        return byKey.size();
    }

    /** Everything, in the order of keys. */
    public List<Known> content() {
        return byKey.values().stream().map(Entry::known).toList();
    }

    /** Puts back what {@link #content} told, by the same secret to the same places. */
    public void restore(List<Known> content, long now) {
        // A tried entry passes through the new table, so it comes before those that have their places there.
        content.stream().filter(Known::isTried).forEach(known -> restore(known, now));
        content.stream().filter(known -> !known.isTried()).forEach(known -> restore(known, now));
    }

    private void restore(Known known, long now) {
        if (byKey.containsKey(known.record().nodeKey()) || !add(known.record(), known.teller(), now)) {
            return;
        }
        Entry entry = byKey.get(known.record().nodeKey());
        if (entry != null) {
            entry.lastSuccess = Math.clamp(known.lastSuccess(), 0, now);
            entry.failures = Math.clamp(known.failures(), 0, 100);
            if (known.isTried()) {
                promote(entry);
            }
        }
    }

    private boolean place(Entry entry, long now) {
        int place = newPlace(entry);
        Entry holder = fresh[place];
        if (holder != null) {
            if (!holder.isHopeless(now)) {
                return false;
            }
            remove(holder);
        }
        entry.isTried = false;
        entry.place = place;
        fresh[place] = entry;
        byKey.put(entry.record.nodeKey(), entry);
        return true;
    }

    /** Who stands in the tried table and still answers is not moved for anyone: else an attacker could push it out. */
    private void promote(Entry entry) {
        int place = triedPlace(entry);
        Entry holder = tried[place];
        if (holder != null) {
            if (holder.failures < FAILURES_MAX) {
                return;
            }
            remove(holder);
        }
        fresh[entry.place] = null;
        entry.isTried = true;
        entry.place = place;
        tried[place] = entry;
    }

    private void remove(Entry entry) {
        byKey.remove(entry.record.nodeKey());
        (entry.isTried ? tried : fresh)[entry.place] = null;
    }

    private int newPlace(Entry entry) {
        long spread = hash(1, entry.endpoint().group(), entry.teller) % NEW_BUCKETS_PER_TELLER;
        long bucket = hash(2, entry.teller, number(spread)) % NEW_BUCKETS;
        return place(bucket, 3, entry);
    }

    private int triedPlace(Entry entry) {
        long spread = hash(4, entry.endpoint().bytes(), Bytes.EMPTY) % TRIED_BUCKETS_PER_GROUP;
        long bucket = hash(5, entry.endpoint().group(), number(spread)) % TRIED_BUCKETS;
        return place(bucket, 6, entry);
    }

    /** By endpoint and not by key, for keys cost nothing: all nodes at one place compete for one slot. */
    private int place(long bucket, int purpose, Entry entry) {
        return (int)
                (bucket * SLOTS + hash(purpose, number(bucket), entry.endpoint().bytes()) % SLOTS);
    }

    private static Bytes number(long value) {
        return Bytes.wrap(new byte[] {(byte) value});
    }

    /** 63 bits that only the holder of the secret can foresee. */
    private long hash(int purpose, Bytes first, Bytes second) {
        byte[] input = new byte[Hash.SIZE + 2 + first.size() + second.size()];
        secret.writeTo(input, 0);
        input[Hash.SIZE] = (byte) purpose;
        input[Hash.SIZE + 1] = (byte) first.size();
        System.arraycopy(first.unsafeArray(), 0, input, Hash.SIZE + 2, first.size());
        System.arraycopy(second.unsafeArray(), 0, input, Hash.SIZE + 2 + first.size(), second.size());
        return Keccak.hash(input).a() >>> 1;
    }
}
