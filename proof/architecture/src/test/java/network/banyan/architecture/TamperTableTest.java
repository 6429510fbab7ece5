// SPDX-License-Identifier: Apache-2.0
package network.banyan.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each row of docs/reliability/tampering.md is held by a file or a test that is there. */
class TamperTableTest {
    private static final Path ROOT = root();
    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d+) \\|(?:[^|]+\\|){2} ([^|]+) \\|[^|]+\\| `([^`]+)` \\|$");
    private static final Pattern OF_A_SCRIPT = Pattern.compile("(\\w+\\.test\\.mjs): (.+)");
    private static final Pattern OF_A_CLASS = Pattern.compile("(\\w+)\\.(\\w+)");

    private record Row(int number, String where, String holder) {}

    @Test
    void everyRowIsHeld() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).extracting(Row::number).hasSizeGreaterThanOrEqualTo(40).isSorted();
        String verdicts = Files.readString(ROOT.resolve("docs/spec/evidence/verdicts/verdicts.json"), UTF_8);
        for (Row row : rows) {
            assertThat(isHeld(row, verdicts)).as("%s", row).isTrue();
        }
    }

    private static boolean isHeld(Row row, String verdicts) throws IOException {
        var script = OF_A_SCRIPT.matcher(row.holder());
        if (script.matches()) {
            return Files.readString(ROOT.resolve("contracts/test").resolve(script.group(1)), UTF_8)
                    .contains("test('" + script.group(2) + "'");
        }
        if (row.holder().contains("-")) {
            return Pattern.compile(
                            "\"file\" : \"" + Pattern.quote(row.holder()) + "\",\\s+\"genesis\" : \"[^\"]+\",\\s+"
                                    + "\"verdict\" : \"" + Pattern.quote(row.where()) + "\"")
                    .matcher(verdicts)
                    .find();
        }
        var test = OF_A_CLASS.matcher(row.holder());
        return test.matches() && hasTest(test.group(1), test.group(2));
    }

    private static boolean hasTest(String type, String method) throws IOException {
        for (String part : List.of("core", "edge")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
                for (Path file :
                        files.filter(each -> each.endsWith(type + ".java")).toList()) {
                    return Pattern.compile("@Test\\s+void " + method + "\\(")
                            .matcher(Files.readString(file, UTF_8))
                            .find();
                }
            }
        }
        return false;
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/reliability/tampering.md"), UTF_8).stream()
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(row -> new Row(Integer.parseInt(row.group(1)), row.group(2).strip(), row.group(3)))
                .toList();
    }

    /** The checkout, wherever the tests are started. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("verify"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent(), "this is no checkout");
        }
        return folder;
    }
}
