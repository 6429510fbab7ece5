// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.banyan.bridge.foreign.ForeignChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample chains, each a process of its own, pass every check there is; and chains with a bug fail the one that is about it. */
class SamplesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("banyan.root", "../.."), "hub/samples");
    private static final Path PYTHON = SAMPLES.resolve("python");
    private static final Path TYPESCRIPT = SAMPLES.resolve("typescript");
    private static final Ground GROUND = Ground.make();

    @TempDir
    Path dir;

    private static void assumeThere(String program) {
        try {
            new ProcessBuilder(program, "--version").start().waitFor();
        } catch (IOException absent) {
            assumeTrue(false, "skipped: there is no " + program);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void pythonConforms() throws IOException {
        assumeThere("python3");

        conforms(examined(PYTHON, _ -> true, "python3", "-m", "chain"));
    }

    @Test
    void typescriptConforms() throws IOException {
        assumeThere("node");
        assumeTrue(Files.exists(TYPESCRIPT.resolve("dist/main.js")), "skipped: hub/samples/typescript is not built");

        conforms(examined(TYPESCRIPT, _ -> true, "node", "dist/main.js"));
    }

    private static void conforms(List<Examination.Result> results) {
        assertThat(results)
                .hasSizeGreaterThan(20)
                .allMatch(result -> result.wrong().isEmpty());
    }

    /** A line of the Python sample is another one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node.py   | self.ledger.cursor - r["first"]:][:BATCH]     | 0:][:BATCH]       | passes over what it had, and takes no gap
            ledger.py | self.inbox = hub.inbox_with(self.inbox, message.digest(self.domain)) | pass | makes checkpoints that the root takes
            node.py   | r["digest"] != digest or                      | False or          | signs nothing but its own line
            ledger.py | hub.require(signer == order.sender            | hub.require(True  | refuses orders of others, out of order, and unpaid
            ledger.py | totals, tokens = hub.totals_of(outbox)        | totals, tokens = [], [] | sends a withdrawal that is paid on the root
            ledger.py | message.deadline < time and                   | False and         | sends back what is late
            ledger.py | for request in self.asked                     | for request in [] | answers a forced withdrawal
            hub.py    | beside < index                                | beside > index    | serves everybody's leaf
            """)
    void aBugIsSeen(String file, String line, String instead, String check) throws IOException {
        assumeThere("python3");
        Path copy = dir.resolve("sample");
        try (Stream<Path> files = Files.list(PYTHON.resolve("chain"))) {
            Files.createDirectories(copy.resolve("chain"));
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(each);
                if (each.endsWith(file)) {
                    assertThat(text.split(Pattern.quote(line), -1)).as(line).hasSize(2);
                    text = text.replace(line, instead);
                }
                Files.writeString(copy.resolve("chain").resolve(each.getFileName()), text);
            }
        }

        List<Examination.Result> results =
                examined(copy, result -> result.wrong().isEmpty(), "python3", "-m", "chain");

        assertThat(results.getLast().check()).as("%s", results.getLast()).isEqualTo(check);
        assertThat(results.getLast().wrong()).isPresent();
    }

    private List<Examination.Result> examined(Path folder, Predicate<Examination.Result> goesOn, String... command)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--port", "0", "--data", dir.resolve("data").toString()));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String said = String.valueOf(out.readLine());
            Matcher address = Pattern.compile("http://\\S+").matcher(said);
            assertThat(address.find()).as(said).isTrue();
            URI endpoint = URI.create(address.group());
            try (ForeignChain chain = new ForeignChain(endpoint)) {
                return Examination.of(new Guest(chain, GROUND), endpoint, goesOn);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
