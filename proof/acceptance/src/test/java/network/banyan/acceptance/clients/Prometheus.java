// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Prometheus of our own, on loopback, that scrapes once a second. */
final class Prometheus implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 20;
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path CHECKER = Path.of("/usr/bin/promtool");

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static boolean isThere() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(CHECKER);
    }

    /**
     * @param deployed the folder of the configuration and the alerts
     * @param scratch for its data and the configuration with these addresses
     */
    static Prometheus start(Path deployed, Path scratch, URI node, URI gateway)
            throws IOException, InterruptedException {
        String config = Files.readString(deployed.resolve("prometheus.yml"))
                .replace("127.0.0.1:8545", node.getAuthority())
                .replace("127.0.0.1:8580", gateway.getAuthority())
                .replace("15s", "1s");
        Files.writeString(scratch.resolve("prometheus.yml"), config);
        Files.copy(deployed.resolve("alerts.yml"), scratch.resolve("alerts.yml"));
        check("config", scratch.resolve("prometheus.yml"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + scratch.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + scratch.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile())
                .start();
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port));
    }

    private static void check(String what, Path file) throws IOException, InterruptedException {
        Process checker = new ProcessBuilder(CHECKER.toString(), "check", what, file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(checker.waitFor()).as(said).isZero();
    }

    /** The answer's data; a failure is thrown with Prometheus' reason. */
    JsonNode query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    JsonNode get(String path) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = new ObjectMapper().readTree(response.body());
            assertThat(answer.path("status").asText())
                    .as("%s: %s", path, answer.path("error").asText())
                    .isEqualTo("success");
            return answer.path("data");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether both programs have answered it often enough for a rate. */
    boolean isReady() {
        try {
            return query("sum_over_time(up{job=~\"banyan-.*\"}[8s]) > 3")
                            .path("result")
                            .size()
                    == 2;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
