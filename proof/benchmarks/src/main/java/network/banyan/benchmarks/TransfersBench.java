// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.node.devnet.Validators;

/** Loads a fresh network with transfers, in a closed loop: a new one is submitted when an earlier one became final. */
final class TransfersBench {
    static final int ACCOUNTS = 400;
    private static final long GAS_LIMIT = 200_000_000;

    private final Settings settings;
    private final Optional<Path> keep;

    record Settings(int validators, boolean processes, int seconds, int warmUp, int inFlight, int blockMillis) {}

    /**
     * @param cpuMicrosPerTransfer of all validators together, without the load generator unless they share its process
     */
    record Figures(Settings settings, Watcher.Measured measured, double cpuMicrosPerTransfer, long errors) {
        long finalised() {
            return measured.count();
        }

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
                    measured.seconds(),
                    measured.count(),
                    measured.perSecond(),
                    measured.percentile(50),
                    measured.percentile(95),
                    cpuMicrosPerTransfer,
                    measured.blocks(),
                    errors);
        }
    }

    TransfersBench(Settings settings, Optional<Path> keep) {
        this.settings = settings;
        this.keep = keep;
    }

    Figures run() throws InterruptedException {
        var shape = new BenchNetwork.Shape(
                settings.validators, settings.processes, settings.blockMillis, GAS_LIMIT, ACCOUNTS);
        try (BenchNetwork network = BenchNetwork.start(shape, keep)) {
            return measure(network);
        }
    }

    private Figures measure(BenchNetwork network) throws InterruptedException {
        Validators validators = network.validators();
        try (Watcher watcher = new Watcher(validators.rpc(1))) {
            watcher.awaitFirstBlock(Duration.ofSeconds(60));
            List<Sender> senders = IntStream.rangeClosed(1, validators.count())
                    .mapToObj(number -> new Sender(
                            validators.rpc(number),
                            Transfers.ofShare(network.genesis().chainId(), number, validators.count(), ACCOUNTS),
                            watcher,
                            settings.inFlight / validators.count()))
                    .toList();
            try {
                senders.forEach(Sender::start);
                Thread.sleep(Duration.ofSeconds(settings.warmUp));
                long cpuBefore = network.cpuMicros();
                watcher.begin();
                Thread.sleep(Duration.ofSeconds(settings.seconds));
                Watcher.Measured measured = watcher.end();
                long cpu = network.cpuMicros() - cpuBefore;
                return new Figures(
                        settings,
                        measured,
                        (double) cpu / Math.max(1, measured.count()),
                        senders.stream().mapToLong(Sender::errors).sum());
            } finally {
                senders.forEach(Sender::close);
            }
        }
    }
}
