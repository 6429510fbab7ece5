// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import network.banyan.crypto.P256;
import network.banyan.device.DeviceException;
import network.banyan.device.Journal;
import network.banyan.device.Progress;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;
import network.banyan.gateway.Partition;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.mqtt.MqttServer;
import network.banyan.gateway.mqtt.Neighbours;
import network.banyan.gateway.mqtt.TlsIdentity;
import network.banyan.gateway.twin.Twin;
import network.banyan.gateway.twin.Twins;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole tracker against the door of a real gateway. */
@Timeout(60)
class TrackerTest {
    private static final long TIME = 1_763_683_200_000L;

    @TempDir
    private Path folder;

    private final TestSigner device = TestSigner.named("tracker");
    private final TestSigner thief = TestSigner.named("thief");
    private final TestSigner key = TestSigner.named("gateway");
    private final TestOwner owners = new TestOwner(device.device());
    private final List<AutoCloseable> open = new ArrayList<>();
    private RecordLog log;
    private Ingest ingest;
    private Twins twins;
    private DeviceKeys keys;

    @BeforeEach
    void start() throws Exception {
        Path theirs = Files.createDirectories(folder.resolve("gateway"));
        var clock = InstantSource.system();
        log = opened(RecordLog.open(theirs, key, clock, RecordLog.Limits.of(1 << 30), Disk.REAL));
        keys = new DeviceKeys(this::registered, theirs.resolve("devices"), 3_600_000, clock);
        twins = opened(new Twins(theirs.resolve("twins"), keys, owners, clock));
        ingest = opened(new Ingest(log, keys, new Refusals(clock), new Counts(), 1, () -> {}, broken -> {
            throw broken;
        }));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private Optional<P256.PublicKey> registered(Hash id) {
        return List.of(device, key).stream()
                .filter(each -> each.device().equals(id))
                .map(TestSigner::key)
                .findFirst();
    }

    private MqttServer door(int port, Optional<TlsIdentity> tls) {
        return opened(new MqttServer(new MqttServer.Address("127.0.0.1", port, tls), log, ingest, keys, twins));
    }

    private static SampleSource samples(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(new Sample(TIME + 10L * i, List.of(Reading.of("temperature", "Cel", "-18." + i))));
        }
        return new Replay(new Recording(samples, 0), 1_000_000, false, Optional.empty());
    }

    private Tracker tracker(SampleSource source, GatewayPort port, Tracker.Entry entry, int batch) {
        Journal journal = opened(Journal.open(folder.resolve("journal"), device.device()));
        return new Tracker(new Tracker.Parts(
                device,
                source,
                journal,
                ReceiptStore.open(folder.resolve("receipts")),
                new GatewayIdentity(folder.resolve("pin"), Optional.empty(), this::registered),
                port,
                new TrackerTwin(folder.resolve("twin"), device, owners, InstantSource.system(), "test"),
                entry,
                batch));
    }

    private MqttGateway plain(int port) {
        return new MqttGateway("127.0.0.1", port, device.device(), Optional.empty());
    }

    /** Of gateways that share the devices it finds its own; one that it was not given is not followed, but told. */
    @Test
    void itFindsTheGatewayThatTakesIt() throws Exception {
        int count = 3;
        int own = Partition.of(device.device(), count);
        var address = new MqttServer.Address("127.0.0.1", 0, Optional.empty());
        var right = opened(new MqttServer(
                address, log, ingest, keys, twins, new Neighbours(Optional.of(new Partition(own, count)), Map.of())));
        String there = "127.0.0.1:" + right.port();
        List<MqttGateway.Address> wrong = new ArrayList<>();
        for (Map<Integer, String> peers : List.of(Map.<Integer, String>of(), Map.of(own, there))) {
            var door = opened(new MqttServer(
                    address,
                    log,
                    ingest,
                    keys,
                    twins,
                    new Neighbours(Optional.of(new Partition((own + 1) % count, count)), peers)));
            wrong.add(new MqttGateway.Address("127.0.0.1", door.port()));
        }
        var mine = new MqttGateway.Address("127.0.0.1", right.port());
        for (List<MqttGateway.Address> all :
                List.of(List.of(mine), List.of(wrong.get(0), mine), List.of(wrong.get(1), wrong.get(0), mine))) {
            try (var gateway = new MqttGateway(all, device.device(), Optional.empty())) {
                gateway.connect();
                assertThat(gateway.receive(1)).isEmpty();
            }
        }
        try (var lost = new MqttGateway(wrong, device.device(), Optional.empty())) {
            assertThatThrownBy(lost::connect)
                    .isInstanceOf(GatewayPort.Away.class)
                    .hasMessageContaining("this one is of partition " + own + ", at " + there);
        }
    }

