// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.HostSensors;
import network.banyan.device.Journal;
import network.banyan.device.Progress;
import network.banyan.device.Registrar;
import network.banyan.device.RegistryOwners;
import network.banyan.device.RpcNodePort;
import network.banyan.node.Banyan;
import network.banyan.node.MachineName;
import network.banyan.node.UserError;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import network.banyan.tracker.CsvTable;
import network.banyan.tracker.DeviceTls;
import network.banyan.tracker.GatewayIdentity;
import network.banyan.tracker.GpxTrack;
import network.banyan.tracker.MqttGateway;
import network.banyan.tracker.NmeaSource;
import network.banyan.tracker.ReceiptStore;
import network.banyan.tracker.Recording;
import network.banyan.tracker.RegistryKeys;
import network.banyan.tracker.Replay;
import network.banyan.tracker.SampleSource;
import network.banyan.tracker.SensorSource;
import network.banyan.tracker.Tracker;
import network.banyan.tracker.TrackerStatus;
import network.banyan.tracker.TrackerTwin;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan tracker}: one tracker in this process, until its recording ends or it is told to stop. */
@Command(
        name = "tracker",
        mixinStandardHelpOptions = true,
        description = {
            "Signs where something is and how it fares, keeps each record on disk, and takes it to a gateway over MQTT 5"
                    + " until the gateway's signed receipt is there.",
            ""
        },
        footer = {
            "",
            "Positions and measurements come from one of --gpx, --csv, --nmea and --sensors. A table's first line names its",
            "columns with SenML units: time,lat,lon,temperature (Cel),humidity (%%RH). The folder holds the device's key, the",
            "records that wait, the receipts, which gateway is trusted (docs/spec/tracker.md), and what its owner desires of it:",
            "`banyan twin desire` (docs/spec/twin.md).",
            "",
            "Examples:",
            "  banyan tracker --gateway 127.0.0.1:1883 --plaintext --account 3 --gpx walk.gpx --loop --speed 10",
            "  banyan tracker --gateway 192.0.2.7:8883 --gateway-certificate gateway.pem --nmea /dev/ttyUSB0",
            "  banyan tracker --gateway 127.0.0.1:1883 --plaintext --sensors --every 5s --batch 12"
        })
public final class TrackerCommand implements Callable<Integer> {
    private static final int MAX_GATEWAYS = 64;

    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey payer = new SigningKey();

