// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An MQTT broker that is not ours, on loopback, and a subscriber to all devices' records. */
final class Mosquitto implements AutoCloseable {
    private static final Duration LISTEN_MAX = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;

    private Mosquitto(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(program()) && Tool.find("mosquitto_sub").isPresent();
    }

    /** Debian puts it where only root looks. */
    private static Path program() {
        return Tool.find("mosquitto").orElse(Path.of("/usr/sbin/mosquitto"));
    }

    /** Starts a broker that keeps nothing, and waits until it listens. */
    static Mosquitto start(Path folder) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            Path configuration = Files.writeString(
                    Files.createDirectories(folder).resolve("mosquitto.conf"),
                    "listener %d 127.0.0.1%nallow_anonymous true%npersistence false%n".formatted(port));
            Process process = new ProcessBuilder(program().toString(), "-v", "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .start();
            if (listens(process.inputReader())) {
                return new Mosquitto(process, port);
            }
            process.destroyForcibly();
        }
        throw new IOException("mosquitto does not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Another program may have taken the port meanwhile; then it ends without having said this. */
    private static boolean listens(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(" running")) {
                Thread.ofVirtual().start(() -> drain(output));
                return true;
            }
        }
        return false;
    }

    private static void drain(BufferedReader output) {
        try {
            output.transferTo(java.io.Writer.nullWriter());
        } catch (IOException ended) {
            // The broker was stopped.
        }
    }

    int port() {
        return port;
    }

    /** The next records that devices publish, in hexadecimal. */
    CompletableFuture<List<String>> records(int count, Path log) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Tool subscriber = Tool.run(
                        List.of(
                                "mosquitto_sub",
                                "-V",
                                "mqttv5",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port),
                                "-q",
                                "1",
                                "-t",
                                "banyan/v1/+/records",
                                "-F",
                                "%x",
                                "-C",
                                Integer.toString(count)),
                        log.toAbsolutePath().getParent(),
                        Map.of(),
                        log,
                        LISTEN_MAX);
                return subscriber.output().lines().toList();
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException("mosquitto_sub failed", failed);
            }
        });
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
