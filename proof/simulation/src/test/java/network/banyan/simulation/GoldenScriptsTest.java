// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts in {@code src/test/resources/golden}: commands to a {@link Workbench}, and below each what it brings about. When
 * a change of the protocol changes that on purpose, run with {@code -Dbanyan.golden=write} and review the difference.
 */
class GoldenScriptsTest {
    private static final Path SCRIPTS =
            Path.of(System.getProperty("banyan.root", "../.."), "proof/simulation/src/test/resources/golden");
    private static final String LINE = "----";

    static Stream<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void replicasDoWhatTheScriptSays(String name) throws IOException {
        Path file = SCRIPTS.resolve(name);
        String script = Files.readString(file, StandardCharsets.UTF_8);
        String actual = played(script);
        if ("write".equals(System.getProperty("banyan.golden"))) {
            Files.writeString(file, actual, StandardCharsets.UTF_8);
        }

        assertThat(actual).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    @Test
    void thereIsAScriptForEachThingWorthReading() throws IOException {
        assertThat(scripts())
                .contains(
                        "normal-view.txt",
                        "timeout-and-nullify.txt",
                        "late-certificate.txt",
                        "leader-fetches.txt",
                        "handover.txt",
                        "restart-from-the-log.txt");
    }

    @Test
    void aCommandThatIsNoneSaysSo() {
        assertThatThrownBy(() -> played("start\n----\n")).hasMessageContaining("the first command is nodes");
        assertThatThrownBy(() -> played("nodes 4\n----\n\nhop\n----\n")).hasMessage("no such command: hop");
    }

    /** The script with what really happens below each command; paragraphs without a command stay as they are. */
    private static String played(String script) {
        List<String> paragraphs = new ArrayList<>();
        Workbench bench = null;
        for (String paragraph : script.strip().split("\n\n+")) {
            int line = ("\n" + paragraph + "\n").indexOf("\n" + LINE + "\n");
            if (line < 0) {
                paragraphs.add(paragraph.strip());
                continue;
            }
            String head = paragraph.substring(0, line);
            List<String> lines = new ArrayList<>(head.lines().toList());
            lines.add(LINE);
            for (String command :
                    head.lines().filter(each -> !each.startsWith("#")).toList()) {
                if (bench == null) {
                    bench = Workbench.of(command);
                } else {
                    lines.addAll(bench.run(command));
                }
            }
            paragraphs.add(String.join("\n", lines));
        }
        return String.join("\n\n", paragraphs) + "\n";
    }
}
