// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import network.banyan.primitives.Bytes;

/**
 * Which strangers a node calls by itself. Others choose whether to call us; only these connections are our own choice, so
 * they are kept apart: a fixed number, no two in one network group, and two of them called again first after a restart
 * (docs/spec/network.md, rules 37 to 40).
 *
 * <p>Pure and single-threaded; times are seconds since 1970.
 */
public final class OutboundSlots {
    public static final int SLOTS = 8;
    public static final int ANCHORS = 2;

    /** So long a call may take, with its repetitions. */
    static final long PATIENCE_SECONDS = 10;

    private final AddressBook book;
    private final RandomGenerator random;
    private final Map<Bytes, Call> calls = new TreeMap<>();

    private static final class Call {
        private final PeerRecord record;
        private long since;
        private boolean stands;

        private Call(PeerRecord record, long since) {
            this.record = record;
            this.since = since;
        }
    }

    /** @param random of this node's own, so that others cannot foresee whom it calls */
    public OutboundSlots(AddressBook book, RandomGenerator random) {
        this.book = book;
        this.random = random;
    }

    /** Calls those first that were good before the restart. */
    public void begin(List<PeerRecord> anchors, long now) {
        anchors.stream().limit(ANCHORS).forEach(anchor -> calls.put(anchor.nodeKey(), new Call(anchor, now)));
    }

    /**
     * Gives up calls that lead to nothing and fills the free slots.
     *
     * @param busy whom not to call: ourselves, banned ones, and those we are connected with otherwise
     */
    public void step(Predicate<Bytes> busy, long now) {
        for (Call call : List.copyOf(calls.values())) {
            boolean tooLong = !call.stands && Math.abs(now - call.since) >= PATIENCE_SECONDS;
            if (tooLong) {
                book.failed(call.record.nodeKey(), now);
            }
            if (tooLong || busy.test(call.record.nodeKey())) {
                calls.remove(call.record.nodeKey());
            }
        }
        while (calls.size() < SLOTS) {
            Set<Bytes> taken = new TreeSet<>();
            calls.values().forEach(call -> taken.add(call.record.endpoint().group()));
            Optional<PeerRecord> next = book.pick(
                    random,
                    record -> !calls.containsKey(record.nodeKey())
                            && !busy.test(record.nodeKey())
                            && !taken.contains(record.endpoint().group()),
                    now);
            if (next.isEmpty()) {
                return;
            }
            book.attempted(next.get().nodeKey(), now);
            calls.put(next.get().nodeKey(), new Call(next.get(), now));
        }
    }

    /** A connection with a node stands. */
    public void connected(Bytes nodeKey, long now) {
        Call call = calls.get(nodeKey);
        if (call != null) {
            call.stands = true;
            call.since = now;
            book.succeeded(nodeKey, now);
        }
    }

    /** A connection with a node is lost; it is called again for a while. */
    public void disconnected(Bytes nodeKey, long now) {
        Call call = calls.get(nodeKey);
        if (call != null) {
            call.stands = false;
            call.since = now;
        }
    }

    /** Whom we call or have called, in the order of keys. */
    public List<PeerRecord> calls() {
        return calls.values().stream().map(call -> call.record).toList();
    }

    public boolean holds(Bytes nodeKey) {
        return calls.containsKey(nodeKey);
    }

    /** How many slots hold a connection. */
    public int standing() {
        return (int) calls.values().stream().filter(call -> call.stands).count();
    }

    /** The connections that have lasted longest. */
    public List<PeerRecord> anchors() {
        List<Call> standing = new ArrayList<>(
                calls.values().stream().filter(call -> call.stands).toList());
        standing.sort(Comparator.comparingLong(call -> call.since));
        return standing.stream().limit(ANCHORS).map(call -> call.record).toList();
    }
}
