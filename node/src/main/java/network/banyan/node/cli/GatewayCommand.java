// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import network.banyan.crypto.Secp256k1;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.RegistryOwners;
import network.banyan.device.RpcNodePort;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.gateway.Gateway;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.GatewaySettings;
import network.banyan.gateway.log.Disk;
import network.banyan.gateway.proofs.RpcProofSource;
import network.banyan.gateway.witness.WitnessAddress;
import network.banyan.node.Banyan;
import network.banyan.node.MachineName;
import network.banyan.node.UserError;
import network.banyan.node.staking.SigningKey;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan gateway}: one gateway in this process, until it is told to stop. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Takes signed records of devices over MQTT 5, keeps them before it acknowledges them, answers each with a"
                    + " signed receipt, and anchors its log on the chain.",
            ""
        },
        footer = {
            "",
            "The folder holds the gateway's key, its log and its TLS certificate (gateway.pem, which devices must"
                    + " trust).",
            "A device connects with its id as client id and publishes to banyan/v1/ID/records.",
            "",
            "Examples:",
            "  banyan gateway --account 2 --plaintext                  on a devnet, from this machine only",
            "  banyan gateway --key payer.key --host 192.0.2.7 --rules cold-chain.toml --device-key tpm:/dev/tpmrm0",
            "  banyan gateway --key payer.key --host 192.0.2.7 --witness w.example+8f3a...@https://w.example",
            "  banyan gateway --key payer.key --host 192.0.2.7 --peers 1=192.0.2.8:8883 \\",
            "    --log 'kafka://192.0.2.20:9092,192.0.2.21:9092/readings?partition=0&partitions=2&replication=3'"
        })
public final class GatewayCommand implements Callable<Integer> {
    @Mixin
    private NodeUrl node = new NodeUrl();

    @Mixin
    private SigningKey payer = new SigningKey();

    @Mixin
    private DeviceKey key = new DeviceKey();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".banyan/gateway",
            description = "Everything the gateway keeps (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("");

    @Option(names = "--name", description = "Its name in the registry, at most 64 bytes (default: this machine's).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Where devices connect: an address of this machine (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--mqtt-port",
            paramLabel = "PORT",
            description = "0 takes any free port (default: 8883, or 1883 with --plaintext).")
    private Optional<Integer> mqttPort = Optional.empty();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8580",
            description = "On loopback: tiles, receipts, refusals, metrics; 0 takes any (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(names = "--plaintext", description = "No TLS. On a loopback address only.")
    private boolean plaintext;

    @Option(names = "--rules", paramLabel = "FILE", description = "What becomes of a record, in TOML.")
    private Optional<Path> rules = Optional.empty();

    @Option(
            names = "--anchor-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Least time between two anchors, 0 to 86400 (default: ${DEFAULT-VALUE}).")
    private long anchorSeconds;

    @Option(
            names = "--trust-minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long a device's key is believed while the node is away (default: ${DEFAULT-VALUE}).")
    private long trustMinutes;

    @Mixin
    private GatewayLog log = new GatewayLog();

    @Option(
            names = "--log-gib",
            paramLabel = "N",
            defaultValue = "64",
            description = "How much room the log may take, 1 to 4096 (default: ${DEFAULT-VALUE}).")
    private long logGib;

    @Option(
            names = "--witness",
            paramLabel = "KEY@URL",
            description = "A witness that cosigns each anchored head of the log, as `banyan witness` tells it; may be"
                    + " said up to 16 times. One that is away holds nothing up.")
    private List<String> witnesses = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        check();
        log.check();
        List<WitnessAddress> watching = watching();
        Hash secret = payer.secret();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (StopSignal stop = new StopSignal()) {
            DeviceSigner signer = key.open(folder.resolve("gateway.p12"), folder.resolve("gateway.password"));
            var chain = Gateway.Chain.of(
                    new RpcNodePort(node.client(), secret),
                    new RpcNodePort(node.client(), secret),
                    new RpcProofSource(node.client()),
                    new RegistryOwners(node.client()));
            try (Gateway gateway = new Gateway(settings(secret, watching), signer, chain, Disk.REAL, reason -> {
                failure.compareAndSet(null, reason);
                stop.ask();
            })) {
                PrintWriter out = spec.commandLine().getOut();
                out.printf("gateway %s, with %s%n", gateway.id(), signer.label());
                out.printf("log key, for witnesses: %s%n", gateway.logKey().text());
                out.printf(
                        "MQTT %s %s:%d, HTTP http://127.0.0.1:%d, %,d records in the log%s%n",
                        plaintext ? "without TLS on" : "over TLS on",
                        host,
                        gateway.mqttPort(),
                        gateway.httpPort(),
                        gateway.size(),
                        gateway.partition()
                                .map(own -> " in Kafka, partition " + own)
                                .orElse(""));
                out.flush();
                report(gateway, stop);
            }
        } catch (GatewayException | DeviceException | DeviceSigner.Unavailable refused) {
            throw new UserError(String.valueOf(refused.getMessage()), refused);
        }
        Throwable reason = failure.get();
        if (reason != null) {
            spec.commandLine().getErr().println("banyan: the gateway stopped: " + reason.getMessage());
            return Banyan.FAILED;
        }
        return 0;
    }

    private void report(Gateway gateway, StopSignal stop) throws InterruptedException {
        long shown = -1;
        while (!stop.await(Duration.ofSeconds(10))) {
            long now = gateway.size() + gateway.anchored();
            if (now != shown) {
                shown = now;
                spec.commandLine().getOut().printf("%,d records, %,d anchored%n", gateway.size(), gateway.anchored());
                spec.commandLine().getOut().flush();
            }
        }
    }

    private List<WitnessAddress> watching() {
        List<WitnessAddress> addresses = new ArrayList<>();
        for (String text : witnesses) {
            try {
                addresses.add(WitnessAddress.parse(text));
            } catch (EvidenceFormatException wrong) {
                throw new UserError("--witness %s: %s.".formatted(text, wrong.getMessage()), wrong);
            }
        }
        if (addresses.size() > Witnessed.MAX_COSIGNATURES
                || addresses.stream().map(each -> each.key().key()).distinct().count() < addresses.size()) {
            throw new UserError("--witness takes at most 16 witnesses, each once.");
        }
        return addresses;
    }

    private void check() {
        if (anchorSeconds < 0 || anchorSeconds > 86_400 || trustMinutes < 0 || trustMinutes > 10_080) {
            throw new UserError("--anchor-seconds takes 0 to 86400, --trust-minutes 0 to 10080.");
        }
        if (logGib < 1 || logGib > 4_096) {
            throw new UserError("--log-gib takes 1 to 4096.");
        }
        try {
            if (plaintext && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new UserError("--plaintext is for this machine alone; --host " + host + " needs TLS.");
            }
        } catch (UnknownHostException unknown) {
            throw new UserError("--host takes an address of this machine, not \"" + host + "\".", unknown);
        }
    }

    private GatewaySettings settings(Hash secret, List<WitnessAddress> watching) {
        return new GatewaySettings(
                folder,
                name.orElseGet(() -> MachineName.of("gateway")),
                Secp256k1.addressOf(secret),
                host,
                mqttPort.orElse(plaintext ? 1_883 : 8_883),
                plaintext,
                "127.0.0.1",
                httpPort,
                rules,
                anchorSeconds * 1_000,
                trustMinutes * 60_000,
                log.place(),
                logGib << 30,
                Runtime.getRuntime().availableProcessors(),
                watching);
    }
}
