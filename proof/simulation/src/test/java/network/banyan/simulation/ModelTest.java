// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The TLA+ models of the voting rules and of the handover between epochs (docs/spec/model), every state of them, by TLC:
 * narrowed to what takes seconds, and with {@code -Dbanyan.long=true} as they are written. What breaks a rule must be
 * found out. In a JVM of its own, for TLC ends with {@link System#exit}.
 */
class ModelTest {
    private static final Path MODEL = Path.of(System.getProperty("banyan.root", "../.."), "docs", "spec", "model");
    private static final long MINUTES_MAX = 10;

    private static final String SIMPLEX = "Simplex.tla";
    private static final String HANDOVER = "Handover.tla";
    private static final String BROKEN = "Invariant Agreement is violated.";

    private static final List<Run> QUICK = List.of(
            new Run(SIMPLEX, "Simplex.cfg", List.of("MaxView = 1"), holds("")),
            new Run(HANDOVER, "Handover.cfg", List.of("Variant = {a}"), holds(" 20949 distinct states found,")),
            new Run(HANDOVER, "ClosingChild.cfg", List.of(), List.of(BROKEN)),
            new Run(HANDOVER, "HastyStart.cfg", List.of(), List.of(BROKEN)));
    private static final List<Run> SLOW = List.of(
            new Run(SIMPLEX, "Simplex.cfg", List.of(), holds(" 77978 distinct states found,")),
            new Run(SIMPLEX, "Unguarded.cfg", List.of(), List.of(BROKEN)),
            new Run(HANDOVER, "Handover.cfg", List.of(), holds(" 99513 distinct states found,")),
            new Run(HANDOVER, "NamelessVotes.cfg", List.of(), List.of(BROKEN)));

    /**
     * @param settings constants that differ from the configuration's
     * @param findings what TLC must print
     */
    record Run(String module, String configuration, List<String> settings, List<String> findings) {}

    private static List<String> holds(String states) {
        return List.of("Model checking completed. No error has been found.", states + " 0 states left on queue");
    }

    static Stream<Run> runs() {
        return Stream.concat(QUICK.stream(), Boolean.getBoolean("banyan.long") ? SLOW.stream() : Stream.empty());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theModelsKeepAgreementByTheirRulesAlone(Run run, @TempDir Path scratch) throws Exception {
        Files.copy(MODEL.resolve(run.module()), scratch.resolve(run.module()));
        String configuration = Files.readString(MODEL.resolve(run.configuration()));
        for (String setting : run.settings()) {
            configuration = with(setting, configuration);
        }
        Files.writeString(scratch.resolve("run.cfg"), configuration);

        assertThat(check(run.module(), scratch)).contains(run.findings());
    }

    private static String with(String setting, String configuration) {
        String constant = setting.substring(0, setting.indexOf('=') + 1);
        List<String> lines = configuration.lines().toList();
        assertThat(lines).filteredOn(line -> line.strip().startsWith(constant)).hasSize(1);
        return lines.stream()
                .map(line -> line.strip().startsWith(constant) ? setting : line)
                .collect(Collectors.joining("\n"));
    }

    private static String check(String module, Path scratch) throws IOException, InterruptedException {
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
                        module)
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
