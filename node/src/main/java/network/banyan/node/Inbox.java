// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import network.banyan.replica.PeerMessage;
import network.banyan.replica.Stage;
import network.banyan.replica.Stages;
import network.banyan.replica.TransactionPool;
import org.slf4j.MDC;

/**
 * Turns peers' bytes into messages, away from the network's thread, with a queue and a thread for the protocol and another
 * for gossip, so that a flood of transactions delays no vote. Senders are recovered here, before the replica sees the
 * transactions; those of a proposed block mostly stand in the pool, where that work is done already.
 */
final class Inbox implements AutoCloseable {
    private static final int PROTOCOL_QUEUE = 2_048;
    private static final int GOSSIP_QUEUE = 512;

    private final TransactionPool pool;
    private final Receiver receiver;
    private final Senders senders;
    private final Stages stages;
    private final BlockingQueue<Parcel> protocol = new ArrayBlockingQueue<>(PROTOCOL_QUEUE);
    private final BlockingQueue<Parcel> gossip = new ArrayBlockingQueue<>(GOSSIP_QUEUE);
    private final LongAdder dropped = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    /** Where decoded messages go. Called from the inbox's threads. */
    interface Receiver {
        void message(Bytes peer, PeerMessage message);

        void transactions(Bytes peer, List<Transaction> transactions);

        void malformed(Bytes peer, String reason);
    }

    private record Parcel(Bytes peer, Bytes message) {}

    /** @param stages told of the protocol's messages only, for those carry the blocks */
    Inbox(String name, TransactionPool pool, Receiver receiver, Senders senders, Stages stages) {
        this.pool = pool;
        this.receiver = receiver;
        this.senders = senders;
        this.stages = stages;
        threads.add(worker(name, "inbox-" + name, protocol, stages));
        threads.add(worker(name, "gossip-" + name, gossip, Stages.UNTIMED));
    }

    private Thread worker(String node, String name, BlockingQueue<Parcel> queue, Stages decoding) {
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            MDC.put("node", node);
            while (!closing) {
                try {
                    Parcel parcel = queue.poll(1, TimeUnit.SECONDS);
                    if (parcel != null) {
                        open(parcel, decoding);
                    }
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        });
    }

    void protocol(Bytes peer, byte[] bytes) {
        put(protocol, new Parcel(peer, Bytes.wrap(bytes)));
    }

    void gossip(Bytes peer, byte[] bytes) {
        put(gossip, new Parcel(peer, Bytes.wrap(bytes)));
    }

    private void put(BlockingQueue<Parcel> queue, Parcel parcel) {
        if (!queue.offer(parcel)) {
            dropped.increment();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    private void open(Parcel parcel, Stages decoding) {
        try {
            byte[] bytes = parcel.message().unsafeArray();
            switch (decoding.run(Stage.DECODE, () -> PeerMessage.decode(bytes))) {
                case PeerMessage.Transactions message -> {
                    message.transactions().forEach(Transaction::sender);
                    receiver.transactions(parcel.peer(), message.transactions());
                }
                case PeerMessage.Proposal message ->
                    receiver.message(
                            parcel.peer(), new PeerMessage.Proposal(message.payload(), known(message.block())));
                case PeerMessage.Body message ->
                    receiver.message(parcel.peer(), new PeerMessage.Body(known(message.block())));
                case PeerMessage.Blocks message -> {
                    message.blocks().forEach(block -> recover(block.transactions()));
                    receiver.message(parcel.peer(), message);
                }
                case PeerMessage message -> receiver.message(parcel.peer(), message);
            }
        } catch (RlpException malformed) {
            receiver.malformed(parcel.peer(), String.valueOf(malformed.getMessage()));
        }
    }

    /** The same block, with the pool's transactions in place of equal ones: their senders are known. */
    private Block known(Block block) {
        List<Transaction> transactions = new ArrayList<>(block.transactions().size());
        for (Transaction transaction : block.transactions()) {
            transactions.add(pool.find(transaction.hash()).orElse(transaction));
        }
        recover(transactions);
        return block.holding(transactions);
    }

    private void recover(List<Transaction> transactions) {
        stages.run(Stage.SENDERS, () -> {
            senders.recover(transactions);
            return transactions;
        });
    }

    @Override
    public void close() {
        closing = true;
        threads.forEach(Thread::interrupt);
    }
}