    @Test
    void aRecordingArrivesInBatchesAndEveryRecordHasItsReceipt() throws Exception {
        Tracker tracker = tracker(samples(250), plain(door(0, Optional.empty()).port()), Tracker.Entry.OPEN, 10);
        tracker.run();

        assertThat(log.size()).isEqualTo(25);
        DeviceRecord last = DeviceRecord.decode(log.leaf(24));
        assertThat(last.readings()).hasSize(10);
        assertThat(last.readings().getLast().after(0)).isEqualTo(Reading.of("temperature", "Cel", "-18.249"));
        TrackerStatus status = tracker.status();
        assertThat(status.received()).isEqualTo(25);
        assertThat(status.waiting()).isZero();
        assertThat(status.gateway()).contains(key.device());
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void overTlsTheDevicesKeyNeverLeavesItsSigner() throws Exception {
        Path theirs = folder.resolve("gateway");
        int port = door(0, Optional.of(TlsIdentity.in(theirs, "127.0.0.1"))).port();
        Path pem = theirs.resolve("gateway.pem");

        try (var stranger =
                new MqttGateway("127.0.0.1", port, device.device(), Optional.of(DeviceTls.of(thief, pem)))) {
            assertThatThrownBy(stranger::connect).isInstanceOf(GatewayPort.Away.class);
        }
        var port5 = new MqttGateway("127.0.0.1", port, device.device(), Optional.of(DeviceTls.of(device, pem)));
        tracker(samples(3), port5, Tracker.Entry.OPEN, 1).run();
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void anotherGatewaysCertificateIsNotSpokenTo() throws Exception {
        int port = door(0, Optional.of(TlsIdentity.in(folder.resolve("gateway"), "127.0.0.1")))
                .port();
        Path other = Files.createDirectories(folder.resolve("other"));
        TlsIdentity.in(other, "127.0.0.1");
        var tls = DeviceTls.of(device, other.resolve("gateway.pem"));
        try (var wrong = new MqttGateway("127.0.0.1", port, device.device(), Optional.of(tls))) {
            assertThatThrownBy(wrong::connect).isInstanceOf(GatewayPort.Away.class);
        }
        assertThatThrownBy(() -> DeviceTls.of(device, folder.resolve("none.pem")))
                .isInstanceOf(DeviceException.class);
    }

    @Test
    void aGatewayThatGoesAwayAndComesBackGetsEverythingOnce() throws Exception {
        MqttServer first = door(0, Optional.empty());
        int port = first.port();
        var entered = new CountDownLatch(1);
        Tracker tracker = tracker(
                samples(500),
                plain(port),
                _ -> {
                    if (entered.getCount() > 0) {
                        entered.countDown();
                        first.close();
                        return new Progress.Resting();
                    }
                    return new Progress.Moved();
                },
                5);
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                tracker.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        while (tracker.status().problem().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(tracker.status().problem().orElseThrow()).contains("no connection");
        door(port, Optional.empty());
        running.join();

        assertThat(log.size()).isEqualTo(100);
        assertThat(tracker.status().received()).isEqualTo(100);
    }

    @Test
    void itStopsWhenItIsToldToAndKeepsWhatWasMeasured() throws Exception {
        Replay slow = new Replay(
                new Recording(
                        List.of(
                                new Sample(TIME, List.of(Reading.of("lat", "lat", "1"))),
                                new Sample(TIME + 3_600_000, List.of(Reading.of("lat", "lat", "2")))),
                        0),
                1,
                true,
                Optional.of(InstantSource.system()));
        Tracker tracker = tracker(slow, plain(1), Tracker.Entry.OPEN, 2);
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                tracker.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        while (tracker.status().problem().isEmpty()) {
            Thread.onSpinWait();
        }
        tracker.close();
        running.join();
        assertThat(tracker.status().recorded()).as("the unfinished batch").isEqualTo(1);
        assertThat(tracker.status().waiting()).isEqualTo(1);
    }

    /** Owner, gateway and tracker together: what is desired changes the pace, and the report says so. */
    @Test
    void whatItsOwnerDesiresChangesItsPaceAndIsReported() throws Exception {
        int port = door(0, Optional.empty()).port();
        SampleSource hourly = new SensorSource(
                () -> List.of(Reading.of("temperature", "Cel", "21.5")), 3_600_000, InstantSource.system());
        Tracker tracker = tracker(hourly, plain(port), Tracker.Entry.OPEN, 1);
        Thread running = Thread.ofPlatform().start(() -> {
            try {
                tracker.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        await(() -> told().isPresent());
        assertThat(told().orElseThrow().document().get("interval").orElseThrow().textValue())
                .isEqualTo("3600s");
        assertThat(log.size()).isLessThanOrEqualTo(1);
        Desired wanted = owners.desired(device.device(), 1, "{\"interval\":\"100ms\",\"led\":true}");
        assertThat(twins.desire(device.device(), wanted.encode())).isInstanceOf(Twins.Desire.Taken.class);
        await(() -> log.size() >= 5);
        await(() -> told().filter(state -> state.applied().number() == 1).isPresent());
        tracker.close();
        running.join();

        assertThat(told().orElseThrow().refused()).containsOnlyKeys("/led");
        assertThat(twins.of(device.device()).orElseThrow().pending()).containsExactly("/led");
    }

    private Optional<Reported.State> told() {
        return twins.of(device.device())
                .flatMap(Twin::reported)
                .map(told -> told.content().state());
    }

    private static void await(BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void aSourceThatBreaksStopsItWithItsReason() {
        SampleSource broken = new SampleSource() {
            @Override
            public Optional<Sample> next() {
                throw new DeviceException("the receiver stopped: unplugged");
            }

            @Override
            public void close() {}
        };
        Tracker tracker = tracker(broken, plain(1), Tracker.Entry.OPEN, 1);
        assertThatThrownBy(tracker::run).isInstanceOf(DeviceException.class).hasMessageContaining("unplugged");
    }
}
