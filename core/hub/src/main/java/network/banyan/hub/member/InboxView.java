// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.hub.HubDomain;
import network.banyan.hub.HubException;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Message;
import network.banyan.primitives.Hash;

/**
 * A chain's inbox as the root's final blocks have it, from what the chain has not handled yet. It forgets what it is told is
 * handled, so that it holds what waits and no more.
 */
public final class InboxView {
    /** Words are about the inbox after root blocks whose numbers this divides (rule 3). */
    public static final int WORD_BLOCKS = 4;

    private record Entry(Message message, Hash digest, InboxPrefix after, long block) {}

    private final HubDomain domain;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private InboxPrefix forgotten;
    private InboxPrefix end;

    public InboxView(HubDomain domain, long chainId) {
        this.domain = domain;
        this.forgotten = InboxPrefix.beginning(chainId);
        this.end = forgotten;
    }

    /**
     * Takes the next message.
     *
     * @param block of the root, not lower than the last one's
     * @throws HubException if it is another than the next one
     */
    public void take(long index, Message message, long block) {
        HubException.require(index == end.count(), "message %d of an inbox where %d comes next", index, end.count());
        Hash digest = message.digest(domain);
        end = end.plus(digest);
        waiting.add(new Entry(message, digest, end, block));
    }

    /** What all messages hash to. */
    public InboxPrefix end() {
        return end;
    }

    /** Drops what the chain has handled. */
    public void forget(long handled) {
        while (!waiting.isEmpty() && waiting.getFirst().after().count() <= handled) {
            forgotten = waiting.removeFirst().after();
        }
    }

    /** What the first so many messages hash to; empty if these are forgotten, or not there yet. */
    public Optional<InboxPrefix> at(long count) {
        if (count == forgotten.count()) {
            return Optional.of(forgotten);
        }
        return waiting.stream()
                .map(Entry::after)
                .filter(after -> after.count() == count)
                .findFirst();
    }

    /**
     * What a member says, in order: the inbox after each root block that {@link #WORD_BLOCKS} divides, where it is longer than
     * after the one before.
     *
     * @param cursor up to which it is known on the chain
     * @param lastBlock the root's last final one
     */
    public List<InboxPrefix> words(long cursor, long lastBlock) {
        SortedMap<Long, InboxPrefix> words = new TreeMap<>();
        for (Entry entry : waiting) {
            if (wordBlock(entry) <= lastBlock) {
                words.put(wordBlock(entry), entry.after());
            }
        }
        return words.values().stream().filter(word -> word.count() > cursor).toList();
    }

    private static long wordBlock(Entry entry) {
        return (entry.block() + WORD_BLOCKS - 1) / WORD_BLOCKS * WORD_BLOCKS;
    }

    /**
     * Messages that are to be handled, and the digests of those behind them.
     *
     * @param rest up to the head that the chain knows
     */
    public record Load(List<Message> messages, List<Hash> rest) {}

    /**
     * What waits below a head.
     *
     * @param handled how many the chain has handled
     * @param head up to which it knows the inbox
     * @param gasMost what may be asked for; one message is taken whatever it asks for
     */
    public Load load(long handled, long head, long gasMost) {
        List<Message> messages = new ArrayList<>();
        List<Hash> rest = new ArrayList<>();
        long gas = 0;
        for (Entry entry : waiting) {
            long count = entry.after().count();
            if (count <= handled || count > head) {
                continue;
            }
            gas += gas(entry.message());
            if (messages.isEmpty() || gas <= gasMost) {
                messages.add(entry.message());
            } else {
                gas = gasMost;
                rest.add(entry.digest());
            }
        }
        return new Load(messages, rest);
    }

    /** The most that handling it takes, and what the outpost wants to see left for a call (outpost rule 10). */
    private static long gas(Message message) {
        return switch (message.kind()) {
            case CALL -> message.gas() + message.gas() / 16 + 1_700_000;
            case DEPOSIT, TOKEN, REFUND -> 700_000;
            case FORCED -> 300_000;
        };
    }
}
