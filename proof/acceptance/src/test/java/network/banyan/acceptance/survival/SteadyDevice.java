// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.gateway.mqtt.Topics;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * A device that measures as fast as it is taken, some records a message, and sends again from the first one that was not
 * acknowledged, whatever happened to its gateway, to whichever of its gateways takes it.
 */
final class SteadyDevice implements AutoCloseable {
    private static final int WINDOW_MESSAGES = 16;
    private static final int PATIENCE_SECONDS = 10;
    private static final long PAUSE_MILLIS = 200;
    private static final long FIRST_MILLIS = 1_763_683_200_000L;

    private final DeviceSigner signer;
    private final List<Integer> ports;
    private final int count;
    private final int batch;
    private final List<DeviceRecord> made = new ArrayList<>();
    private final Thread thread;
    private volatile int acknowledged;
    private volatile long refusals;
    private volatile String trouble = "none";

    /**
     * @param ports of gateways on loopback, which may come and go
     * @param count how many records it makes
     * @param batch how many go into a message
     */
    SteadyDevice(DeviceSigner signer, List<Integer> ports, int count, int batch) {
        this.signer = signer;
        this.ports = List.copyOf(ports);
        this.count = count;
        this.batch = batch;
        this.thread = Thread.ofPlatform().name("steady-device").start(this::run);
    }

    Hash device() {
        return signer.device();
    }

    /** Records that a gateway said it has. */
    int acknowledged() {
        return acknowledged;
    }

    /** Windows that a gateway did not take. */
    long refusals() {
        return refusals;
    }

    /** Where it stands, for who has waited in vain. */
    @Override
    public String toString() {
        return "%,d of %,d in messages of %d; %s; its last trouble: %s"
                .formatted(acknowledged, count, batch, thread.getState(), trouble);
    }

    boolean isDone() {
        return acknowledged == count;
    }

    /** All records, in their order; once it is done. */
    List<DeviceRecord> records() {
        Invariant.check(isDone(), "%d of %d records are acknowledged", acknowledged, count);
        return List.copyOf(made);
    }

    private void run() {
        try {
            for (int attempt = 0; !isDone(); attempt++) {
                session(ports.get(attempt % ports.size()));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            trouble = "it broke at %,d: %s".formatted(acknowledged, defect);
            throw defect;
        }
    }

    private void session(int port) throws InterruptedException {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(device().toHex())
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        try {
            var _ = client.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            while (!isDone()) {
                window(client);
            }
        } catch (ExecutionException failed) {
            trouble = "at %,d: %s".formatted(acknowledged, failed.getCause());
            if (failed.getCause() instanceof Mqtt5PubAckException) {
                refusals++;
            }
        } catch (TimeoutException lost) {
            // It died, or is busy: another one, or the same again.
            trouble = "at %,d: no answer".formatted(acknowledged);
        } finally {
            if (client.getState().isConnectedOrReconnect()) {
                var _ = client.disconnect();
            }
        }
    }

    /** Some messages at once; what was not acknowledged is sent again next time. */
    private void window(Mqtt5AsyncClient client) throws ExecutionException, TimeoutException, InterruptedException {
        int end = Math.min(count, acknowledged + WINDOW_MESSAGES * batch);
        while (made.size() < end) {
            made.add(next());
        }
        List<CompletableFuture<Mqtt5PublishResult>> sent = new ArrayList<>();
        for (int from = acknowledged; from < end; from += batch) {
            sent.add(client.publishWith()
                    .topic(Topics.records(device()))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(message(made.subList(from, Math.min(end, from + batch))))
                    .send());
        }
        for (CompletableFuture<Mqtt5PublishResult> result : sent) {
            Mqtt5PublishResult answer = result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.getError().isPresent()) {
                throw new ExecutionException(answer.getError().get());
            }
            acknowledged = Math.min(end, acknowledged + batch);
        }
    }

    private static byte[] message(List<DeviceRecord> records) {
        var out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(record.encoded().toArray()));
        return out.toByteArray();
    }

    private DeviceRecord next() {
        int sequence = made.size() + 1;
        return DeviceRecord.sign(
                device(),
                sequence,
                made.isEmpty() ? Hash.ZERO : made.getLast().id(),
                FIRST_MILLIS + sequence,
                List.of(Reading.of("temperature", "Cel", "%d.%d".formatted(sequence % 40, sequence % 10))),
                signer);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
