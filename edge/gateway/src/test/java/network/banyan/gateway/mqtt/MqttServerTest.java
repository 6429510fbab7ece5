// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.Partition;
import network.banyan.gateway.TestDevice;
import network.banyan.gateway.TestOwners;
import network.banyan.gateway.TestRegistry;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Message;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.twin.Twins;
import network.banyan.primitives.Bytes;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinVersion;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a client that shares no code with the gateway. */
class MqttServerTest {
    @TempDir
    Path folder;

    private final TestDevice gateway = new TestDevice("gateway");
    private final TestDevice one = new TestDevice("one");
    private final TestDevice two = new TestDevice("two");
    private final TestOwners owners = new TestOwners().with(one.device(), TestOwners.address(TestOwners.ALICE));
    private final Refusals refusals = new Refusals(InstantSource.system());
    private final List<AutoCloseable> open = new ArrayList<>();
    private RecordLog log;
    private Ingest ingest;
    private DeviceKeys keys;
    private Twins twins;

    @BeforeEach
    void start() {
        log = RecordLog.open(folder, gateway, InstantSource.system(), RecordLog.Limits.of(1 << 30), Disk.REAL);
        keys = new DeviceKeys(
                new TestRegistry().with(one, two), folder.resolve("devices"), 3_600_000, InstantSource.system());
        twins = new Twins(folder.resolve("twins"), keys, owners, InstantSource.system());
        ingest = new Ingest(log, keys, refusals, new Counts(), 2, () -> {}, broken -> {
            throw broken;
        });
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        twins.close();
        ingest.close();
        log.close();
    }

    private MqttServer server(Optional<TlsIdentity> tls) {
        var server = new MqttServer(new MqttServer.Address("127.0.0.1", 0, tls), log, ingest, keys, twins);
        open.add(server);
        return server;
    }

