// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.banyan.evidence.Reading;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.TestDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleBookTest {
    private final TestDevice device = new TestDevice("device");

    private static RuleBook book(String when, Decision then) {
        return new RuleBook(List.of(new Rule("rule", when, then, true)));
    }

    private Decision says(RuleBook book, Reading... readings) {
        RuleBook.Verdict verdict = book.judge(device.nextUnsigned(readings));
        assertThat(verdict.errors()).isEmpty();
        return verdict.decision();
    }

    private static Reading celsius(String value) {
        return Reading.of("temperature", "Cel", value);
    }

    @Test
    void itIsWrittenToTheChainOnlyWhenItFreezes() {
        RuleBook book = book("reading.name == \"temperature\" && reading.value < 0.0", Decision.RECORD);
        assertThat(says(book, celsius("4.5"))).isEqualTo(Decision.LOG);
        assertThat(says(book, celsius("0"))).isEqualTo(Decision.LOG);
        assertThat(says(book, celsius("-0.01"))).isEqualTo(Decision.RECORD);
        assertThat(says(book, Reading.of("humidity", "%RH", "-1"))).isEqualTo(Decision.LOG);
        assertThat(book.judge(device.nextUnsigned(celsius("-3"))).alarms()).containsExactly("rule");
    }

    @Test
    void theStrongestWordOfAllReadingsWins() {
        RuleBook book = new RuleBook(List.of(
                new Rule("usual", "true", Decision.KEEP, false),
                new Rule("hot", "reading.value > 30.0", Decision.RECORD, false)));
        assertThat(says(book, celsius("20"))).isEqualTo(Decision.KEEP);
        assertThat(says(book, celsius("20"), Reading.of("t2", "Cel", "31"))).isEqualTo(Decision.RECORD);
    }

    /** Records of the test device are a second apart. */
    @Test
    void windowsAggregateWhatTheDeviceMeasured() {
        RuleBook book = book(
                "count(\"temperature\", \"3s\") == 4 && avg(\"temperature\", \"3s\") > 5.0"
                        + " && min(\"temperature\", \"1m\") == 1.0 && max(\"temperature\", \"1m\") == 9.0"
                        + " && sum(\"temperature\", \"500ms\") == 9.0 && last(\"temperature\") == 9.0",
                Decision.RECORD);
        for (String value : List.of("1", "2", "7", "8")) {
            assertThat(says(book, celsius(value))).isEqualTo(Decision.LOG);
        }
        assertThat(says(book, celsius("9"))).isEqualTo(Decision.RECORD);
    }

    @Test
    void windowsOfDevicesAreTheirOwnAndBounded() {
        RuleBook book = book("count(\"temperature\", \"999999d\") >= 4096", Decision.RECORD);
        for (int i = 0; i < Window.MAX_VALUES + 100; i++) {
            book.judge(device.nextUnsigned(celsius("1")));
        }
        assertThat(says(book, celsius("1"))).isEqualTo(Decision.RECORD);
        assertThat(book.judge(new TestDevice("other").nextUnsigned(celsius("1")))
                        .decision())
                .isEqualTo(Decision.LOG);
    }

    @Test
    void aGeofenceTellsInsideFromOutside() {
        RuleBook circle = book("!inCircle(last(\"lat\"), last(\"lon\"), 52.52, 13.405, 500.0)", Decision.RECORD);
        assertThat(says(circle, place("52.5200", "13.4050"))).isEqualTo(Decision.LOG);
        assertThat(says(circle, place("52.5240", "13.4050"))).isEqualTo(Decision.LOG);
        assertThat(says(circle, place("52.5250", "13.4050"))).isEqualTo(Decision.RECORD);
        RuleBook square = book(
                "inPolygon(last(\"lat\"), last(\"lon\"), [0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0, 0.0])", Decision.RECORD);
        assertThat(says(square, place("1", "1"))).isEqualTo(Decision.RECORD);
        assertThat(says(square, place("3", "1"))).isEqualTo(Decision.LOG);
        assertThat(says(square, place("1", "-1"))).isEqualTo(Decision.LOG);
    }

    private static Reading[] place(String lat, String lon) {
        return new Reading[] {Reading.of("lat", "lat", lat), Reading.of("lon", "lon", lon)};
    }

    @Test
    void aRuleThatFailsNeverStopsTheOthers() {
        RuleBook book = new RuleBook(List.of(
                new Rule("needs more", "last(\"pressure\") > 1.0", Decision.RECORD, false),
                new Rule("bad span", "avg(\"temperature\", \"soon\") > 1.0", Decision.RECORD, false),
                new Rule("divides", "1 / (sequence - sequence) == 1", Decision.RECORD, false),
                new Rule("good", "reading.value > 1.0", Decision.KEEP, false)));
        RuleBook.Verdict verdict = book.judge(device.nextUnsigned(celsius("5")));
        assertThat(verdict.decision()).isEqualTo(Decision.KEEP);
        assertThat(verdict.errors()).hasSize(3).allMatch(error -> error.startsWith("rule \""));
    }

    @Test
    void wrongExpressionsAreRefusedAtTheStartWithTheRulesName() {
        for (String wrong : List.of(
                "reading.value <",
                "reading.value",
                "reading.value == \"cold\"",
                "unknown > 1",
                "last(1) > 1.0",
                "x".repeat(3_000))) {
            assertThatThrownBy(() -> book(wrong, Decision.LOG))
                    .as(wrong)
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("rule \"rule\"");
        }
    }

    @Test
    void theFileIsReadStrictly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rules.toml");
        Files.writeString(file, """
                [[rule]]
                name = "frozen"
                when = 'reading.name == "temperature" && reading.value < 0.0'
                then = "record"
                alarm = true

                [[rule]]
                name = "usual"
                when = "true"
                then = "keep"
                """);
        assertThat(Rule.read(file))
                .containsExactly(
                        new Rule(
                                "frozen",
                                "reading.name == \"temperature\" && reading.value < 0.0",
                                Decision.RECORD,
                                true),
                        new Rule("usual", "true", Decision.KEEP, false));
        for (String wrong : List.of(
                "[[rule]]\nname = 'a'\nwhen = 'true'\nthen = 'burn'",
                "[[rule]]\nname = 'a'\nwhen = 'true'\nthen = 'keep'\ncolour = 'red'",
                "[[rule]]\nwhen = 'true'\nthen = 'keep'",
                "[[rule]",
                "[other]\na = 1")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> Rule.read(file)).as(wrong).isInstanceOf(GatewayException.class);
        }
    }
}
