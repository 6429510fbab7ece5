// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.node.UserError;

/** Foundry's anvil as npm brings it: the EVM of revm behind JSON-RPC, in a process of its own on loopback, at Osaka level. */
public final class AnvilProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private AnvilProcess(Process process, int port) {
        this.process = process;
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** A method to call, and with what. */
    public record Question(String method, List<Object> parameters) {
        public Question {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * @param options beside those that every use of it needs
     * @throws UserError if there is none, or it does not start
     */
    public static AnvilProcess start(String... options) {
        Path binary = find().orElseThrow(() ->
                new UserError("There is no anvil. Node.js brings it: npm install --no-save --prefix contracts"));
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--host=127.0.0.1",
                "--port=0",
                "--hardfork=osaka",
                "--no-request-size-limit",
                "--threads=1",
                "--accounts=1"));
        command.addAll(Arrays.asList(options));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new AnvilProcess(process, port(process));
        } catch (IOException failed) {
            throw new UserError("Cannot start " + binary + ": " + UserError.why(failed) + ".", failed);
        }
    }

    /** Where npm put it in this checkout, or else on the PATH. */
    public static Optional<Path> find() {
        Path packages = Path.of(System.getProperty("banyan.root", "."), "contracts", "node_modules", "@foundry-rs");
        try (Stream<Path> npm = Files.isDirectory(packages) ? Files.list(packages) : Stream.empty()) {
            Stream<Path> path = Stream.of(
                            System.getenv().getOrDefault("PATH", "").split(":", -1))
                    .map(Path::of);
            return Stream.concat(npm.map(folder -> folder.resolve("bin")), path)
                    .map(folder -> folder.resolve("anvil"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException failed) {
            throw new UserError("Cannot read " + packages + ": " + UserError.why(failed) + ".", failed);
        }
    }

    /** Reads until anvil says where it listens, and from then on, so that it never waits for a reader. */
    private static int port(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> drain(output));
                return Integer.parseInt(listening.group(1));
            }
        }
        process.destroy();
        throw new UserError("anvil ended before it listened.");
    }

    private static void drain(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException closed) {
            // The process is gone, and its output with it.
            return;
        }
    }

    /** CPU time so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * The result of one call.
     *
     * @throws UserError if anvil refuses
     */
    public JsonNode ask(String method, Object... parameters) {
        JsonNode answer =
                askAll(List.of(new Question(method, List.of(parameters)))).getFirst();
        if (answer.has("error")) {
            throw new UserError("anvil refused " + method + ": "
                    + answer.path("error").path("message").asText());
        }
        return answer.path("result");
    }

    /** Several calls in one request; each answer has a {@code result} or an {@code error}. */
    public List<JsonNode> askAll(List<Question> questions) {
        try {
            ArrayNode body = JSON.createArrayNode();
            for (Question question : questions) {
                body.addObject()
                        .put("jsonrpc", "2.0")
                        .put("id", body.size())
                        .put("method", question.method)
                        .set("params", JSON.valueToTree(question.parameters));
            }
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            JsonNode answers = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
            JsonNode[] inOrder = new JsonNode[questions.size()];
            for (JsonNode answer : answers) {
                inOrder[answer.path("id").asInt() - 1] = answer;
            }
            return List.of(inOrder);
        } catch (IOException failed) {
            throw new UserError("anvil does not answer: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UserError("stopped", stopped);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        process.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
