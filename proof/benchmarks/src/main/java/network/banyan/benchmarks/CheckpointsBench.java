// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import network.banyan.node.UserError;
import network.banyan.node.devnet.Validators;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.JsonRpcClient;

/** Loads a fresh root with checkpoints of many chains, in a closed loop. What counts is what stands in the root's books. */
final class CheckpointsBench {
    private final Settings settings;
    private final Optional<Path> keep;

    /** @param inFlight of all chains together */
    record Settings(
            int validators, boolean processes, int chains, int seconds, int warmUp, int inFlight, long gasLimit) {}

    /** @param accepted by the root's books, from just before to just after the measured time */
    record Figures(
            Settings settings, Watcher.Measured measured, long accepted, double cpuMicrosPerCheckpoint, long errors) {
        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"bench\":\"checkpoints\",\"validators\":%d,\"processes\":%b,\"chains\":%d,\"inFlight\":%d,"
                            + "\"gasLimit\":%d,\"seconds\":%.1f,\"checkpoints\":%d,\"perSecond\":%.1f,\"accepted\":%d,"
                            + "\"p50Ms\":%d,\"p95Ms\":%d,\"cpuMicrosPerCheckpoint\":%.0f,\"blocks\":%d,\"errors\":%d}",
                    settings.validators,
                    settings.processes,
                    settings.chains,
                    settings.inFlight,
                    settings.gasLimit,
                    measured.seconds(),
                    measured.count(),
                    measured.perSecond(),
                    accepted,
                    measured.percentile(50),
                    measured.percentile(95),
                    cpuMicrosPerCheckpoint,
                    measured.blocks(),
                    errors);
        }
    }

    CheckpointsBench(Settings settings, Optional<Path> keep) {
        this.settings = settings;
        this.keep = keep;
    }

    /**
     * @throws UserError if the root took fewer checkpoints than blocks hold, which were refused then
     */
    Figures run() throws InterruptedException {
        var shape = new BenchNetwork.Shape(
                settings.validators,
                settings.processes,
                500,
                settings.gasLimit,
                settings.chains * FloodedChain.ACCOUNTS);
        try (BenchNetwork network = BenchNetwork.start(shape, keep)) {
            return measure(network);
        }
    }

    private Figures measure(BenchNetwork network) throws InterruptedException {
        Validators validators = network.validators();
        var root = new JsonRpcClient(validators.rpc(1));
        try (Watcher watcher = new Watcher(validators.rpc(1))) {
            watcher.awaitFirstBlock(Duration.ofSeconds(60));
            List<FloodedChain> chains = IntStream.range(0, settings.chains)
                    .mapToObj(number -> new FloodedChain(network.genesis().chainId(), number))
                    .toList();
            chains.parallelStream().forEach(chain -> chain.found(new ChainClient(root)));
            List<Sender> senders = IntStream.range(0, settings.chains)
                    .mapToObj(number -> new Sender(
                            validators.rpc(1 + number % validators.count()),
                            chains.get(number),
                            watcher,
                            settings.inFlight / settings.chains))
                    .toList();
            try {
                senders.forEach(Sender::start);
                Thread.sleep(Duration.ofSeconds(settings.warmUp));
                long before = accepted(chains, root);
                long cpuBefore = network.cpuMicros();
                watcher.begin();
                Thread.sleep(Duration.ofSeconds(settings.seconds));
                Watcher.Measured measured = watcher.end();
                long cpu = network.cpuMicros() - cpuBefore;
                long accepted = accepted(chains, root) - before;
                if (accepted < measured.count()) {
                    throw new UserError("The root's books have %,d of %,d checkpoints that are in its blocks."
                            .formatted(accepted, measured.count()));
                }
                return new Figures(
                        settings,
                        measured,
                        accepted,
                        (double) cpu / Math.max(1, measured.count()),
                        senders.stream().mapToLong(Sender::errors).sum());
            } finally {
                senders.forEach(Sender::close);
            }
        }
    }

    private static long accepted(List<FloodedChain> chains, JsonRpcClient root) {
        return chains.stream().mapToLong(chain -> chain.accepted(root)).sum();
    }
}