    @Mixin
    private DeviceKey key = new DeviceKey();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--gateway",
            required = true,
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Where the gateway takes records over MQTT; of several that share the devices, all of them:"
                    + " it finds the one that takes this tracker.")
    private List<String> gateways = List.of();

    @Option(names = "--plaintext", description = "No TLS. For a gateway on this machine only.")
    private boolean plaintext;

    @Option(
            names = "--gateway-certificate",
            paramLabel = "FILE",
            description =
                    "The gateway's certificate, gateway.pem of its folder, or several in one file; required unless --plaintext.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--gateway-id",
            paramLabel = "ID",
            description = "Whose receipts count (default: the first registered gateway that signs one, from then on).")
    private Optional<String> gatewayId = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".banyan/tracker",
            description = "Everything the tracker keeps (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(names = "--name", description = "Its name in the registry, at most 64 bytes (default: this machine's).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replay so many times as fast, 0.01 to 1000000 (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--loop", description = "Begin a recording again when it ends.")
    private boolean loop;

    @Option(names = "--as-recorded", description = "Sign the times that the recording states, not those of its replay.")
    private boolean asRecorded;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Durations.class,
            description = "Time between two looks at --sensors (default: ${DEFAULT-VALUE}).")
    private Duration every = Duration.ofSeconds(1);

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Samples of one signed record, 1 to 128 (default: ${DEFAULT-VALUE}). More cost less; those of an",
                "unfinished record are lost with the power."
            })
    private int batch;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Where samples come from: exactly one. */
    static final class Source {
        @Option(names = "--gpx", paramLabel = "FILE", description = "Replay a recorded track.")
        private Optional<Path> gpx = Optional.empty();

        @Option(names = "--csv", paramLabel = "FILE", description = "Replay a table of measurements.")
        private Optional<Path> csv = Optional.empty();

        @Option(
                names = "--nmea",
                paramLabel = "DEVICE",
                description = "Follow a satellite receiver, or a file of its lines.")
        private Optional<Path> nmea = Optional.empty();

        @Option(names = "--sensors", description = "Read this machine's own sensors.")
        private boolean sensors;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());
        try (StopSignal stop = new StopSignal();
                SampleSource samples = samples()) {
            DeviceSigner signer = key.open(folder.resolve("tracker.p12"), folder.resolve("tracker.password"));
            var tls = certificate.map(file -> DeviceTls.of(signer, file));
            try (Journal journal = Journal.open(folder.resolve("journal"), signer.device());
                    var mqtt = new MqttGateway(addresses(), signer.device(), tls)) {
                var tracker = new Tracker(new Tracker.Parts(
                        signer,
                        samples,
                        journal,
                        ReceiptStore.open(folder.resolve("receipts")),
                        new GatewayIdentity(
                                folder.resolve("gateway"),
                                gatewayId.map(Hash::fromHex),
                                new RegistryKeys(node.client())),
                        mqtt,
                        new TrackerTwin(
                                folder.resolve("twin"),
                                signer,
                                new RegistryOwners(node.client()),
                                InstantSource.system(),
                                "banyan " + Banyan.VERSION),
                        entry(signer),
                        batch));
                PrintWriter out = spec.commandLine().getOut();
                out.printf("tracker %s, with %s%n", signer.device(), signer.label());
                out.flush();
                Thread running = Thread.ofPlatform().name("tracker").start(() -> run(tracker, failure, stop));
                report(tracker, stop);
                tracker.close();
                running.join();
                summary(tracker.status());
            }
        } catch (DeviceException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), refused);
        }
        if (failure.get().isPresent()) {
            spec.commandLine()
                    .getErr()
                    .println("banyan: the tracker stopped: "
                            + failure.get().get().getMessage());
            return Banyan.FAILED;
        }
        return 0;
    }

    private static void run(Tracker tracker, AtomicReference<Optional<RuntimeException>> failure, StopSignal stop) {
        try {
            tracker.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            failure.set(Optional.of(broken));
        } finally {
            stop.ask();
        }
    }

    /** Tells what changed, at most once a second. */
    private void report(Tracker tracker, StopSignal stop) throws InterruptedException {
        String shown = "";
        while (!stop.await(Duration.ofSeconds(1))) {
            TrackerStatus status = tracker.status();
            String line = line(status);
            if (!line.equals(shown)) {
                shown = line;
                spec.commandLine().getOut().println(line);
                spec.commandLine().getOut().flush();
            }
        }
    }

    private static String line(TrackerStatus status) {
        return "%,d records, %,d with a receipt%s%s%s"
                .formatted(
                        status.recorded(),
                        status.received(),
                        status.refused() > 0 ? ", %,d lines refused".formatted(status.refused()) : "",
                        status.missed() > 0 ? ", %,d samples LOST: the journal is full".formatted(status.missed()) : "",
                        status.problem().map(reason -> "; " + reason).orElse(""));
    }

    private void summary(TrackerStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line(status));
        status.gateway().ifPresent(id -> out.printf("receipts of gateway %s%n", id));
        out.flush();
    }

    private SampleSource samples() {
        if (source.sensors) {
            return new SensorSource(new HostSensors(), every.toMillis(), InstantSource.system());
        }
        if (source.nmea.isPresent()) {
            return NmeaSource.open(source.nmea.get());
        }
        Recording recording = source.gpx.map(GpxTrack::read).orElseGet(() -> CsvTable.read(source.csv.orElseThrow()));
        return new Replay(recording, speed, loop, asRecorded ? Optional.empty() : Optional.of(InstantSource.system()));
    }

    /** Registers the device if there is somebody who pays; otherwise its owner does, or has. */
    private Tracker.Entry entry(DeviceSigner signer) {
        if (!payer.isNamed()) {
            return Tracker.Entry.OPEN;
        }
        var port = new RpcNodePort(node.client(), payer.secret());
        var registrar = new Registrar(
                signer, port, AgentSettings.of(name.orElseGet(() -> MachineName.of("tracker")), port.payer()));
        // Who pays need not be who owns it: only the key matters to a gateway.
        return now -> port.standing(signer.device())
                        .flatMap(standing -> standing.key())
                        .filter(signer.key()::equals)
                        .isPresent()
                ? new Progress.Moved()
                : registrar.advance(now);
    }

    private void check() {
        for (String gateway : gateways) {
            if (!gateway.matches("[^\\s/]+:[0-9]{1,5}") || Integer.parseInt(gateway.replaceFirst(".*:", "")) > 65_535) {
                throw new UserError("--gateway takes an address like 127.0.0.1:1883, not \"%s\".".formatted(gateway));
            }
        }
        if (gateways.size() > MAX_GATEWAYS) {
            throw new UserError("--gateway takes at most %d addresses.".formatted(MAX_GATEWAYS));
        }
        if (plaintext == certificate.isPresent()) {
            throw new UserError(
                    "Say --gateway-certificate FILE (gateway.pem of the gateway's folder), or --plaintext on one machine.");
        }
        if (gatewayId.isPresent() && !gatewayId.get().matches("0x[0-9a-fA-F]{64}")) {
            throw new UserError("--gateway-id takes 0x and 64 hex digits.");
        }
        if (!(speed >= 0.01 && speed <= 1_000_000) || batch < 1 || batch > 128 || every.toMillis() < 10) {
            throw new UserError("--speed takes 0.01 to 1000000, --batch 1 to 128, --every 10ms or more.");
        }
        for (MqttGateway.Address gateway : addresses()) {
            try {
                if (plaintext && !InetAddress.getByName(gateway.host()).isLoopbackAddress()) {
                    throw new UserError(
                            "--plaintext is for this machine alone; a gateway at " + gateway.host() + " needs TLS.");
                }
            } catch (UnknownHostException unknown) {
                throw new UserError("--gateway: no machine is called so: " + gateway, unknown);
            }
        }
    }

    private List<MqttGateway.Address> addresses() {
        return gateways.stream()
                .map(gateway -> {
                    int colon = gateway.lastIndexOf(':');
                    return new MqttGateway.Address(
                            gateway.substring(0, colon), Integer.parseInt(gateway.substring(colon + 1)));
                })
                .toList();
    }
}
