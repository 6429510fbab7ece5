// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.Submission;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that wait for a block, bounded by bytes and by sender.
 *
 * <p>Each sender has a queue by nonce; only the entry whose nonce is next may be proposed, and it competes with the other
 * senders' by tip, then by age. Entries behind a gap wait. A transaction is replaced by one of the same nonce that offers
 * at least a tenth more for both fees. When the pool is full, a newcomer must outbid the cheapest entry by as much.
 *
 * <p>What a transaction may be at all (signature, chain, intrinsic gas, funds) is judged before {@link #add}; the pool
 * judges only what depends on its own content. All methods may be called from any thread: RPC threads add while the
 * replica proposes.
 */
public final class TransactionPool {
    /** Charged per entry beside its encoding, so that many small entries are bounded too. */
    private static final int OVERHEAD_BYTES = 512;

    private static final Comparator<Entry> BEST_FIRST = Entry::compareFromBest;

    private final Limits limits;
    private final Map<Hash, Entry> byHash = new HashMap<>();
    private final Map<Address, Queue> bySender = new HashMap<>();
    private final TreeSet<Entry> heads = new TreeSet<>(BEST_FIRST);
    private final TreeSet<Entry> all = new TreeSet<>(BEST_FIRST);
    private long arrivals;
    private long bytes;

    /**
     * @param bytes of all entries together, overhead included
     * @param perSender entries of one account
     * @param nonceAhead how far beyond its account's nonce an entry may lie
     */
    public record Limits(long bytes, int perSender, long nonceAhead) {
        public static final Limits DEFAULT = new Limits(64L << 20, 4_096, 4_096);
    }

    public TransactionPool(Limits limits) {
        this.limits = limits;
    }

    private record Entry(Transaction transaction, UInt256 tip, Address sender, long arrival) {
        Entry(Transaction transaction, Address sender, long arrival) {
            this(transaction, transaction.body().maxPriorityFeePerGas(), sender, arrival);
        }

        /** Written out, for the pool does little else than compare. */
        static int compareFromBest(Entry left, Entry right) {
            int byTip = right.tip.compareTo(left.tip);
            return byTip != 0 ? byTip : Long.compare(left.arrival, right.arrival);
        }

        long nonce() {
            return transaction.body().nonce();
        }

        int bytes() {
            return transaction.encoded().size() + OVERHEAD_BYTES;
        }
    }

    private static final class Queue {
        final TreeMap<Long, Entry> byNonce = new TreeMap<>();
        long accountNonce;

        @Nullable
        Entry head() {
            return byNonce.get(accountNonce);
        }
    }

    /**
     * @param accountNonce the sender's nonce in the last finalised state
     */
    public synchronized Submission add(Transaction transaction, Address sender, long accountNonce) {
        if (byHash.containsKey(transaction.hash())) {
            return new Submission.Refused("already known");
        }
        long nonce = transaction.body().nonce();
        if (nonce > accountNonce + limits.nonceAhead()) {
            return new Submission.Refused("nonce too high: the account's nonce is %d, at most %d ahead are queued"
                    .formatted(accountNonce, limits.nonceAhead()));
        }
        Queue queue = bySender.get(sender);
        Entry rival = queue == null ? null : queue.byNonce.get(nonce);
        if (rival != null && !outbids(transaction, rival.transaction)) {
            return new Submission.Refused("replacement transaction underpriced");
        }
        if (rival == null && queue != null && queue.byNonce.size() >= limits.perSender()) {
            return new Submission.Refused("account has %d queued transactions already".formatted(limits.perSender()));
        }
        Entry entry = new Entry(transaction, sender, arrivals++);
        if (rival != null) {
            remove(rival);
        }
        while (bytes + entry.bytes() > limits.bytes()) {
            Entry cheapest = all.isEmpty() ? null : all.last();
            if (cheapest == null || !outbids(transaction, cheapest.transaction)) {
                return new Submission.Refused("txpool is full");
            }
            remove(cheapest);
        }
        insert(entry, accountNonce);
        return new Submission.Accepted();
    }

    /** A tenth more on both fees: enough that replacing cannot be used to spread transactions for free. */
    private static boolean outbids(Transaction newcomer, Transaction rival) {
        return atLeastTenthMore(newcomer.body().maxFeePerGas(), rival.body().maxFeePerGas())
                && atLeastTenthMore(
                        newcomer.body().maxPriorityFeePerGas(), rival.body().maxPriorityFeePerGas());
    }

    private static boolean atLeastTenthMore(UInt256 price, UInt256 old) {
        var tenfold = price.toBigInteger().multiply(java.math.BigInteger.TEN);
        return tenfold.compareTo(old.toBigInteger().multiply(java.math.BigInteger.valueOf(11))) >= 0
                && price.compareTo(old) > 0;
    }

    private void insert(Entry entry, long accountNonce) {
        Queue queue = bySender.computeIfAbsent(entry.sender, _ -> new Queue());
        if (queue.byNonce.isEmpty()) {
            queue.accountNonce = accountNonce;
        }
        unhead(queue);
        queue.byNonce.put(entry.nonce(), entry);
        byHash.put(entry.transaction.hash(), entry);
        all.add(entry);
        bytes += entry.bytes();
        rehead(queue);
    }

    private void remove(Entry entry) {
        Queue queue = bySender.get(entry.sender);
        if (queue == null || byHash.remove(entry.transaction.hash()) == null) {
            return;
        }
        unhead(queue);
        queue.byNonce.remove(entry.nonce());
        all.remove(entry);
        bytes -= entry.bytes();
        if (queue.byNonce.isEmpty()) {
            bySender.remove(entry.sender);
        } else {
            rehead(queue);
        }
    }

    private void unhead(Queue queue) {
        Entry head = queue.head();
        if (head != null) {
            heads.remove(head);
        }
    }

    private void rehead(Queue queue) {
        Entry head = queue.head();
        if (head != null) {
            heads.add(head);
        }
    }

    /** Forgets a transaction that can never run. */
    public synchronized void drop(Hash transaction) {
        Entry entry = byHash.get(transaction);
        if (entry != null) {
            remove(entry);
        }
    }

    /** An account's nonce moved because a block became final: what lies below it is done. */
    public synchronized void advance(Address sender, long accountNonce) {
        Queue queue = bySender.get(sender);
        if (queue == null) {
            return;
        }
        while (!queue.byNonce.isEmpty() && queue.byNonce.firstKey() < accountNonce) {
            remove(queue.byNonce.firstEntry().getValue());
        }
        if (!queue.byNonce.isEmpty()) {
            unhead(queue);
            queue.accountNonce = accountNonce;
            rehead(queue);
        }
    }

    /**
     * The best transactions for a block, each sender's in order of nonce.
     *
     * @param nonceInParent an account's nonce in the state the block builds on, which may be ahead of the final one
     * @param gas stops when the gas limits taken add up to this
     * @param maxBytes stops when the encodings taken add up to this
     */
    public synchronized List<Transaction> candidates(
            ToLongFunction<Address> nonceInParent, UInt256 baseFee, long gas, long maxBytes) {
        List<Transaction> taken = new ArrayList<>();
        PriorityQueue<Entry> successors = new PriorityQueue<>(BEST_FIRST);
        var fromHeads = heads.iterator();
        Entry nextHead = fromHeads.hasNext() ? fromHeads.next() : null;
        long gasTaken = 0;
        long bytesTaken = 0;
        while (nextHead != null || !successors.isEmpty()) {
            Entry entry;
            if (nextHead != null && (successors.isEmpty() || BEST_FIRST.compare(nextHead, successors.peek()) < 0)) {
                entry = startOf(nextHead, nonceInParent.applyAsLong(nextHead.sender));
                nextHead = fromHeads.hasNext() ? fromHeads.next() : null;
            } else {
                entry = successors.poll();
            }
            if (entry == null || entry.transaction.body().maxFeePerGas().compareTo(baseFee) < 0) {
                continue;
            }
            gasTaken += entry.transaction.body().gasLimit();
            bytesTaken += entry.transaction.encoded().size();
            if (gasTaken > gas || bytesTaken > maxBytes) {
                break;
            }
            taken.add(entry.transaction);
            Queue queue = bySender.get(entry.sender);
            Entry successor = queue == null ? null : queue.byNonce.get(entry.nonce() + 1);
            if (successor != null) {
                successors.add(successor);
            }
        }
        return taken;
    }

    private @Nullable Entry startOf(Entry head, long nonceInParent) {
        if (head.nonce() == nonceInParent) {
            return head;
        }
        Queue queue = bySender.get(head.sender);
        return queue == null ? null : queue.byNonce.get(nonceInParent);
    }

    public synchronized Optional<Transaction> find(Hash hash) {
        Entry entry = byHash.get(hash);
        return entry == null ? Optional.empty() : Optional.of(entry.transaction);
    }

    /** The nonce after the sender's last transaction that waits without a gap. */
    public synchronized long pendingNonce(Address sender, long accountNonce) {
        Queue queue = bySender.get(sender);
        long nonce = accountNonce;
        while (queue != null && queue.byNonce.containsKey(nonce)) {
            nonce++;
        }
        return nonce;
    }

    /** Every entry, by sender and nonce. */
    public synchronized List<Transaction> content() {
        return bySender.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(sender -> sender.getValue().byNonce.values().stream())
                .map(Entry::transaction)
                .toList();
    }

    public synchronized int size() {
        return byHash.size();
    }

    /** Bytes held, overhead included; at most {@link Limits#bytes}. */
    public synchronized long bytes() {
        return bytes;
    }

    /**
     * How full the pool is.
     *
     * @param size all entries
     * @param ready those that lie behind no gap and so could go into the next block
     * @param bytes as {@link TransactionPool#bytes}
     * @param bytesMax of {@link Limits}
     */
    public record Occupancy(int size, int ready, long bytes, long bytesMax) {}

    /** Looks at every entry. */
    public synchronized Occupancy occupancy() {
        int ready = 0;
        for (Queue queue : bySender.values()) {
            long next = queue.accountNonce;
            while (queue.byNonce.containsKey(next)) {
                next++;
                ready++;
            }
        }
        return new Occupancy(byHash.size(), ready, bytes, limits.bytes());
    }
}
