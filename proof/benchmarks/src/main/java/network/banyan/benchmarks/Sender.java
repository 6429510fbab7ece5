// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Hash;

/** Submits transactions of one source to one node in batches, as long as there are free slots. */
final class Sender implements AutoCloseable {
    private static final int MAX_BATCH = 50;

    private final URI node;
    private final Supplier<Transaction> source;
    private final Watcher watcher;
    private final Semaphore slots;
    private final int size;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicLong errors = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    /** @param inFlight how many may be submitted and not final yet */
    Sender(URI node, Supplier<Transaction> source, Watcher watcher, int inFlight) {
        this.node = node;
        this.source = source;
        this.watcher = watcher;
        this.slots = new Semaphore(inFlight);
        this.size = Math.min(MAX_BATCH, inFlight);
        this.thread =
                Thread.ofPlatform().name("sender-" + node.getPort()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    long errors() {
        return errors.get();
    }

    private void run() {
        while (!closing) {
            try {
                slots.acquire(size);
                submit(Stream.generate(source).limit(size).toList());
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
