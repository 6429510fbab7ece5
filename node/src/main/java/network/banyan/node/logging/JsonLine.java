// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One event of the log as one JSON object and a newline, in ASCII: {@code time} (RFC 3339, UTC), {@code level}, {@code node},
 * {@code thread}, {@code logger}, {@code message}, then the event's own fields, then {@code error} if there is one. Texts come
 * from peers, too, so all of it is bounded.
 */
final class JsonLine {
    private static final int MESSAGE_MAX = 4_096;
    private static final int FIELDS_MAX = 32;
    private static final int FIELD_MAX = 512;
    private static final int CAUSES_MAX = 4;
    private static final int FRAMES_MAX = 12;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** What an event may not call its own fields. */
    private static final List<String> TAKEN = List.of("time", "level", "node", "thread", "logger", "message", "error");

    private JsonLine() {}

    static String of(ILoggingEvent event) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
            json.writeStringField("level", event.getLevel().toString());
            String node = event.getMDCPropertyMap().get("node");
            if (node != null) {
                json.writeStringField("node", cut(node, FIELD_MAX));
            }
            json.writeStringField("thread", cut(event.getThreadName(), FIELD_MAX));
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", cut(event.getFormattedMessage(), MESSAGE_MAX));
            fields(Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()), json);
            if (event.getThrowableProxy() != null) {
                json.writeFieldName("error");
                error(event.getThrowableProxy(), CAUSES_MAX, json);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.append('\n').toString();
    }

    private static void fields(List<KeyValuePair> fields, JsonGenerator json) throws IOException {
        for (KeyValuePair field : fields.subList(0, Math.min(FIELDS_MAX, fields.size()))) {
            json.writeFieldName(TAKEN.contains(field.key) ? "_" + field.key : cut(field.key, FIELD_MAX));
            switch ((@Nullable Object) field.value) {
                case null -> json.writeNull();
                case Integer number -> json.writeNumber(number);
                case Long number -> json.writeNumber(number);
                case Boolean truth -> json.writeBoolean(truth);
                case Object other -> json.writeString(cut(String.valueOf(other), FIELD_MAX));
            }
        }
    }

    private static void error(IThrowableProxy error, int causes, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", error.getClassName());
        if (error.getMessage() != null) {
            json.writeStringField("message", cut(error.getMessage(), FIELD_MAX));
        }
        json.writeArrayFieldStart("stack");
        StackTraceElementProxy[] frames = error.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(FRAMES_MAX, frames.length); i++) {
            json.writeString(cut(String.valueOf(frames[i].getStackTraceElement()), FIELD_MAX));
        }
        json.writeEndArray();
        if (error.getCause() != null && causes > 1) {
            json.writeFieldName("cause");
            error(error.getCause(), causes - 1, json);
        }
        json.writeEndObject();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 3) + "...";
    }
}
