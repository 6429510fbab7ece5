// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import org.jspecify.annotations.Nullable;

/**
 * A gateway over MQTT 5, quality of service 1. A new client for every connection: none carries a state that we do not see.
 *
 * <p>Where several gateways share the devices (docs/spec/gateway.md, rule 31) it is given the addresses of all and finds the
 * one that takes this device. An address that only a gateway names is not believed: it is told to a person.
 */
public final class MqttGateway implements GatewayPort {
    private static final long PATIENCE_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 20;

    /** 64 receipts of 4 KiB, and room for their frames. */
    private static final int PACKET_BYTES_MAX = 320 * 1_024;

    private static final int RECEIVE_MAX = 16;

    /** Answers kept while nobody asks for them; the device sends records again whose answers are lost. */
    private static final int EARLY_MAX = 64;

    private final List<Address> gateways;
    private final Hash device;
    private final Optional<MqttClientSslConfig> tls;
    private @Nullable Connection connection;
    private Optional<Bytes> desired = Optional.empty();

    /** Of {@link #gateways}, the one that took the device last, or is tried next. */
    private int at;

    /** Where a gateway takes records. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** @param early answers that came while something else was looked for */
    private record Connection(Mqtt5AsyncClient client, Mqtt5Publishes messages, Deque<Bytes> early) {}

    /** @param tls empty for a plain connection, which a gateway takes on loopback only */
    public MqttGateway(String host, int port, Hash device, Optional<MqttClientSslConfig> tls) {
        this(List.of(new Address(host, port)), device, tls);
    }

    /** @param gateways of which one takes the device, at least one */
    public MqttGateway(List<Address> gateways, Hash device, Optional<MqttClientSslConfig> tls) {
        Invariant.check(!gateways.isEmpty(), "no gateway");
        this.gateways = List.copyOf(gateways);
        this.device = device;
        this.tls = tls;
    }

    @Override
    public void connect() throws Away, InterruptedException {
        if (connection != null && connection.client().getState().isConnected()) {
            return;
        }
        disconnect();
        for (int attempt = 1; ; attempt++) {
            try {
                connectTo(gateways.get(at));
                return;
            } catch (Away away) {
                at = next(away);
                if (attempt == gateways.size()) {
                    throw away;
                }
            }
        }
    }

    /** The gateway that the last one named, if it is one of ours, or else the one behind it. */
    private int next(Away away) {
        return away.getCause() instanceof Mqtt5ConnAckException moved
                ? moved.getMqttMessage()
                        .getServerReference()
                        .map(server -> gateways.stream()
                                .map(Address::toString)
                                .toList()
                                .indexOf(server.toString()))
                        .filter(known -> known >= 0)
                        .orElse((at + 1) % gateways.size())
                : (at + 1) % gateways.size();
    }

    private void connectTo(Address gateway) throws Away, InterruptedException {
        var transport = MqttClientTransportConfig.builder()
                .serverHost(gateway.host())
                .serverPort(gateway.port())
                .socketConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .sslConfig(tls.orElse(null))
                .build();
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(device.toHex())
                .transportConfig(transport)
                .buildAsync();
        // Before it subscribes, so that no answer is missed.
        connection =
                new Connection(client, client.toBlocking().publishes(MqttGlobalPublishFilter.ALL), new ArrayDeque<>());
        await(client.connectWith()
                .cleanStart(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(RECEIVE_MAX)
                .maximumPacketSize(PACKET_BYTES_MAX)
                .applyRestrictions()
                .send());
        await(client.subscribeWith()
                .addSubscription()
                .topicFilter(GatewayPort.receiptsTopic(device))
                .qos(MqttQos.AT_LEAST_ONCE)
                .applySubscription()
                .addSubscription()
                .topicFilter(GatewayPort.desiredTopic(device))
                .qos(MqttQos.AT_LEAST_ONCE)
                .applySubscription()
                .send());
    }

    @Override
    public Optional<String> publish(Bytes message) throws Away, InterruptedException {
        return publish(GatewayPort.recordsTopic(device), message);
    }

    @Override
    public Optional<String> report(Bytes message) throws Away, InterruptedException {
        return publish(GatewayPort.reportedTopic(device), message);
    }

    private Optional<String> publish(String topic, Bytes message) throws Away, InterruptedException {
        var acknowledgement = connected()
                .client()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.toArray())
                .send();
        try {
            var result = acknowledgement.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return result.getError().map(MqttGateway::reason);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Mqtt5PubAckException refused) {
                return Optional.of(reason(refused));
            }
            throw away(failed.getCause());
        } catch (TimeoutException silent) {
            throw away(silent);
        }
    }

    private static String reason(Throwable refused) {
        return refused instanceof Mqtt5PubAckException answered
                ? answered.getMqttMessage()
                        .getReasonString()
                        .map(Object::toString)
                        .orElse(answered.getMqttMessage().getReasonCode().toString())
                : String.valueOf(refused.getMessage());
    }

    @Override
    public Optional<Bytes> receive(long millis) throws Away, InterruptedException {
        Connection open = connected();
        long end = System.nanoTime() + millis * 1_000_000;
        while (open.early().isEmpty()) {
            Optional<Mqtt5Publish> message =
                    open.messages().receive(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (message.isPresent()) {
                sort(open, message.get());
            } else if (open.client().getState().isConnected()) {
                return Optional.empty();
            } else {
                throw new Away("the gateway hung up");
            }
        }
        return Optional.of(open.early().poll());
    }

    @Override
    public Optional<Bytes> desired() throws Away {
        Connection open = connected();
        for (var next = open.messages().receiveNow();
                next.isPresent() && open.early().size() < EARLY_MAX;
                next = open.messages().receiveNow()) {
            sort(open, next.get());
        }
        Optional<Bytes> newest = desired;
        desired = Optional.empty();
        return newest;
    }

    private void sort(Connection open, Mqtt5Publish message) {
        Bytes content = Bytes.wrap(message.getPayloadAsBytes());
        if (message.getTopic().toString().equals(GatewayPort.desiredTopic(device))) {
            desired = Optional.of(content);
        } else {
            open.early().add(content);
        }
    }

    private Connection connected() throws Away {
        if (connection == null) {
            throw new Away("not connected");
        }
        return connection;
    }

    private void await(CompletableFuture<?> done) throws Away, InterruptedException {
        try {
            var _ = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            disconnect();
            throw away(failed.getCause());
        } catch (TimeoutException silent) {
            disconnect();
            throw away(silent);
        }
    }

    private Away away(@Nullable Throwable why) {
        String reason = why == null || why.getMessage() == null ? "it does not answer" : why.getMessage();
        if (why instanceof Mqtt5ConnAckException refused
                && refused.getMqttMessage().getReasonCode() == Mqtt5ConnAckReasonCode.SERVER_MOVED) {
            reason = refused.getMqttMessage()
                    .getReasonString()
                    .map(words -> printable(words.toString()))
                    .orElse("another gateway takes this device");
        }
        return new Away("no connection to the gateway at %s: %s".formatted(gateways.get(at), reason), why);
    }

    /** A stranger's words, for a terminal and a log. */
    private static String printable(String words) {
        String bounded = words.length() > 400 ? words.substring(0, 400) : words;
        return bounded.replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.messages().close();
            if (open.client().getState().isConnected()) {
                var _ = open.client().disconnect();
            }
        }
    }
}
