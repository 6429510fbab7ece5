// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Message;
import network.banyan.gateway.ingest.Outcome;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.twin.Twins;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker. It keeps nothing on disk: records are the log's business, and a receipt that got lost is had again
 * by sending the record again.
 */
public final class MqttServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttServer.class);

    /** Receipts of one device that wait for it; more are dropped. */
    private static final long MAX_WAITING_BYTES = 4L << 20;

    /** Receipts of all devices that wait. */
    private static final long MAX_MEMORY_BYTES = 64L << 20;

    private static final long MAX_CONNECTIONS = 20_000;

    /** What sessions get to end in before the broker ends them. */
    private static final Duration MAX_FAREWELL = Duration.ofSeconds(5);

    private final ActiveMQServer server;
    private final RecordLog log;

    /**
     * @param tls empty for plain connections, which are for loopback only
     */
    public record Address(String host, int port, Optional<TlsIdentity> tls) {}

    /**
     * Starts listening.
     *
     * @throws GatewayException if the address cannot be used
     */
    public MqttServer(Address address, RecordLog log, Ingest ingest, DeviceKeys keys, Twins twins) {
        this(address, log, ingest, keys, twins, Neighbours.NONE);
    }

    /** As above, for the devices of one partition. */
    public MqttServer(
            Address address, RecordLog log, Ingest ingest, DeviceKeys keys, Twins twins, Neighbours neighbours) {
        this.log = log;
        var configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setResolveProtocols(false);
        configuration.setJMXManagementEnabled(false);
        configuration.setMessageCounterEnabled(false);
        configuration.setSecurityEnabled(true);
        configuration.setAuthenticationCacheSize(0);
        configuration.setAuthorizationCacheSize(0);
        configuration.setGlobalMaxSize(MAX_MEMORY_BYTES);
        configuration.setGracefulShutdownEnabled(false);
        configuration.setName("banyan-gateway");
        configuration.addAddressSetting("#", addressSettings());
        configuration.addAcceptorConfiguration(acceptor(address));
        var registry = new ServiceRegistryImpl();
        registry.addIncomingInterceptor(new Entrance(door(ingest, twins), neighbours));
        this.server = new ActiveMQServerImpl(
                configuration, null, new DeviceSecurity(keys, address.tls().isPresent()), null, registry);
        server.addProtocolManagerFactory(new BoundedMqtt());
        start(address);
        twins.carriedBy(desired -> send(desired.device(), Topics.desiredAddress(desired.device()), desired::encode));
    }

    private void start(Address address) {
        try {
            server.start();
            if (!server.waitForActivation(30, java.util.concurrent.TimeUnit.SECONDS) || port() <= 0) {
                throw new IllegalStateException("the broker did not come up");
            }
        } catch (Exception cannot) {
            close();
            throw new GatewayException(
                    "cannot listen for MQTT on %s:%d: %s; is the port free?"
                            .formatted(address.host(), address.port(), cannot.getMessage()),
                    cannot);
        }
    }

    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(true)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                .setMaxSizeBytes(MAX_WAITING_BYTES);
    }

    private static TransportConfiguration acceptor(Address address) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, address.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, address.port());
        parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, MQTTProtocolManagerFactory.MQTT_PROTOCOL_NAME);
        parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        parameters.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, 10_000);
        parameters.put(TransportConstants.CONNECTIONS_ALLOWED, MAX_CONNECTIONS);
        address.tls().ifPresent(tls -> {
            parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            parameters.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
            parameters.put(
                    TransportConstants.KEYSTORE_PATH_PROP_NAME, tls.keyStore().toString());
            parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, tls.password());
            parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
            parameters.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.2,TLSv1.3");
            parameters.put(
                    TransportConstants.TRUST_MANAGER_FACTORY_PLUGIN_PROP_NAME, DeviceCertificates.class.getName());
        });
        Map<String, Object> mqtt = new HashMap<>();
        // Records pass before Artemis sees topics, so no alias may stand for one.
        mqtt.put("topicAliasMaximum", 0);
        mqtt.put("maximumPacketSize", BoundedMqtt.MAX_PACKET);
        mqtt.put("receiveMaximum", 1_024);
        mqtt.put("defaultMqttSessionExpiryInterval", 86_400);
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, "mqtt", mqtt);
    }

    /** The port it listens on. */
    public int port() {
        return server.getRemotingService().getAcceptor("mqtt") instanceof NettyAcceptor acceptor
                ? acceptor.getActualPort()
                : -1;
    }

    /** Connections there are now. */
    public int connections() {
        return server.getRemotingService().getConnectionCount();
    }

    private RecordHandler.Door door(Ingest ingest, Twins twins) {
        return new RecordHandler.Door() {
            @Override
            public boolean submit(Message message) {
                return ingest.submit(message);
            }

            @Override
            public void answer(Hash device, List<Outcome> outcomes) {
                tell(device, outcomes);
            }

            @Override
            public boolean report(Hash device, Bytes message, Consumer<Acknowledgement> reply) {
                return twins.report(
                        device,
                        message,
                        refused -> reply.accept(refused.map(no -> Acknowledgement.refused(no.refusal(), no.reason()))
                                .orElse(Acknowledgement.TAKEN)));
            }

            @Override
            public void listens(Hash device) {
                twins.carry(device);
            }
        };
    }

    private void tell(Hash device, List<Outcome> outcomes) {
        send(device, Topics.receiptsAddress(device), () -> {
            var body = new ByteArrayOutputStream();
            for (Outcome outcome : outcomes) {
                RecordAnswer answer = outcome.answer(log);
                Bytes encoded = answer.encode();
                body.write(encoded.unsafeArray(), 0, encoded.size());
            }
            return Bytes.wrap(body.toByteArray());
        });
    }

    /** With QoS 1, if anybody listens there. */
    private void send(Hash device, String topic, Supplier<Bytes> content) {
        SimpleString address = SimpleString.of(topic);
        try {
            Bindings bindings = server.getPostOffice().lookupBindingsForAddress(address);
            if (bindings == null || bindings.getBindings().isEmpty()) {
                return;
            }
            byte[] body = content.get().unsafeArray();
            var message = new CoreMessage(server.getStorageManager().generateID(), body.length + 256);
            message.setAddress(address);
            message.setRoutingType(RoutingType.MULTICAST);
            message.setDurable(false);
            message.putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, 1);
            message.getBodyBuffer().writeBytes(body);
            server.getPostOffice().route(message, true);
        } catch (Exception cannot) {
            // All of it is on disk: a device has its receipt by sending the record again, and what is desired of it
            // when
            // it connects again.
            LOG.warn("device {} was not sent a message: {}", device, cannot.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            hangUp();
            server.stop();
        } catch (Exception cannot) {
            LOG.warn("stopping the broker: {}", cannot.getMessage());
        }
    }

    /**
     * Ends every connection and waits for its session to end with it. A broker that stops ends sessions itself, while
     * devices that just said goodbye end the same ones on other threads; each then finds what the other has undone.
     */
    private void hangUp() throws InterruptedException {
        if (!server.isStarted()) {
            return;
        }
        server.getRemotingService().pauseAcceptors();
        server.getRemotingService().getConnections().forEach(connection -> connection.disconnect(false));
        long patience = System.nanoTime() + MAX_FAREWELL.toNanos();
        while (!server.getSessions().isEmpty() && System.nanoTime() < patience) {
            Thread.sleep(5);
        }
    }
}
