// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The TLA+ model of the voting rules (docs/spec/model), every state of it, by TLC: one view, and with
 * {@code -Dbanyan.long=true} the two that the model is written for. In a JVM of its own, for TLC ends with
 * {@link System#exit}.
 */
class ModelTest {
    private static final Path MODEL = Path.of(System.getProperty("banyan.root", "../.."), "docs", "spec", "model");
    private static final long MINUTES_MAX = 10;

    private static final String HOLDS = "Model checking completed. No error has been found.";
    private static final Run ONE_VIEW = new Run("Simplex.cfg", 1, List.of(HOLDS, " 0 states left on queue"));
    private static final Run TWO_VIEWS =
            new Run("Simplex.cfg", 2, List.of(HOLDS, " 77978 distinct states found, 0 states left on queue"));
    private static final Run WITHOUT_THE_GUARD_OF_RULE_4 =
            new Run("Unguarded.cfg", 2, List.of("Invariant Agreement is violated."));

    /**
     * @param findings what TLC must print
     */
    record Run(String configuration, int views, List<String> findings) {}

    static List<Run> runs() {
        return Boolean.getBoolean("banyan.long")
                ? List.of(ONE_VIEW, TWO_VIEWS, WITHOUT_THE_GUARD_OF_RULE_4)
                : List.of(ONE_VIEW);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theModelKeepsAgreementByItsGuardAlone(Run run, @TempDir Path scratch) throws Exception {
        Files.copy(MODEL.resolve("Simplex.tla"), scratch.resolve("Simplex.tla"));
        String written = Files.readString(MODEL.resolve(run.configuration()));
        assertThat(written).contains("MaxView = 2");
        Files.writeString(scratch.resolve("run.cfg"), written.replace("MaxView = 2", "MaxView = " + run.views()));

        assertThat(check(scratch)).contains(run.findings());
    }

    private static String check(Path scratch) throws IOException, InterruptedException {
        Path output = scratch.resolve("output.txt");
        Process tlc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "tlc2.TLC",
                        "-config",
                        "run.cfg",
                        "Simplex.tla")
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(tlc.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            tlc.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
