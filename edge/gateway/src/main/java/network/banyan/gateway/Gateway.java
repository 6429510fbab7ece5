// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceSigner;
import network.banyan.device.NodePort;
import network.banyan.device.Registrar;
import network.banyan.device.RpcNodePort;
import network.banyan.evidence.RegistryContract;
import network.banyan.evidence.log.GatewayLogContract;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.gateway.anchoring.Anchors;
import network.banyan.gateway.anchoring.LogAnchorer;
import network.banyan.gateway.anchoring.RecordPublisher;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.ingest.Ingest;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.log.kafka.KafkaStore;
import network.banyan.gateway.mqtt.MqttServer;
import network.banyan.gateway.mqtt.Neighbours;
import network.banyan.gateway.mqtt.TlsIdentity;
import network.banyan.gateway.proofs.ProofSource;
import network.banyan.gateway.proofs.Proofs;
import network.banyan.gateway.rules.Rule;
import network.banyan.gateway.rules.RuleBook;
import network.banyan.gateway.rules.RuleRunner;
import network.banyan.gateway.twin.Twins;
import network.banyan.gateway.web.GatewayView;
import network.banyan.gateway.web.GatewayWeb;
import network.banyan.gateway.witness.CosignedHeads;
import network.banyan.gateway.witness.Witnessing;
import network.banyan.primitives.Hash;
import network.banyan.twin.Owners;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gateway, from its constructor until it is closed. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int RULE_STEP = 512;
    private static final long RULE_PAUSE_MILLIS = 50;
    private static final long SAVE_MILLIS = 5_000;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Consumer<RuntimeException> failed;
    private final RecordLog log;
    private final Optional<Partition> partition;
    private final DeviceKeys keys;
    private final LogAnchorer anchorer;
    private final RecordPublisher publisher;
    private final Optional<RuleRunner> rules;
    private final MqttServer mqtt;
    private final Witnessing witnessing;
    private final GatewayWeb web;

    /**
     * What the gateway asks of the chain.
     *
     * @param node for the gateway's own registration, anchors and publications; one thread uses it
     * @param latest asks the contract what it holds of a log; the same thread uses it
     * @param registry for devices' keys; other threads use it
     * @param proofs for evidence; any thread uses it
     * @param owners for twins; any thread uses it
     */
    public record Chain(
            NodePort node,
            Function<Hash, GatewayLogContract.Latest> latest,
            DeviceKeys.Registry registry,
            ProofSource proofs,
            Owners owners) {
        /** Over JSON-RPC, by two ports of which each is used by one side alone. */
        public static Chain of(RpcNodePort node, RpcNodePort forKeys, ProofSource proofs, Owners owners) {
            return new Chain(
                    node,
                    gateway -> {
                        try {
                            return GatewayLogContract.latest(
                                    node.call(GatewayLogContract.ADDRESS, GatewayLogContract.latest(gateway)));
                        } catch (network.banyan.evidence.EvidenceFormatException unreadable) {
                            throw new NodePort.Unavailable(
                                    "the contract's answer cannot be read: " + unreadable.getMessage(), unreadable);
                        }
                    },
                    device -> forKeys.standing(device).flatMap(RegistryContract.Standing::key),
                    proofs,
                    owners);
        }
    }

    /**
     * Opens the log and starts to serve.
     *
     * @param failed is told if the gateway cannot go on; it should be closed then
     * @throws GatewayException if a person must do something first
     */
    public Gateway(
            GatewaySettings settings, DeviceSigner signer, Chain chain, Disk disk, Consumer<RuntimeException> failed) {
        this.failed = failed;
        Path folder = settings.folder();
        var clock = InstantSource.system();
        List<Rule> ruleList = settings.rules().map(Rule::read).orElse(List.of());
        Optional<RuleBook> book = settings.rules().map(_ -> new RuleBook(ruleList));
        try {
            Opened kept = switch (settings.log()) {
                case LogPlace.Folder() ->
                    new Opened(
                            RecordLog.open(folder, signer, clock, RecordLog.Limits.of(settings.maxLogBytes()), disk),
                            Neighbours.NONE);
                case LogPlace.Kafka kafka -> inKafka(settings, kafka, signer, clock);
            };
            this.log = opened(kept.log());
            this.partition = kept.neighbours().own();
            this.keys = new DeviceKeys(chain.registry(), folder.resolve("devices"), settings.trustMillis(), clock);
            open.add(keys::save);
            var anchors = new Anchors(folder.resolve("anchors"));
            this.anchorer = new LogAnchorer(log, chain.node(), chain.latest(), anchors, settings.anchorMillis());
            this.publisher = new RecordPublisher(log, chain.node());
            this.rules = book.map(compiled -> new RuleRunner(log, compiled, folder, actions(), clock));
            var registrar = new Registrar(signer, chain.node(), AgentSettings.of(settings.name(), settings.owner()));
            var cosigned = new CosignedHeads(folder.resolve("witnessed"));
            this.witnessing = opened(new Witnessing(log, signer, anchorer::anchored, cosigned, settings.witnesses()));
            var proofs = new Proofs(log, anchors::all, chain.proofs(), folder.resolve("proofs"), witnessing::covering);
            var link = new ChainLink(registrar, anchorer, publisher, proofs, stop, failed);
            running("gateway-chain", link);
            running("gateway-rules", this::followRules);
            var refusals = new Refusals(clock);
            var counts = new Counts();
            var ingest = opened(new Ingest(log, keys, refusals, counts, settings.workers(), () -> {}, failed));
            Optional<TlsIdentity> tls = settings.isPlaintext()
                    ? Optional.empty()
                    : Optional.of(TlsIdentity.in(folder, settings.mqttHost()));
            Twins twins = opened(new Twins(folder.resolve("twins"), keys, chain.owners(), clock));
            this.mqtt = opened(new MqttServer(
                    new MqttServer.Address(settings.mqttHost(), settings.mqttPort(), tls),
                    log,
                    ingest,
                    keys,
                    twins,
                    kept.neighbours()));
            var view = new GatewayView(
                    log,
                    anchors,
                    proofs,
                    refusals,
                    counts,
                    rules,
                    twins,
                    anchorer::anchored,
                    mqtt::connections,
                    link::problem,
                    partition,
                    witnessing,
                    cosigned);
            this.web = opened(new GatewayWeb(settings.httpHost(), settings.httpPort(), view));
        } catch (RuntimeException cannot) {
            close();
            throw cannot;
        }
    }

    private record Opened(RecordLog log, Neighbours neighbours) {}

    private static Opened inKafka(
            GatewaySettings settings, LogPlace.Kafka kafka, DeviceSigner signer, InstantSource clock) {
        KafkaStore store = KafkaStore.open(kafka.url(), kafka.config(), signer.device());
        try {
            var neighbours = new Neighbours(Optional.of(store.partition()), kafka.peers());
            return new Opened(
                    RecordLog.open(settings.folder(), signer, clock, settings.maxLogBytes(), store), neighbours);
        } catch (RuntimeException cannot) {
            store.close();
            throw cannot;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private void running(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().name(name).start(work);
        open.add(() -> {
            stop.countDown();
            thread.join(15_000);
        });
    }

    private RuleRunner.Actions actions() {
        return new RuleRunner.Actions() {
            @Override
            public void log(long size) {
                anchorer.whenDue(size);
            }

            @Override
            public void record(long leaf, Hash device, long sequence) {
                publisher.publish(device, sequence);
                anchorer.atOnce(leaf + 1);
            }
        };
    }

    private void followRules() {
        long savedNanos = System.nanoTime();
        try {
            boolean isIdle = true;
            while (!stop.await(isIdle ? RULE_PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS)) {
                isIdle = rules.isEmpty() || !advance(rules.get());
                if (rules.isEmpty()) {
                    anchorer.whenDue(log.size());
                }
                if (System.nanoTime() - savedNanos >= SAVE_MILLIS * 1_000_000) {
                    savedNanos = System.nanoTime();
                    keys.save();
                    if (publisher.isDone() && anchorer.isDone()) {
                        rules.ifPresent(RuleRunner::save);
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error broken) {
            LOG.error("the rules stopped", broken);
            failed.accept(new GatewayException("the rules stopped: " + broken, broken));
        }
    }

    /** False if there was nothing to do, or the log cannot be read now: then it goes on there later. */
    private boolean advance(RuleRunner runner) throws InterruptedException {
        try {
            return runner.advance(RULE_STEP);
        } catch (UncheckedIOException unreadable) {
            LOG.warn("the rules wait at record {}: {}", runner.position(), unreadable.getMessage());
            var _ = stop.await(1, TimeUnit.SECONDS);
            return false;
        }
    }

    public Hash id() {
        return log.gateway();
    }

    /** Its share of the devices; empty if it takes all. */
    public Optional<Partition> partition() {
        return partition;
    }

    /** The key of its log, as witnesses must be given it. */
    public NoteKey logKey() {
        return witnessing.key();
    }

    public int mqttPort() {
        return mqtt.port();
    }

    public int httpPort() {
        return web.port();
    }

    /** Records in the log. */
    public long size() {
        return log.size();
    }

    /** Records under a final anchor, as far as is known. */
    public long anchored() {
        return anchorer.anchored();
    }

    @Override
    public void close() {
        stop.countDown();
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception cannot) {
                LOG.warn("closing: {}", cannot.getMessage());
            }
        }
        open.clear();
    }
}
