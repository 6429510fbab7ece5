// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/** A gateway over MQTT 5, quality of service 1. A new client for every connection: none carries a state that we do not see. */
public final class MqttGateway implements GatewayPort {
    private static final long PATIENCE_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 20;

    /** 64 receipts of 4 KiB, and room for their frames. */
    private static final int PACKET_BYTES_MAX = 320 * 1_024;

    private static final int RECEIVE_MAX = 16;

    private final String host;
    private final int port;
    private final Hash device;
    private final Optional<MqttClientSslConfig> tls;
    private @Nullable Connection connection;

    private record Connection(Mqtt5AsyncClient client, Mqtt5Publishes answers) {}

    /** @param tls empty for a plain connection, which a gateway takes on loopback only */
    public MqttGateway(String host, int port, Hash device, Optional<MqttClientSslConfig> tls) {
        this.host = host;
        this.port = port;
        this.device = device;
        this.tls = tls;
    }

    @Override
    public void connect() throws Away, InterruptedException {
        if (connection != null && connection.client().getState().isConnected()) {
            return;
        }
        disconnect();
        var transport = MqttClientTransportConfig.builder()
                .serverHost(host)
                .serverPort(port)
                .socketConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .sslConfig(tls.orElse(null))
                .build();
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(device.toHex())
                .transportConfig(transport)
                .buildAsync();
        // Before it subscribes, so that no answer is missed.
        connection = new Connection(client, client.toBlocking().publishes(MqttGlobalPublishFilter.ALL));
        await(client.connectWith()
                .cleanStart(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(RECEIVE_MAX)
                .maximumPacketSize(PACKET_BYTES_MAX)
                .applyRestrictions()
                .send());
        await(client.subscribeWith()
                .topicFilter(GatewayPort.receiptsTopic(device))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
    }

    @Override
    public Optional<String> publish(Bytes message) throws Away, InterruptedException {
        var acknowledgement = connected()
                .client()
                .publishWith()
                .topic(GatewayPort.recordsTopic(device))
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
        Optional<Bytes> answer = open.answers()
                .receive(millis, TimeUnit.MILLISECONDS)
                .map(publish -> Bytes.wrap(publish.getPayloadAsBytes()));
        if (answer.isEmpty() && !open.client().getState().isConnected()) {
            throw new Away("the gateway hung up");
        }
        return answer;
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
        return new Away("no connection to the gateway at %s:%d: %s".formatted(host, port, reason), why);
    }

    @Override
    public void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.answers().close();
            if (open.client().getState().isConnected()) {
                var _ = open.client().disconnect();
            }
        }
    }
}
