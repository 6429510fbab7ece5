// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Transactions that peers announced and nobody has sent yet. One peer at a time is asked for each; the others that announced
 * it are asked when the answer does not come. Any thread may call.
 */
final class Wanted {
    /** So many at a time may be asked of one peer: who announces what it has not fills no more than that. */
    static final int PER_PEER = 1_024;

    static final int ALL = 32 * PER_PEER;
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int OTHERS = 3;

    /** In the order in which they were asked for. */
    private final LinkedHashMap<Hash, Question> open = new LinkedHashMap<>();

    private final Map<Bytes, Integer> asked = new HashMap<>();

    private record Question(Bytes of, long atNanos, Deque<Bytes> others) {}

    /** Which of these transactions, none of them here yet, to ask of the peer that announces them. */
    synchronized List<Hash> announced(Bytes peer, List<Hash> missing, long nowNanos) {
        List<Hash> ask = new ArrayList<>();
        for (Hash hash : missing) {
            Question question = open.get(hash);
            if (question == null) {
                if (mayAsk(peer) && open.size() < ALL) {
                    ask(hash, peer, nowNanos, new ArrayDeque<>(OTHERS));
                    ask.add(hash);
                }
            } else if (!question.of().equals(peer)
                    && question.others().size() < OTHERS
                    && !question.others().contains(peer)) {
                question.others().add(peer);
            }
        }
        return ask;
    }

    /** It is here, whoever sent it. */
    synchronized void arrived(Hash hash) {
        Question question = open.remove(hash);
        if (question != null) {
            settle(question.of());
        }
    }

    /** What did not come in time, by who is asked next; what nobody else announced is wanted no more. */
    synchronized Map<Bytes, List<Hash>> overdue(long nowNanos) {
        Map<Bytes, List<Hash>> next = new LinkedHashMap<>();
        while (!open.isEmpty() && nowNanos - open.firstEntry().getValue().atNanos() >= PATIENCE_NANOS) {
            Map.Entry<Hash, Question> late = open.pollFirstEntry();
            Question question = late.getValue();
            settle(question.of());
            Bytes other = question.others().poll();
            if (other != null && mayAsk(other)) {
                ask(late.getKey(), other, nowNanos, question.others());
                next.computeIfAbsent(other, _ -> new ArrayList<>()).add(late.getKey());
            }
        }
        return next;
    }

    private boolean mayAsk(Bytes peer) {
        return asked.getOrDefault(peer, 0) < PER_PEER;
    }

    private void ask(Hash hash, Bytes peer, long nowNanos, Deque<Bytes> others) {
        open.put(hash, new Question(peer, nowNanos, others));
        asked.merge(peer, 1, Integer::sum);
    }

    private void settle(Bytes peer) {
        asked.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
}
