// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** One validator as a process of its own, which may be killed and started again. */
final class NodeProcess implements AutoCloseable {
    private static final Pattern RPC = Pattern.compile("\\[rpc]\\s+host = \"([^\"]*)\"\\s+port = (\\d+)");

    private static final int HEAP_MIB = 192;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int number;
    private final Path folder;
    private final List<String> where;
    private final int heapMib;
    private final JsonRpcClient client;
    private Optional<Process> process = Optional.empty();

    /** @param folder with the banyan.toml that {@code devnet --prepare} wrote */
    NodeProcess(int number, Path folder) {
        this(number, folder, List.of());
    }

    NodeProcess(int number, Path folder, List<String> where) {
        this(number, folder, where, HEAP_MIB);
    }

    /** @param where what a command line begins with to run there */
    NodeProcess(int number, Path folder, List<String> where, int heapMib) {
        this.number = number;
        this.folder = folder;
        this.where = where;
        this.heapMib = heapMib;
        Matcher rpc = RPC.matcher(read(config()));
        if (!rpc.find()) {
            throw new IllegalStateException(config() + " names no RPC address");
        }
        this.client = new JsonRpcClient(URI.create("http://%s:%s".formatted(rpc.group(1), rpc.group(2))));
    }

    Path config() {
        return folder.resolve("banyan.toml");
    }

    Path data() {
        return folder.resolve("data");
    }

    JsonRpcClient client() {
        return client;
    }

    synchronized void start() {
        // Native libraries are unpacked there, and a killed process leaves them.
        Path scratch = folder.resolve("tmp");
        delete(scratch);
        try {
            Files.createDirectories(scratch);
            List<String> command = new ArrayList<>(where);
            command.addAll(Java.banyan(
                    List.of(
                            "-Xmx" + heapMib + "m",
                            "-XX:TieredStopAtLevel=1",
                            "-Djava.io.tmpdir=" + scratch,
                            "-Dbanyan.log.file=" + folder.resolve("node.log")),
                    List.of("node", "--config", config().toString())));
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** SIGKILL: the process gets no chance to do anything. */
    synchronized void kill() {
        process.ifPresent(Process::destroyForcibly);
        end();
    }

    /** SIGTERM; the exit code. */
    synchronized int stop() {
        process.ifPresent(Process::destroy);
        return end();
    }

    private int end() {
        try {
            Process ending = process.orElseThrow();
            if (!ending.waitFor(30, TimeUnit.SECONDS)) {
                ending.destroyForcibly();
                throw new AssertionError("%s does not end".formatted(this));
            }
            return ending.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    synchronized boolean isRunning() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** The last final block it knows; empty while it does not answer. */
    OptionalLong height() {
        try {
            return OptionalLong.of(client.call("banyan_status").path("height").asLong());
        } catch (RpcFailure away) {
            return OptionalLong.empty();
        }
    }

    /** Time of the last final block it knows, milliseconds since 1970; 0 while it does not answer. */
    long tipMillis() {
        try {
            return client.call("banyan_status").path("timestampMillis").asLong();
        } catch (RpcFailure away) {
            return 0;
        }
    }

    boolean isAtLeast(long height) {
        OptionalLong here = height();
        return here.isPresent() && here.getAsLong() >= height;
    }

    record Answer(int status, String body) {}

    Answer get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(client.node().resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException away) {
            return new Answer(0, String.valueOf(away.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    String log() {
        Path file = folder.resolve("node.log");
        return Files.exists(file) ? read(file) : "";
    }

    private Path console() {
        return folder.resolve("console.log");
    }

    /** What it said to its terminal, over all its lives. */
    String said() {
        return Files.exists(console()) ? read(console()) : "";
    }

    /** Resident memory in MiB, as the kernel counts it; 0 where it does not tell. */
    synchronized long residentMib() {
        Path status = Path.of("/proc", String.valueOf(process.orElseThrow().pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return read(status)
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .sum();
    }

    static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public synchronized void close() {
        process.ifPresent(Process::destroyForcibly);
    }

    @Override
    public String toString() {
        return "validator " + number;
    }
}
