// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.node.Banyan;

/**
 * {@code banyan devnet} as a process of its own, on ports and in a folder of its own. It is ready when it says where its
 * RPC is, which is after its first block; it ends by itself should nobody be left to stop it.
 */
final class RunningDevnet implements AutoCloseable {
    private static final long START_SECONDS_MAX = 120;
    private static final long STOP_SECONDS_MAX = 30;
    private static final String LIFE_MAX = "15m";
    private static final int OUTPUT_CHARS_MAX = 1 << 16;
    private static final Pattern RPC = Pattern.compile("^  RPC\\s+(http://\\S+)");

    private final Path folder;
    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final URI rpc;

    private RunningDevnet(Path folder, Process process) throws InterruptedException {
        this.folder = folder;
        this.process = process;
        Thread.ofVirtual().name("devnet-output").start(this::read);
        try {
            this.rpc = ready.get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notStarted) {
            close();
            throw new AssertionError("The devnet did not start:\n" + output, notStarted);
        }
    }

    /** Starts one, four validators in one process, and waits for its first block. */
    static RunningDevnet start(String... more) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("banyan-devnet-");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx640m",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                classPath(),
                                Banyan.class.getName(),
                                "devnet",
                                "--dir",
                                folder.resolve("chain").toString(),
                                "--rpc-port",
                                "0",
                                "--for",
                                LIFE_MAX),
                        Stream.of(more))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(folder.toFile())
                .start();
        return new RunningDevnet(folder, process);
    }

    /** Surefire hides the class path in a manifest and tells it by this property. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (output.length() < OUTPUT_CHARS_MAX) {
                    output.append(line).append('\n');
                }
                Matcher told = RPC.matcher(line);
                if (told.find()) {
                    ready.complete(URI.create(told.group(1)));
                }
            }
        } catch (IOException closed) {
            output.append(closed).append('\n');
        } finally {
            ready.completeExceptionally(new IllegalStateException("it ended"));
        }
    }

    /** JSON-RPC, WebSocket and the explorer of the first validator. */
    URI rpc() {
        return rpc;
    }

    URI webSocket() {
        return URI.create("ws" + rpc.toString().substring("http".length()));
    }

    Path genesisFile() {
        return folder.resolve("chain").resolve("genesis.json");
    }

    /** What it printed so far, for the message of a failing test. */
    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            throw new AssertionError("The devnet's folder could not be removed: " + folder, left);
        }
    }
}
