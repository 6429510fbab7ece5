// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.devnet.DevnetPorts;
import network.banyan.node.devnet.LocalValidators;
import network.banyan.node.devnet.ProcessValidators;
import network.banyan.node.devnet.Validators;

/** Loads a fresh network with transfers, in a closed loop: a new one is submitted when an earlier one became final. */
final class TransfersBench {
    private static final int ACCOUNTS = 400;
    private static final long DELTA_MILLIS = 1_000;
    private static final long GAS_LIMIT = 200_000_000;
    private static final int MEMORY_MIB = 64;

    private final Settings settings;
    private final Optional<Path> keep;

    record Settings(int validators, boolean processes, int seconds, int warmUp, int inFlight, int blockMillis) {}

    /**
     * @param cpuMicrosPerTransfer of all validators together, without the load generator unless they share its process
     */
    record Figures(
            Settings settings,
            long finalised,
            double seconds,
            long p50Millis,
            long p95Millis,
            double cpuMicrosPerTransfer,
            long blocks,
            long errors) {
        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"bench\":\"transfers\",\"validators\":%d,\"processes\":%b,\"blockMillis\":%d,\"inFlight\":%d,\"seconds\":%.1f,"
                            + "\"transfers\":%d,\"tps\":%.0f,\"p50Ms\":%d,\"p95Ms\":%d,\"cpuMicrosPerTransfer\":%.0f,"
                            + "\"blocks\":%d,\"errors\":%d}",
                    settings.validators,
                    settings.processes,
                    settings.blockMillis,
                    settings.inFlight,
                    seconds,
                    finalised,
                    finalised / seconds,
                    p50Millis,
                    p95Millis,
                    cpuMicrosPerTransfer,
                    blocks,
                    errors);
        }
    }

    TransfersBench(Settings settings, Optional<Path> keep) {
        this.settings = settings;
        this.keep = keep;
    }

    Figures run() throws InterruptedException {
        Path path = keep.orElseGet(TransfersBench::temporary);
        DevnetFolder folder = new DevnetFolder(path);
        try {
            folder.delete();
            folder.create(
                    new DevnetFolder.Shape(
                            settings.validators,
                            settings.blockMillis,
                            DELTA_MILLIS,
                            GAS_LIMIT,
                            Optional.empty(),
                            ACCOUNTS),
                    System.currentTimeMillis() / 1_000);
            Genesis genesis = folder.genesis();
            DevnetPorts ports = DevnetPorts.choose("127.0.0.1", 0, settings.validators, MEMORY_MIB, false);
            try (Validators validators = settings.processes
                    ? new ProcessValidators(folder, genesis, ports)
                    : new LocalValidators(folder, genesis, ports)) {
                return measure(genesis, validators);
            }
        } finally {
            if (keep.isEmpty()) {
                delete(path);
            }
        }
    }

    private Figures measure(Genesis genesis, Validators validators) throws InterruptedException {
        try (Watcher watcher = new Watcher(validators.rpc(1))) {
            watcher.awaitFirstBlock(Duration.ofSeconds(60));
            List<Sender> senders = new ArrayList<>();
            for (int number = 1; number <= validators.count(); number++) {
                senders.add(new Sender(
                        genesis.chainId(),
                        validators.rpc(number),
                        Sender.accounts(number, validators.count(), ACCOUNTS),
                        watcher,
                        settings.inFlight / validators.count()));
            }
            try {
                senders.forEach(Sender::start);
                Thread.sleep(Duration.ofSeconds(settings.warmUp));
                long cpuBefore = cpuMicros(validators);
                watcher.begin();
                Thread.sleep(Duration.ofSeconds(settings.seconds));
                Watcher.Measured measured = watcher.end();
                long cpu = cpuMicros(validators) - cpuBefore;
                long errors = senders.stream().mapToLong(Sender::errors).sum();
                return new Figures(
                        settings,
                        measured.transfers(),
                        measured.seconds(),
                        measured.percentile(50),
                        measured.percentile(95),
                        measured.transfers() == 0 ? 0 : (double) cpu / measured.transfers(),
                        measured.blocks(),
                        errors);
            } finally {
                senders.forEach(Sender::close);
            }
        }
    }

    private static long cpuMicros(Validators validators) {
        Stream<ProcessHandle> processes = validators instanceof ProcessValidators separate
                ? separate.processes().stream()
                : Stream.of(ProcessHandle.current());
        return processes
                .map(process -> process.info().totalCpuDuration())
                .flatMap(Optional::stream)
                .mapToLong(duration -> duration.toNanos() / 1_000)
                .sum();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(
                    "banyan-bench-" + ManagementFactory.getRuntimeMXBean().getPid());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