    private Mqtt5BlockingClient connect(MqttServer server, String clientId) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(server.port())
                .buildBlocking();
        client.connect();
        open.add(() -> {
            if (client.getState().isConnected()) {
                client.disconnect();
            }
        });
        return client;
    }

    private static void publish(Mqtt5BlockingClient client, String topic, Bytes payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.toArray())
                .send();
    }

    /** A device of another partition is told where it belongs before anything of it is looked at. */
    @Test
    void aDeviceOfAnotherPartitionIsSentThere() {
        int right = Partition.of(one.device(), 2);
        int wrong = 1 - right;
        for (Optional<String> known : List.of(Optional.of("192.0.2.8:8883"), Optional.<String>empty())) {
            var neighbours = new Neighbours(
                    Optional.of(new Partition(wrong, 2)),
                    known.map(server -> Map.of(right, server)).orElse(Map.of()));
            var server = new MqttServer(
                    new MqttServer.Address("127.0.0.1", 0, Optional.empty()), log, ingest, keys, twins, neighbours);
            open.add(server);
            assertThatThrownBy(() -> connect(server, one.device().toHex()))
                    .isInstanceOfSatisfying(Mqtt5ConnAckException.class, refused -> {
                        assertThat(refused.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5ConnAckReasonCode.SERVER_MOVED);
                        assertThat(refused.getMqttMessage().getServerReference().map(Object::toString))
                                .isEqualTo(known);
                        assertThat(refused.getMqttMessage().getReasonString().map(Object::toString))
                                .hasValueSatisfying(reason -> assertThat(reason)
                                        .startsWith("elsewhere: ")
                                        .contains("this one is of partition " + right));
                    });
            assertThatThrownBy(() -> Mqtt3Client.builder()
                            .identifier(one.device().toHex())
                            .serverHost("127.0.0.1")
                            .serverPort(server.port())
                            .buildBlocking()
                            .connect())
                    .isInstanceOfSatisfying(
                            Mqtt3ConnAckException.class,
                            refused -> assertThat(refused.getMqttMessage().getReturnCode())
                                    .isEqualTo(Mqtt3ConnAckReturnCode.IDENTIFIER_REJECTED));
        }
        var mine = new MqttServer(
                new MqttServer.Address("127.0.0.1", 0, Optional.empty()),
                log,
                ingest,
                keys,
                twins,
                new Neighbours(Optional.of(new Partition(right, 2)), Map.of()));
        open.add(mine);
        publish(
                connect(mine, one.device().toHex()),
                Topics.records(one.device()),
                one.next().encoded());
        assertThat(log.size()).isEqualTo(1);
    }

    @Test
    void anAcknowledgedRecordIsInTheLogAndItsReceiptComes() throws Exception {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        client.subscribeWith()
                .topicFilter(Topics.receipts(one.device()))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            for (DeviceRecord record : one.chain(20)) {
                publish(client, Topics.records(one.device()), record.encoded());
                assertThat(log.leaf(log.size() - 1)).isEqualTo(record.encoded());

                byte[] message =
                        publishes.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes();
                var answer = (RecordAnswer.Taken)
                        RecordAnswer.decode(Bytes.wrap(message)).getFirst();
                assertThat(answer.record()).isEqualTo(record.id());
                assertThat(answer.receipt().proves(record.encoded(), gateway.key()))
                        .isTrue();
            }
        }
    }

    @Test
    void aRefusedRecordIsToldInTheAcknowledgementAndOnTheTopic() throws Exception {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        client.subscribeWith()
                .topicFilter(Topics.receipts(one.device()))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            Bytes forged = one.nextUnsigned().encoded();
            assertThatThrownBy(() -> publish(client, Topics.records(one.device()), forged))
                    .isInstanceOfSatisfying(Mqtt5PubAckException.class, refused -> {
                        assertThat(refused.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
                        assertThat(refused.getMqttMessage()
                                        .getReasonString()
                                        .orElseThrow()
                                        .toString())
                                .startsWith("bad-signature");
                    });
            byte[] message =
                    publishes.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes();
            var answer = (RecordAnswer.Refused)
                    RecordAnswer.decode(Bytes.wrap(message)).getFirst();
            assertThat(answer.refusal()).isEqualTo(Refusal.BAD_SIGNATURE);
        }
        assertThat(refusals.of(one.device())).hasSize(1);
        assertThat(log.size()).isZero();
    }

    @Test
    void aDeviceHasItsOwnTopicsOnly() {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        for (String topic : List.of(
                Topics.records(two.device()), Topics.receipts(one.device()), Topics.receipts(two.device()), "other")) {
            assertThatThrownBy(() -> publish(client, topic, two.next().encoded()))
                    .as(topic)
                    .isInstanceOf(Mqtt5PubAckException.class);
        }
        for (String filter :
                List.of(Topics.receipts(two.device()), Topics.records(one.device()), "banyan/v1/+/receipts", "#")) {
            assertThatThrownBy(() -> client.subscribeWith()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send())
                    .as(filter)
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(log.size()).isZero();
    }

    private static Reported report(TestDevice device, long counter, String document) {
        return Reported.sign(
                new Reported.State(
                        device.device(),
                        counter,
                        TestDevice.TIME,
                        TwinVersion.NONE,
                        TwinDocument.read(Bytes.wrap(document.getBytes(StandardCharsets.UTF_8))),
                        new TreeMap<>()),
                device);
    }

    private static void isRefused(Mqtt5BlockingClient client, String topic, Bytes report, String code) {
        assertThatThrownBy(() -> publish(client, topic, report))
                .as(code)
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        refused -> assertThat(refused.getMqttMessage()
                                        .getReasonString()
                                        .orElseThrow()
                                        .toString())
                                .startsWith(code + ": "));
    }

    private static void listen(Mqtt5BlockingClient client, TestDevice device) {
        client.subscribeWith()
                .topicFilter(Topics.desired(device.device()))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    @Test
    void aDeviceIsSentTheNewestDesiredWhenItListensAndEachChangeAfter() throws Exception {
        MqttServer server = server(Optional.empty());
        for (int version = 1; version <= 3; version++) {
            assertThat(twins.desire(one.device(), desired(version).encode())).isInstanceOf(Twins.Desire.Taken.class);
        }
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            listen(client, one);
            assertThat(received(publishes)).isEqualTo(desired(3));
            twins.desire(one.device(), desired(4).encode());
            assertThat(received(publishes)).isEqualTo(desired(4));
            // The same bytes again are handed on again: who missed them has them now.
            twins.desire(one.device(), desired(4).encode());
            assertThat(received(publishes)).isEqualTo(desired(4));
        }
    }

    private Desired desired(long version) {
        return TestOwners.desired(one.device(), TestOwners.ALICE, 0, version, "{\"interval\":\"5s\"}");
    }

    private static Desired received(com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes publishes)
            throws InterruptedException {
        return Desired.decode(
                Bytes.wrap(publishes.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes()));
    }

    @Test
    void anAcknowledgedReportIsOnDiskAndEachRefusalHasItsReason() {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        String topic = Topics.reported(one.device());
        Reported fifth = report(one, 5, "{\"interval\":\"5s\"}");
        publish(client, topic, fifth.encoded());
        var again = new Twins(folder.resolve("twins"), keys, owners, InstantSource.system());
        open.add(again);
        assertThat(again.of(one.device())
                        .orElseThrow()
                        .reported()
                        .orElseThrow()
                        .content()
                        .encoded())
                .isEqualTo(fifth.encoded());
        publish(client, topic, fifth.encoded());

        isRefused(client, topic, report(one, 5, "{}").encoded(), "fork");
        isRefused(client, topic, report(one, 4, "{}").encoded(), "too-old");
        isRefused(client, topic, report(two, 6, "{}").encoded(), "spoofed");
        isRefused(client, topic, one.next().encoded(), "malformed");
        isRefused(client, topic, Bytes.wrap(new byte[Reported.MAX_BYTES + 1]), "malformed");
        isRefused(client, Topics.reported(two.device()), report(two, 6, "{}").encoded(), "spoofed");
        isRefused(client, Topics.desired(one.device()), desired(9).encode(), "spoofed");
        Bytes forged = Reported.sign(
                        new Reported.State(
                                one.device(),
                                6,
                                TestDevice.TIME,
                                TwinVersion.NONE,
                                TwinDocument.EMPTY,
                                new TreeMap<>()),
                        two)
                .encoded();
        isRefused(client, topic, forged, "bad-signature");
        publish(client, topic, report(one, 6, "{}").encoded());
    }

    @Test
    void aDeviceHearsWhatIsDesiredOfItselfOnly() {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, two.device().toHex());
        for (String filter :
                List.of(Topics.desired(one.device()), Topics.reported(two.device()), "banyan/v1/+/twin/desired")) {
            assertThatThrownBy(() -> client.subscribeWith()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send())
                    .as(filter)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void whatIsTooLargeIsRefusedOrEndsTheConnection() throws Exception {
        MqttServer server = server(Optional.empty());
        Mqtt5BlockingClient client = connect(server, one.device().toHex());
        Bytes overMessage = Bytes.wrap(new byte[Message.MAX_BYTES + 1]);
        assertThatThrownBy(() -> publish(client, Topics.records(one.device()), overMessage))
                .isInstanceOf(Mqtt5PubAckException.class);
        isHungUpOn(server, new byte[] {0x10, -1, -1, 0x7f, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 1, 'x'});
        isHungUpOn(server, new byte[] {0x10, -1, -1, -1, 0x64, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0, 0, 1, 'x'});
        publish(client, Topics.records(one.device()), one.next().encoded());
        assertThat(log.size()).isEqualTo(1);
    }

    /** A stranger sends half a megabyte of what he should not. */
    private static void isHungUpOn(MqttServer server, byte[] start) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(start);
            socket.getOutputStream().write(new byte[512 * 1024]);
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (SocketTimeoutException stillOpen) {
            throw new AssertionError("the gateway goes on reading", stillOpen);
        } catch (SocketException closedWhileWriting) {
            assertThat(closedWhileWriting).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
        }
    }

    @Test
    void whoIsNoRegisteredDeviceDoesNotComeIn() {
        MqttServer server = server(Optional.empty());
        assertThatThrownBy(() -> connect(server, "somebody")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() ->
                        connect(server, new TestDevice("stranger").device().toHex()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void allQualitiesOfServiceArriveAndKeepTheirOrder() throws Exception {
        MqttServer server = server(Optional.empty());
        var client = connect(server, one.device().toHex()).toAsync();
        List<CompletableFuture<?>> sent = new ArrayList<>();
        List<DeviceRecord> chain = one.chain(300);
        for (int i = 0; i < chain.size(); i++) {
            sent.add(client.publishWith()
                    .topic(Topics.records(one.device()))
                    .qos(MqttQos.values()[i % 3])
                    .payload(chain.get(i).encoded().toArray())
                    .send());
        }
        for (CompletableFuture<?> each : sent) {
            each.get(30, TimeUnit.SECONDS);
        }
        // The last one is of quality 2: its acknowledgement says that all before it are in, too.
        assertThat(log.size()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(log.leaf(i)).isEqualTo(chain.get(i).encoded());
        }
    }

    @Test
    void overTlsTheCertificatesKeyMustBeTheDevices() throws Exception {
        TlsIdentity identity = TlsIdentity.in(folder, "127.0.0.1");
        MqttServer server = server(Optional.of(identity));
        Mqtt5BlockingClient client = tls(server, identity, one, one.device().toHex());
        publish(client, Topics.records(one.device()), one.next().encoded());
        assertThat(log.size()).isEqualTo(1);
        client.disconnect();
        assertThatThrownBy(() -> tls(server, identity, two, one.device().toHex()))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> connect(server, one.device().toHex())).isInstanceOf(RuntimeException.class);
    }

    private static Mqtt5BlockingClient tls(MqttServer server, TlsIdentity identity, TestDevice key, String clientId)
            throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", identity.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keyStore(key), new char[0]);
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(server.port())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(trust)
                        .keyManagerFactory(own)
                        .build())
                .buildBlocking();
        client.connect();
        return client;
    }

    private static KeyStore keyStore(TestDevice device) throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        var curve = ((ECPrivateKey) generator.generateKeyPair().getPrivate()).getParams();
        KeyFactory factory = KeyFactory.getInstance("EC", "SunEC");
        var secret = factory.generatePrivate(
                new ECPrivateKeySpec(device.secret().toUInt256().toBigInteger(), curve));
        var open = factory.generatePublic(new java.security.spec.ECPublicKeySpec(
                new java.security.spec.ECPoint(
                        device.key().x().toUInt256().toBigInteger(),
                        device.key().y().toUInt256().toBigInteger()),
                curve));
        var name = new X500Name("CN=device");
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, new Date(0), new Date(4_000_000_000_000L), name, open);
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(secret)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("device", secret, new char[0], new X509Certificate[] {certificate});
        return store;
    }
}
