// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.Journal;
import network.banyan.device.Progress;
import network.banyan.device.Registrar;
import network.banyan.device.RegistryOwners;
import network.banyan.device.RpcNodePort;
import network.banyan.device.key.KeyPlace;
import network.banyan.evidence.Verifier;
import network.banyan.gateway.Gateway;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.GatewaySettings;
import network.banyan.gateway.LogPlace;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.proofs.RpcProofSource;
import network.banyan.ledger.Genesis;
import network.banyan.node.Banyan;
import network.banyan.node.UserError;
import network.banyan.node.cli.DeviceKey;
import network.banyan.primitives.Hash;
import network.banyan.sdk.GatewayClient;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.tracker.GatewayIdentity;
import network.banyan.tracker.MqttGateway;
import network.banyan.tracker.ReceiptStore;
import network.banyan.tracker.RegistryKeys;
import network.banyan.tracker.SensorSource;
import network.banyan.tracker.Tracker;
import network.banyan.tracker.TrackerTwin;

/**
 * The whole way of a reading in one devnet: a tracker on its round signs and sends, a gateway keeps, judges and anchors, and
 * the newest reading is fetched with its evidence and checked. Both begin on a thread of their own, so that the chain's start
 * does not wait for the broker's.
 */
final class TrackerRun implements AutoCloseable {
    static final String NAME = "cold-cart";

    private static final long SAMPLE_MILLIS = 2_000;
    private static final long ANCHOR_MILLIS = 4_000;
    private static final long TRUST_MILLIS = 3_600_000;
    private static final long LOG_BYTES_MAX = 1L << 30;
    private static final String RULES = """
            # What becomes of a record; docs/spec/gateway.md, rules 20 and 21. Read at the devnet's start.
            [[rule]]
            name = "frost in the cold box"
            when = 'reading.name == "temperature" && reading.value < 0.0'
            then = "record"
            alarm = true
            """;

    private final DevnetFolder folder;
    private final URI rpc;
    private final DevnetPorts.GatewayPorts ports;
    private final Verifier verifier;
    private final DeviceSigner signer;
    private final Journal journal;
    private final ObjectMapper json = new ObjectMapper();
    private final GatewayClient client;
    private final SensorSource source = new SensorSource(new RoundTrip(), SAMPLE_MILLIS, InstantSource.system());
    private final Tracker tracker;
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Gateway>> gateway = new AtomicReference<>(Optional.empty());
    private final Thread starting;
    private final Thread running;
    private Optional<Long> anchoredBefore = Optional.empty();
    private long anchored;
    private long newestVerified;
    private long verified;
    private long refuted;
    private long alarms;

    TrackerRun(DevnetFolder folder, Genesis genesis, URI rpc, DevnetPorts.GatewayPorts ports) {
        this.folder = folder;
        this.rpc = rpc;
        this.ports = ports;
        this.verifier = Verifier.of(genesis);
        this.client = new GatewayClient(ports.url());
        this.signer = key(folder.tracker(), "tracker");
        this.journal = Journal.open(folder.tracker().resolve("journal"), signer.device());
        TestAccount owner = TestAccount.trackerOwner();
        var registrar = new Registrar(
                signer,
                new RpcNodePort(new JsonRpcClient(rpc), owner.privateKey()),
                AgentSettings.of(NAME, owner.address()));
        this.tracker = new Tracker(new Tracker.Parts(
                signer,
                source,
                journal,
                ReceiptStore.open(folder.tracker().resolve("receipts")),
                new GatewayIdentity(
                        folder.tracker().resolve("gateway"),
                        Optional.empty(),
                        new RegistryKeys(new JsonRpcClient(rpc))),
                new MqttGateway("127.0.0.1", ports.mqtt(), signer.device(), Optional.empty()),
                new TrackerTwin(
                        folder.tracker().resolve("twin"),
                        signer,
                        new RegistryOwners(new JsonRpcClient(rpc)),
                        InstantSource.system(),
                        "banyan " + Banyan.VERSION),
                now -> enter(registrar, now),
                1));
        this.running = Thread.ofPlatform().name("tracker").start(this::track);
        this.starting = Thread.ofPlatform().name("gateway-start").start(this::startGateway);
    }

