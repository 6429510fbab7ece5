// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness over HTTP: what it answers, what it keeps, and what a kill cannot make it forget. */
class WitnessServerTest {
    private static final long NOW = 1_763_683_200;

    @TempDir
    private Path folder;

    private final TestLog log = new TestLog("gateway", 40, 0);
    private final HttpClient http = HttpClient.newHttpClient();
    private WitnessFolder kept;
    private WitnessServer server;
    private NoteKey key;

    @BeforeEach
    void start() {
        kept = WitnessFolder.open(folder);
        var clock = InstantSource.fixed(Instant.ofEpochSecond(NOW));
        var witness = new Witness(kept, "w.example", List.of(log.key(), new TestLog("other", 1, 0).key()), clock);
        key = witness.key();
        server = new WitnessServer(new InetSocketAddress("127.0.0.1", 0), witness);
    }

    @AfterEach
    void stop() {
        server.close();
        kept.close();
    }

    private HttpResponse<String> ask(AddCheckpoint request) throws Exception {
        return post(server.port(), request.encode().toArray());
    }

    private HttpResponse<String> post(int port, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void isCosigned(AddCheckpoint request) throws Exception {
        HttpResponse<String> answer = ask(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var note = new SignedNote(request.note().text(), SignedNote.lines(answer.body()));
        assertThat(Cosignature.under(note, key)).map(Cosignature::timeSeconds).contains(NOW);
    }

    private List<Path> lies() throws IOException {
        if (!Files.exists(folder.resolve("lies"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve("lies"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void provenHeadsAreCosignedOverARestartToo() throws Exception {
        isCosigned(log.request(0, 7));
        isCosigned(log.request(7, 20));
        NoteKey before = key;
        stop();
        start();
        assertThat(key).isEqualTo(before);
        HttpResponse<String> forgetful = ask(log.request(0, 30));
        assertThat(forgetful.statusCode()).isEqualTo(409);
        assertThat(forgetful.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(forgetful.body()).isEqualTo("20\n");
        isCosigned(log.request(20, 30));
        isCosigned(log.request(30, 30));
    }

    @Test
    void aSecondHistoryIsRefusedAndBothHeadsAreKept() throws Exception {
        isCosigned(log.request(0, 20));
        var other = new TestLog("gateway", 40, 1);
        HttpResponse<String> sameSize = ask(other.request(20, 20));
        assertThat(sameSize.statusCode()).isEqualTo(409);
        assertThat(sameSize.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(ask(other.request(20, 31)).statusCode()).isEqualTo(422);
        assertThat(ask(other.request(20, 31)).statusCode()).isEqualTo(422);

        assertThat(lies()).hasSize(2);
        JsonNode fork = new ObjectMapper().readTree(lies().getFirst().toFile());
        assertThat(fork.path("kind").asText()).isEqualTo("fork");
        NoteKey signer = NoteKey.parse(fork.path("log").asText());
        assertThat(signer).isEqualTo(log.key());
        for (String head : List.of("seen", "shown")) {
            var note = SignedNote.parse(Bytes.wrap(fork.path(head).asText().getBytes(StandardCharsets.UTF_8)));
            assertThat(note.isSignedBy(signer)).isTrue();
            assertThat(note.text())
                    .isEqualTo((head.equals("seen") ? log : other)
                            .request(0, 20)
                            .note()
                            .text());
        }
        JsonNode unproven = new ObjectMapper().readTree(lies().getLast().toFile());
        assertThat(unproven.path("kind").asText()).isEqualTo("unproven");
        assertThat(unproven.path("proof")).hasSize(other.request(20, 31).proof().size());
        // It goes on with the history that it knows.
        isCosigned(log.request(20, 21));
    }

    @Test
    void wrongRequestsHaveTheirStatusAndASentence() throws Exception {
        assertThat(ask(new TestLog("stranger", 5, 0).request(0, 5)).statusCode())
                .isEqualTo(404);
        var unsigned = new SignedNote(
                log.request(0, 5).note().text(), log.request(0, 6).note().signatures());
        assertThat(ask(new AddCheckpoint(0, List.of(), unsigned)).statusCode()).isEqualTo(403);
        for (byte[] body : List.of(new byte[0], "old 1\n".getBytes(StandardCharsets.UTF_8), new byte[] {-1, 0})) {
            HttpResponse<String> answer = post(server.port(), body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).matches("[a-zA-Z0-9\", -]{10,200}\n");
        }
        assertThat(post(server.port(), new byte[AddCheckpoint.MAX_BYTES + 1]).statusCode())
                .isEqualTo(413);
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint"))
                .build();
        assertThat(http.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        assertThat(lies()).isEmpty();
    }

    @Test
    void healthTellsTheKeyAndHowFarEachLogWasSeen() throws Exception {
        isCosigned(log.request(0, 20));
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"))
                .build();
        JsonNode health = new ObjectMapper()
                .readTree(http.send(get, HttpResponse.BodyHandlers.ofString()).body());
        assertThat(health.path("key").asText()).isEqualTo(key.text());
        assertThat(health.path("logs")).hasSize(2).anySatisfy(each -> {
            assertThat(each.path("origin").asText()).isEqualTo(log.key().name());
            assertThat(each.path("size").asLong()).isEqualTo(20);
        });
    }

    @Test
    void aHeadThatTheDiskRefusesIsNotCosigned() throws Exception {
        isCosigned(log.request(0, 20));
        Path heads = folder.resolve("heads");
        Path away = folder.resolve("away");
        Files.move(heads, away);
        HttpResponse<String> answer = ask(log.request(20, 30));
        assertThat(answer.statusCode()).isEqualTo(503);
        Files.move(away, heads);
        isCosigned(log.request(20, 30));
    }

    @Test
    void whatIsDamagedOrMissingStopsTheStartWithASentence() throws Exception {
        isCosigned(log.request(0, 20));
        assertThatThrownBy(() -> WitnessFolder.open(folder))
                .isInstanceOf(WitnessException.class)
                .hasMessageContaining("another witness runs");
        stop();
        Path head;
        try (Stream<Path> files = Files.list(folder.resolve("heads"))) {
            head = files.findFirst().orElseThrow();
        }
        byte[] good = Files.readAllBytes(head);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(head, bad);
        assertThatThrownBy(this::start).isInstanceOf(WitnessException.class).hasMessageContaining("do not delete it");
        kept.close();
        Files.delete(head);
        Files.delete(folder.resolve("heads"));
        assertThatThrownBy(this::start)
                .isInstanceOf(WitnessException.class)
                .hasMessageContaining("does not know what it saw");
        Files.createDirectory(folder.resolve("heads"));
        Files.write(head, good);
        start();
        isCosigned(log.request(20, 30));
    }

    /** Killed with the head on disk and the answer unsaid: it may not cosign another history afterwards. */
    @Test
    void aKillBetweenTheWriteAndTheAnswerForgetsNothing() throws Exception {
        isCosigned(log.request(0, 7));
        stop();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WitnessProcess.class.getName(),
                        folder.toString(),
                        log.key().text())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            assertThat(line).startsWith("listening ");
            int port = Integer.parseInt(line.substring("listening ".length()));
            assertThatThrownBy(() -> post(port, log.request(7, 20).encode().toArray()))
                    .isInstanceOf(IOException.class);
            assertThat(process.waitFor()).isEqualTo(137);
        } finally {
            process.destroyForcibly().waitFor();
        }
        start();
        var other = new TestLog("gateway", 40, 1);
        assertThat(ask(other.request(20, 20)).statusCode()).isEqualTo(409);
        assertThat(ask(log.request(7, 20)).body()).isEqualTo("20\n");
        isCosigned(log.request(20, 20));
    }
}
