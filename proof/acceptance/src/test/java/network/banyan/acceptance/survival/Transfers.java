// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;

/**
 * A client that goes on whatever happens: each of its accounts has one transfer under way, asks some validator or other
 * for the receipt, and sends the same transfer again to another one if none comes. Remembers every receipt it ever saw.
 */
final class Transfers implements AutoCloseable {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Wallet.Fees FEES =
            new Wallet.Fees(21_000, UInt256.of(1_000_000_000L), UInt256.of(100_000_000_000L));

    private final long chainId;
    private final List<JsonRpcClient> nodes;
    private final RandomGenerator random;
    private final List<Sender> senders;
    private final Map<String, Receipt> receipts = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    /** Where a receipt said that its transaction stands. */
    record Receipt(long block, String blockHash) {}

    private static final class Sender {
        final Wallet wallet;
        long nonce;
        Optional<Transaction> underWay = Optional.empty();
        long sentNanos;

        Sender(Wallet wallet) {
            this.wallet = wallet;
        }
    }

    Transfers(Genesis genesis, List<NodeProcess> nodes, int accounts, RandomGenerator random) {
        this.chainId = genesis.chainId();
        this.nodes = nodes.stream().map(NodeProcess::client).toList();
        this.random = random;
        this.senders = IntStream.rangeClosed(1, accounts)
                .mapToObj(n -> new Sender(Wallet.of(TestAccount.load(n).privateKey())))
                .toList();
        this.thread = Thread.ofPlatform().name("transfers").start(this::run);
    }

    private void run() {
        while (!closing) {
            for (Sender sender : senders) {
                try {
                    advance(sender);
                } catch (RpcFailure away) {
                    // That validator is dead at the moment, or refuses; another one is asked next time.
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void advance(Sender sender) {
        JsonRpcClient node = nodes.get(random.nextInt(nodes.size()));
        if (sender.underWay.isEmpty()) {
            sender.underWay = Optional.of(sender.wallet.sign(
                    chainId,
                    sender.nonce,
                    FEES,
                    Optional.of(TestAccount.deviceOwner().address()),
                    UInt256.of(1_000),
                    Bytes.EMPTY));
            send(sender, node);
            return;
        }
        String hash = sender.underWay.get().hash().toHex();
        JsonNode receipt = node.call("eth_getTransactionReceipt", hash);
        if (!receipt.isNull()) {
            keep(hash, receipt);
            sender.nonce++;
            sender.underWay = Optional.empty();
        } else if (System.nanoTime() - sender.sentNanos > AGAIN_NANOS) {
            send(sender, node);
        }
    }

    private static void send(Sender sender, JsonRpcClient node) {
        sender.sentNanos = System.nanoTime();
        node.call(
                "eth_sendRawTransaction",
                sender.underWay.orElseThrow().encoded().toHex());
    }

    private synchronized void keep(String hash, JsonNode receipt) {
        receipts.put(
                hash,
                new Receipt(
                        Long.decode(receipt.path("blockNumber").asText()),
                        receipt.path("blockHash").asText()));
        if (!receipt.path("status").asText().equals("0x1")) {
            troubles.add("transfer %s failed: %s".formatted(hash, receipt));
        }
    }

    synchronized Map<String, Receipt> receipts() {
        return Map.copyOf(receipts);
    }

    synchronized int count() {
        return receipts.size();
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
