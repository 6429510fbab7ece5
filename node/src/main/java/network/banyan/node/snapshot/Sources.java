// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.banyan.node.Declined;
import network.banyan.sdk.RpcFailure;

/**
 * The nodes that may be asked. One that sends what is wrong is never asked again; one that does not answer is, a few times.
 * Any thread may call.
 */
final class Sources {
    private static final int SILENCES_MAX = 5;
    private static final long REST_MILLIS = 500;

    private final List<Source> left = new ArrayList<>();
    private final Consumer<String> tell;
    private int turn;

    private static final class Source {
        private final SnapshotPeer peer;
        private int silences;

        Source(SnapshotPeer peer) {
            this.peer = peer;
        }
    }

    /**
     * @param tell hears who is no longer asked, and why
     */
    Sources(List<SnapshotPeer> peers, Consumer<String> tell) {
        peers.forEach(peer -> left.add(new Source(peer)));
        this.tell = tell;
    }

    /** A question that each may have its own answer to, and whose answer can be judged at once. */
    interface Question<T> {
        T ask(SnapshotPeer peer) throws SnapshotPeer.Nonsense;
    }

    /** Everybody was wrong, or away. */
    static final class NobodyLeft extends RuntimeException {}

    /**
     * Asks one after the other until one answers rightly.
     *
     * @throws NobodyLeft if nobody does
     */
    <T> T ask(Question<T> question) {
        while (true) {
            SnapshotPeer peer = next();
            try {
                return question.ask(peer);
            } catch (SnapshotPeer.Nonsense wrong) {
                drop(peer, String.valueOf(wrong.getMessage()));
            } catch (RpcFailure away) {
                silent(peer, String.valueOf(away.getMessage()));
                rest();
            }
        }
    }

    /** Before somebody who gave no answer is asked again. */
    static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Declined("Interrupted.");
        }
    }

    private synchronized SnapshotPeer next() {
        if (left.isEmpty()) {
            throw new NobodyLeft();
        }
        return left.get(turn++ % left.size()).peer;
    }

    synchronized List<SnapshotPeer> left() {
        return left.stream().map(source -> source.peer).toList();
    }

    synchronized boolean isLeft(SnapshotPeer peer) {
        return left.stream().anyMatch(source -> source.peer == peer);
    }

    synchronized void drop(SnapshotPeer peer, String why) {
        if (left.removeIf(source -> source.peer == peer)) {
            tell.accept("%s is not asked any more: %s".formatted(peer, why));
        }
    }

    synchronized void answered(SnapshotPeer peer) {
        left.stream().filter(source -> source.peer == peer).forEach(source -> source.silences = 0);
    }

    synchronized void silent(SnapshotPeer peer, String why) {
        for (Source source : List.copyOf(left)) {
            if (source.peer == peer && ++source.silences >= SILENCES_MAX) {
                drop(peer, why);
            }
        }
    }
}
