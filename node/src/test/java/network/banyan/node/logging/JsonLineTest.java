// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLineTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("network.banyan.node.Node");

    private LoggingEvent event(String message, @Nullable Throwable error, KeyValuePair... fields) {
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, error, new Object[0]);
        event.setInstant(Instant.parse("2026-03-04T05:06:07.089Z"));
        event.setThreadName("replica-oak");
        event.setMDCPropertyMap(Map.of("node", "oak", "password", "sesame"));
        for (KeyValuePair field : fields) {
            event.addKeyValuePair(field);
        }
        return event;
    }

    private static JsonNode read(String line) throws JsonProcessingException {
        assertThat(line).endsWith("\n");
        assertThat(line.chars().filter(letter -> letter < ' ' || letter > '~').count())
                .as("only the newline at the end is no printable ASCII")
                .isEqualTo(1);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void anEventIsOneObjectOnOneLine() {
        assertThat(JsonLine.of(event(
                        "no block became final",
                        null,
                        new KeyValuePair("height", 1_042L),
                        new KeyValuePair("ready", false),
                        new KeyValuePair("peer", "0x1a2b"))))
                .isEqualTo("""
                        {"time":"2026-03-04T05:06:07.089Z","level":"WARN","node":"oak","thread":"replica-oak",\
                        "logger":"network.banyan.node.Node","message":"no block became final",\
                        "height":1042,"ready":false,"peer":"0x1a2b"}
                        """);
    }

    @Test
    void whatStrangersSayCannotBreakALineNorMakeItLong() throws JsonProcessingException {
        String evil = "a\nb\r\u001b[2J\u2028\ud800\"}" + "x".repeat(1_000_000);
        String line = JsonLine.of(event(evil, new IllegalStateException(evil), new KeyValuePair("reason", evil)));
        assertThat(line.length()).isLessThan(16_384);
        JsonNode read = read(line);
        assertThat(read.path("message").asText()).startsWith("a\nb\r\u001b[2J").endsWith("...");
        assertThat(read.path("reason").asText()).hasSize(512);
    }

    @Test
    void anErrorTellsItsCausesWithinBounds() throws JsonProcessingException {
        Throwable error = new IllegalArgumentException("deepest");
        for (int i = 0; i < 50; i++) {
            error = new IllegalStateException("around " + i, error);
        }
        JsonNode told = read(JsonLine.of(event("it failed", error))).path("error");
        assertThat(told.path("type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(told.path("message").asText()).isEqualTo("around 49");
        assertThat(told.path("stack").size()).isBetween(1, 12);
        assertThat(told.at("/cause/cause/cause/message").asText()).isEqualTo("around 46");
        assertThat(told.at("/cause/cause/cause/cause").isMissingNode()).isTrue();
    }

    @Test
    void aFieldCannotPretendToBeTheTimeOrTheLevel() throws JsonProcessingException {
        JsonNode read = read(JsonLine.of(event("", null, new KeyValuePair("level", "INFO"))));
        assertThat(read.path("level").asText()).isEqualTo("WARN");
        assertThat(read.path("_level").asText()).isEqualTo("INFO");
    }

    @Test
    void theContextIsNotWrittenButForTheNodesName() {
        assertThat(JsonLine.of(event("hello", null))).doesNotContain("sesame");
    }

    @Test
    void theFormatChosenIsTheOneWritten() throws JsonProcessingException {
        LogLines lines = new LogLines();
        lines.setContext(context);
        lines.setPattern("%level %msg%n");
        lines.start();
        assertThat(new String(lines.encode(event("hello", null)), StandardCharsets.UTF_8))
                .isEqualTo("WARN hello\n");
        lines.setFormat("json");
        assertThat(read(new String(lines.encode(event("hello", null)), StandardCharsets.UTF_8))
                        .path("message")
                        .asText())
                .isEqualTo("hello");
    }
}
