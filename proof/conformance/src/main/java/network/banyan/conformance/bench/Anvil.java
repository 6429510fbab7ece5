// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.testkit.MemoryState;

/**
 * Foundry's anvil as npm brings it, on loopback: the EVM of revm behind JSON-RPC. Its time is the CPU time of its process,
 * less what a call that does nothing takes, so that neither HTTP nor our own work counts.
 */
final class Anvil implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUNDS = 5;

    /** Of what a call that does nothing takes: less than this is lost in the noise of asking. */
    private static final double NOTICEABLE = 0.1;

    private static final String NOBODY = "0x00000000000000000000000000000000deadbeef";

    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private Anvil(Process process, int port) {
        this.process = process;
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** Where npm put it in this checkout, or else on the PATH. */
    static Anvil start() {
        Path binary = find().orElseThrow(() ->
                new UserError("There is no anvil. Node.js brings it: npm install --no-save --prefix contracts"));
        try {
            Process process = new ProcessBuilder(
                            binary.toString(),
                            "--host=127.0.0.1",
                            "--port=0",
                            "--hardfork=osaka",
                            "--disable-block-gas-limit",
                            "--disable-code-size-limit",
                            "--no-request-size-limit",
                            "--memory-limit=1073741824",
                            "--threads=1",
                            "--accounts=1")
                    .redirectErrorStream(true)
                    .start();
            return new Anvil(process, port(process));
        } catch (IOException failed) {
            throw new UserError("Cannot start " + binary + ": " + UserError.why(failed) + ".", failed);
        }
    }

    private static Optional<Path> find() {
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
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return Integer.parseInt(listening.group(1));
            }
        }
        process.destroy();
        throw new UserError("anvil ended before it listened.");
    }

    /** The same figures as ours for a program; no time (NaN) where it is too short to be seen through JSON-RPC. */
    Meter.Figure measure(Program program, double seconds) {
        ask("anvil_reset");
        MemoryState state = program.state();
        state.accounts.forEach((address, account) -> {
            ask("anvil_setBalance", address.toHex(), account.balance().toQuantity());
            ask("anvil_setCode", address.toHex(), state.code(account.codeHash()).toHex());
        });
        state.storage.forEach((address, slots) -> slots.forEach((slot, value) -> ask(
                "anvil_setStorageAt",
                address.toHex(),
                slot.toHash().toHex(),
                value.toHash().toHex())));
        ObjectNode call = call(program.to().toHex(), program);
        long started = System.nanoTime();
        String output = ask("eth_call", call, "latest").asText();
        long first = System.nanoTime() - started;
        double[] spent = new double[ROUNDS];
        double idle = 0;
        for (int round = 0; round < ROUNDS; round++) {
            idle = cpuNanos(call(NOBODY, program), seconds / ROUNDS);
            spent[round] = cpuNanos(call, seconds / ROUNDS) - idle;
        }
        Arrays.sort(spent);
        double nanos = spent[ROUNDS / 2] > idle * NOTICEABLE ? spent[ROUNDS / 2] : Double.NaN;
        JsonNode trace =
                ask("debug_traceCall", call, "latest", JSON.createObjectNode().put("tracer", "callTracer"));
        long gas = Long.decode(trace.path("gasUsed").asText("0x0"));
        return new Meter.Figure(gas - program.intrinsicGas(), Bytes.fromHex(output), first, nanos, Optional.empty());
    }

    private static ObjectNode call(String to, Program program) {
        return JSON.createObjectNode()
                .put("from", program.sender().toHex())
                .put("to", to)
                .put("data", program.data().toHex())
                .put("gas", "0x" + Long.toHexString(program.gas() + program.intrinsicGas()));
    }

    private double cpuNanos(ObjectNode call, double seconds) {
        long before = cpuNanos();
        long start = System.nanoTime();
        int calls = 0;
        do {
            ask("eth_call", call, "latest");
            calls++;
        } while (System.nanoTime() - start < seconds * 1e9);
        return (double) (cpuNanos() - before) / calls;
    }

    private long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private JsonNode ask(String method, Object... parameters) {
        try {
            ObjectNode body =
                    JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
            body.set("params", JSON.valueToTree(parameters));
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            JsonNode answer = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
            if (answer.has("error")) {
                throw new UserError("anvil refused " + method + ": "
                        + answer.path("error").path("message").asText());
            }
            return answer.path("result");
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
