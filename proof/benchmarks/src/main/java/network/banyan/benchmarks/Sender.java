// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import network.banyan.ledger.Transaction;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.Wallet;

/** Signs transfers of its own accounts and submits them to one node in batches, as long as there are free slots. */
final class Sender implements AutoCloseable {
    private static final int BATCH = 50;
    private static final Wallet.Fees FEES =
            new Wallet.Fees(21_000, UInt256.of(1_000_000_000L), UInt256.of(100_000_000_000L));
    private static final Address RECIPIENT = Address.fromHex("0x00000000000000000000000000000000000be7c4");

    private final long chainId;
    private final URI node;
    private final Watcher watcher;
    private final Semaphore slots;
    private final List<Account> accounts = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicLong errors = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    private static final class Account {
        final Wallet wallet;
        long nonce;

        Account(Wallet wallet) {
            this.wallet = wallet;
        }
    }

    Sender(long chainId, URI node, List<TestAccount> accounts, Watcher watcher, int inFlight) {
        this.chainId = chainId;
        this.node = node;
        this.watcher = watcher;
        this.slots = new Semaphore(inFlight);
        accounts.forEach(account -> this.accounts.add(new Account(Wallet.of(account.privateKey()))));
        this.thread =
                Thread.ofPlatform().name("sender-" + node.getPort()).daemon().unstarted(this::run);
    }

    /** The n-th of several disjoint shares of the load accounts. */
    static List<TestAccount> accounts(int share, int shares, int all) {
        return IntStream.rangeClosed(1, all)
                .filter(n -> n % shares == share % shares)
                .mapToObj(TestAccount::load)
                .toList();
    }

    void start() {
        thread.start();
    }

    long errors() {
        return errors.get();
    }

    private void run() {
        int turn = 0;
        while (!closing) {
            try {
                slots.acquire(BATCH);
                List<Transaction> batch = new ArrayList<>(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    Account account = accounts.get(turn++ % accounts.size());
                    batch.add(account.wallet.sign(
                            chainId, account.nonce++, FEES, Optional.of(RECIPIENT), UInt256.ONE, Bytes.EMPTY));
                }
                submit(batch);
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private void submit(List<Transaction> batch) throws InterruptedException {
        StringBuilder body = new StringBuilder(batch.size() * 330).append('[');
        for (int i = 0; i < batch.size(); i++) {
            Transaction transaction = batch.get(i);
            watcher.submitted(transaction.hash(), slots);
            body.append(i == 0 ? "" : ",")
                    .append("{\"jsonrpc\":\"2.0\",\"id\":")
                    .append(i)
                    .append(",\"method\":\"eth_sendRawTransaction\",\"params\":[\"")
                    .append(transaction.encoded().toHex())
                    .append("\"]}");
        }
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(node)
                            .header("content-type", "application/json")
                            .timeout(Duration.ofSeconds(30))
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    body.append(']').toString(), StandardCharsets.US_ASCII))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200 || response.body().contains("\"error\"")) {
                errors.addAndGet(batch.size());
                batch.stream().map(Transaction::hash).forEach((Hash hash) -> watcher.refused(hash));
            }
        } catch (IOException away) {
            errors.addAndGet(batch.size());
            batch.stream().map(Transaction::hash).forEach((Hash hash) -> watcher.refused(hash));
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        http.close();
    }
}
