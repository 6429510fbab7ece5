// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Stream;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Caller.Wire;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what is new ({@code eth_subscribe}).
 *
 * <p>The node's own thread only rings a bell here. One thread of ours then reads from the chain what lies between the
 * last block told and the newest: nothing is queued, and no subscriber has a gap. A subscriber that reads too slowly
 * loses its connection ({@link Wire#tell}), not its place.
 */
final class News implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final Duration CLOSING_TIME_MAX = Duration.ofSeconds(10);

    private final ChainView chain;
    private final RecentPool recent;
    private final Semaphore bell = new Semaphore(0);
    private final QueryLimits.SubscriptionLimits limits;

    /** By id. Whoever is in the first was not told its id yet; changed under this object's lock only. */
    private final Map<String, Subscriber> coming = new HashMap<>();

    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Set<Wire> wires = new HashSet<>();
    private final List<ChainView.Subscription> sources;
    private final Thread thread;

    // Only the thread touches these.
    private long nextBlock;
    private long nextPooled;

    News(ChainView chain, RecentPool recent, QueryLimits.SubscriptionLimits limits) {
        this.chain = chain;
        this.recent = recent;
        this.limits = limits;
        this.nextBlock = chain.height() + 1;
        this.sources = List.of(chain.onFinalized(_ -> bell.release()), chain.onPooled(transaction -> {
            recent.add(transaction.hash());
            bell.release();
        }));
        this.thread = Thread.ofVirtual().name("rpc-news").start(this::tellForever);
    }

    /** What somebody wants to be told. */
    sealed interface Topic {
        record Heads() implements Topic {}

        record Logs(LogFilter filter) implements Topic {}

        /**
         * @param full whether the whole transaction is wanted, not only its hash
         */
        record Pending(boolean full) implements Topic {}
    }

    private record Subscriber(String id, Topic topic, Wire wire, String client) {
        /** The envelope by hand: its inside is written once for all subscribers. */
        void tell(byte[] result) {
            byte[] head = ("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + id
                            + "\",\"result\":")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] message = new byte[head.length + result.length + 2];
            System.arraycopy(head, 0, message, 0, head.length);
            System.arraycopy(result, 0, message, head.length, result.length);
            message[message.length - 2] = '}';
            message[message.length - 1] = '}';
            wire.tell(message);
        }
    }

    /**
     * Takes a subscription; it is told nothing before {@link #begin}.
     *
     * @param client the network address that it is counted for
     * @throws RpcException if the connection, the client, or all clients together, have too many
     */
    synchronized void add(String id, Topic topic, Wire wire, String client) {
        if (count(subscriber -> subscriber.wire().equals(wire)) >= limits.perConnection()) {
            throw RpcException.limit("too many subscriptions on this connection");
        }
        if (count(subscriber -> subscriber.client().equals(client)) >= limits.perClient()) {
            throw RpcException.limit("too many subscriptions of this client");
        }
        if (count(_ -> true) >= limits.most()) {
            throw RpcException.limit("this node has too many subscriptions");
        }
        coming.put(id, new Subscriber(id, topic, wire, client));
        // Once a connection, not once a subscription: who subscribes and unsubscribes for ever must leave nothing
        // behind.
        if (wires.add(wire)) {
            wire.onClose(() -> forget(wire));
        }
    }

    /** From now on, unless its connection ended meanwhile. */
    synchronized void begin(String id) {
        Subscriber subscriber = coming.remove(id);
        if (subscriber != null) {
            subscribers.put(id, subscriber);
        }
    }

    /** Whether there was such a subscription of this connection. */
    synchronized boolean remove(String id, Wire wire) {
        return remove(coming, id, wire) || remove(subscribers, id, wire);
    }

    private static boolean remove(Map<String, Subscriber> some, String id, Wire wire) {
        Subscriber subscriber = some.get(id);
        return subscriber != null && subscriber.wire().equals(wire) && some.remove(id, subscriber);
    }

    private synchronized void forget(Wire wire) {
        wires.remove(wire);
        coming.values().removeIf(subscriber -> subscriber.wire().equals(wire));
        subscribers.values().removeIf(subscriber -> subscriber.wire().equals(wire));
    }

    private long count(Predicate<Subscriber> which) {
        return Stream.concat(coming.values().stream(), subscribers.values().stream())
                .filter(which)
                .count();
    }

    private void tellForever() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                bell.acquire();
                bell.drainPermits();
                tellPooled();
                tellBlocks();
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("could not tell subscribers what is new", bug);
            }
        }
    }

    private void tellPooled() {
        RecentPool.News news = recent.since(nextPooled);
        nextPooled = news.next();
        for (Hash hash : news.hashes()) {
            tell(News::wantsHashes, Json.data(hash));
            if (isWanted(News::wantsWholeTransactions)) {
                // What left the pool again meanwhile is no news.
                chain.pooled(hash)
                        .ifPresent(whole -> tell(News::wantsWholeTransactions, TransactionJson.pending(whole)));
            }
        }
    }

    private static boolean wantsHashes(Topic topic) {
        return topic instanceof Topic.Pending(boolean full) && !full;
    }

    private static boolean wantsWholeTransactions(Topic topic) {
        return topic instanceof Topic.Pending(boolean full) && full;
    }

    private boolean isWanted(Predicate<Topic> kind) {
        return subscribers.values().stream().map(Subscriber::topic).anyMatch(kind);
    }

    private void tellBlocks() {
        for (long height = chain.height(); nextBlock <= height; nextBlock++) {
            if (subscribers.isEmpty()) {
                nextBlock = height + 1;
                return;
            }
            chain.block(nextBlock).ifPresent(block -> {
                tell(Topic.Heads.class::isInstance, BlockJson.header(block.header(), block.hash()));
                tellLogs(block);
            });
        }
    }

    private void tellLogs(Block block) {
        List<Subscriber> interested = subscribers.values().stream()
                .filter(subscriber -> subscriber.topic() instanceof Topic.Logs(LogFilter filter)
                        && filter.mayMatch(block.header().bloom()))
                .toList();
        if (interested.isEmpty()) {
            return;
        }
        List<Receipt> receipts = new ChainReader(chain).receipts(block);
        for (Subscriber subscriber : interested) {
            if (subscriber.topic() instanceof Topic.Logs(LogFilter filter)) {
                LogSearch.matching(block, receipts, filter, log -> subscriber.tell(Json.write(log)));
            }
        }
    }

    private void tell(Predicate<Topic> kind, JsonNode news) {
        byte[] written = Json.write(news);
        for (Subscriber subscriber : subscribers.values()) {
            if (kind.test(subscriber.topic())) {
                subscriber.tell(written);
            }
        }
    }

    @Override
    public void close() {
        sources.forEach(ChainView.Subscription::close);
        thread.interrupt();
        try {
            thread.join(CLOSING_TIME_MAX);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
