// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.ledger.Genesis;
import network.banyan.node.devnet.DevnetFolder;
import network.banyan.node.devnet.DevnetPorts;
import network.banyan.node.devnet.LocalValidators;
import network.banyan.node.devnet.ProcessValidators;
import network.banyan.node.devnet.TestAccount;
import network.banyan.node.devnet.Validators;

/** A fresh devnet to be loaded, which leaves nothing behind unless its folder was named. */
final class BenchNetwork implements AutoCloseable {
    private static final long DELTA_MILLIS = 1_000;
    private static final int MEMORY_MIB = 64;

    private final Path path;
    private final boolean isTemporary;
    private final Genesis genesis;
    private final Validators validators;

    /**
     * @param processes one JVM for each validator, instead of this one for all
     * @param accounts how many of {@link TestAccount#load} own coins
     */
    record Shape(int validators, boolean processes, int blockMillis, long gasLimit, int accounts) {}

    private BenchNetwork(Path path, boolean isTemporary, Genesis genesis, Validators validators) {
        this.path = path;
        this.isTemporary = isTemporary;
        this.genesis = genesis;
        this.validators = validators;
    }

    static BenchNetwork start(Shape shape, Optional<Path> keep) {
        Path path = keep.orElseGet(BenchNetwork::temporary);
        try {
            DevnetFolder folder = new DevnetFolder(path);
            folder.delete();
            folder.create(
                    new DevnetFolder.Shape(
                            shape.validators,
                            shape.blockMillis,
                            DELTA_MILLIS,
                            shape.gasLimit,
                            Optional.empty(),
                            shape.accounts),
                    System.currentTimeMillis() / 1_000);
            Genesis genesis = folder.genesis();
            DevnetPorts ports = DevnetPorts.choose("127.0.0.1", 0, shape.validators, MEMORY_MIB, false);
            Validators validators = shape.processes
                    ? new ProcessValidators(folder, genesis, ports)
                    : new LocalValidators(folder, genesis, ports);
            return new BenchNetwork(path, keep.isEmpty(), genesis, validators);
        } catch (RuntimeException failed) {
            if (keep.isEmpty()) {
                delete(path);
            }
            throw failed;
        }
    }

    Path path() {
        return path;
    }

    Genesis genesis() {
        return genesis;
    }

    Validators validators() {
        return validators;
    }

    /** What all validators took so far: of the whole process if they share this one. */
    long cpuMicros() {
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

    @Override
    public void close() {
        validators.close();
        if (isTemporary) {
            delete(path);
        }
    }
}