    /** Both ends begin at once; the tracker knocks when there is a door. */
    private Progress enter(Registrar registrar, long nowMillis) {
        Progress progress = registrar.advance(nowMillis);
        boolean isEarly = progress instanceof Progress.Moved && gateway.get().isEmpty();
        return isEarly ? new Progress.Resting() : progress;
    }

    Hash device() {
        return signer.device();
    }

    String gateway() {
        return "mqtt://127.0.0.1:%d and %s".formatted(ports.mqtt(), ports.url());
    }

    private static DeviceSigner key(Path folder, String name) {
        return DeviceKey.open(KeyPlace.SOFTWARE, folder.resolve(name + ".p12"), folder.resolve(name + ".password"));
    }

    private void startGateway() {
        try {
            DeviceSigner own = key(folder.gateway(), "gateway");
            TestAccount owner = TestAccount.gatewayOwner();
            var chain = Gateway.Chain.of(
                    new RpcNodePort(new JsonRpcClient(rpc), owner.privateKey()),
                    new RpcNodePort(new JsonRpcClient(rpc), owner.privateKey()),
                    new RpcProofSource(new JsonRpcClient(rpc)),
                    new RegistryOwners(new JsonRpcClient(rpc)));
            var settings = new GatewaySettings(
                    folder.gateway(),
                    "devnet-gateway",
                    owner.address(),
                    "127.0.0.1",
                    ports.mqtt(),
                    true,
                    "127.0.0.1",
                    ports.web(),
                    Optional.of(rules(folder.gateway().resolve("rules.toml"))),
                    ANCHOR_MILLIS,
                    TRUST_MILLIS,
                    new LogPlace.Folder(),
                    LOG_BYTES_MAX,
                    1,
                    List.of());
            gateway.set(Optional.of(new Gateway(settings, own, chain, Disk.REAL, this::failed)));
        } catch (GatewayException | DeviceException | UserError cannot) {
            failed(cannot);
        }
    }

    private void failed(RuntimeException reason) {
        failure.compareAndSet(Optional.empty(), Optional.of("the gateway stopped: " + reason.getMessage()));
    }

    /** A person may change them and start the devnet again. */
    private static Path rules(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, RULES);
            }
            return file;
        } catch (IOException failed) {
            throw new UserError("The rules %s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    private void track() {
        try {
            tracker.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            failure.compareAndSet(Optional.empty(), Optional.of("the tracker stopped: " + broken.getMessage()));
        }
    }

    /** Fetches the evidence of the newest anchored reading that was not checked yet, and checks it. */
    void verifyNewest() {
        try {
            JsonNode alarmed = ask("/v1/alarms");
            alarms = alarmed.size();
            long newest = newestAnchored();
            if (anchoredBefore.isEmpty()) {
                anchoredBefore = Optional.of(newest);
                newestVerified = newest;
            }
            anchored = newest - anchoredBefore.get();
            if (newest > newestVerified) {
                boolean proven = verifier.verify(client.evidence(signer.device(), newest, false, 0))
                        .isProven();
                verified += proven ? 1 : 0;
                refuted += proven ? 0 : 1;
                newestVerified = newest;
            }
        } catch (GatewayClient.Unanswered | IOException notYet) {
            // It starts, perhaps; the next second tries again.
        }
    }

    private long newestAnchored() throws IOException {
        for (JsonNode row : ask("/v1/devices/" + signer.device() + "/readings")) {
            if (row.path("status").asText().equals("anchored")) {
                return row.path("sequence").asLong();
            }
        }
        return 0;
    }

    private JsonNode ask(String path) throws IOException {
        GatewayClient.Page page = client.page(path);
        return page.status() == 200 ? json.readTree(page.body().toArray()) : json.createArrayNode();
    }

    /** Readings that the gateway anchored during this run. */
    long anchored() {
        return anchored;
    }

    long verified() {
        return verified;
    }

    long refuted() {
        return refuted;
    }

    /** Alarms that the gateway's rules raised; it shows the newest 256. */
    long alarms() {
        return alarms;
    }

    Optional<String> failure() {
        return failure.get();
    }

    @Override
    public void close() {
        tracker.close();
        try {
            starting.join(10_000);
            running.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        gateway.get().ifPresent(Gateway::close);
        client.close();
        journal.close();
    }
}
