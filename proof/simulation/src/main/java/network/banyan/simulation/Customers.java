// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Accounts that send transfers to whichever node answers, and send again what does not become final, as patient people do.
 */
final class Customers {
    private static final int RECIPIENTS = 3;
    private static final long PAUSE_MILLIS = 60;
    private static final long PATIENCE_MILLIS = 1_000;

    private final Simulation world;
    private final SplittableRandom random;
    private final List<List<Transaction>> sentByAccount = new ArrayList<>();
    private boolean closed;

    Customers(Simulation world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        world.cast().accountKeys().forEach(key -> sentByAccount.add(new ArrayList<>()));
    }

    void open() {
        world.schedule().after(PAUSE_MILLIS, this::send);
        world.schedule().after(PATIENCE_MILLIS, this::sendAgain);
    }

    /** No new orders; those under way are still followed up. */
    void close() {
        closed = true;
    }

    private void send() {
        if (closed) {
            return;
        }
        int account = random.nextInt(sentByAccount.size());
        List<Transaction> sent = sentByAccount.get(account);
        Hash key = world.cast().accountKeys().get(account);
        var transfer = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(world.cast().genesis().chainId())),
                sent.size(),
                UInt256.of(1_000_000L),
                UInt256.of(100_000_000_000L),
                21_000,
                Optional.of(recipient(random.nextInt(RECIPIENTS))),
                UInt256.of(1 + random.nextInt(1_000)),
                Bytes.EMPTY,
                List.of());
        Transaction transaction = Transaction.sign(transfer, key);
        sent.add(transaction);
        offer(transaction);
        world.schedule().after(PAUSE_MILLIS, this::send);
    }

    private void sendAgain() {
        for (List<Transaction> sent : sentByAccount) {
            sent.stream()
                    .filter(transaction ->
                            world.laws().finalAt(transaction.hash()).isEmpty())
                    .limit(20)
                    .forEach(closed ? this::offerToAll : this::offer);
        }
        world.schedule().after(PATIENCE_MILLIS, this::sendAgain);
    }

    private void offer(Transaction transaction) {
        List<SimulatedNode> nodes = world.nodes();
        nodes.get(random.nextInt(nodes.size())).offer(transaction);
    }

    /** Whoever has waited long tries every node: one of them may be a liar that keeps orders to itself. */
    private void offerToAll(Transaction transaction) {
        world.nodes().forEach(node -> node.offer(transaction));
    }

    int count() {
        return sentByAccount.stream().mapToInt(List::size).sum();
    }

    /** Everything sent is final, once, and the recipients have exactly that on every node. */
    void settle() {
        UInt256[] due = new UInt256[RECIPIENTS];
        Arrays.fill(due, UInt256.ZERO);
        for (List<Transaction> sent : sentByAccount) {
            for (Transaction transaction : sent) {
                Broken.unless(
                        world.laws().finalAt(transaction.hash()).isPresent(),
                        Law.DELIVERY,
                        "transfer %d of %s is not final",
                        transaction.body().nonce(),
                        transaction.sender());
                for (int i = 0; i < RECIPIENTS; i++) {
                    if (transaction.body().to().equals(Optional.of(recipient(i)))) {
                        due[i] = due[i].plus(transaction.body().value());
                    }
                }
            }
        }
        world.nodes().stream().filter(node -> node.honest).forEach(node -> {
            for (int i = 0; i < RECIPIENTS; i++) {
                UInt256 has = node.balance(recipient(i));
                Broken.unless(
                        has.equals(due[i]),
                        Law.DELIVERY,
                        "on %s recipient %d has %s, not %s",
                        node.name(),
                        i,
                        has,
                        due[i]);
            }
        });
    }

    static List<Address> recipients() {
        return IntStream.range(0, RECIPIENTS).mapToObj(Customers::recipient).toList();
    }

    private static Address recipient(int number) {
        return Cast.address("recipient", number);
    }
}
