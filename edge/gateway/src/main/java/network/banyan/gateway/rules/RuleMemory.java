// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Hash;
import network.banyan.sdk.WholeFiles;

/**
 * What the rules must know after a restart, in one file that is replaced at once: how far they came, and what had happened
 * up to there. Position and hits are of one moment, so that the records behind it are judged again and each hit is noted
 * once, whenever the process was killed.
 */
final class RuleMemory {
    private static final long MAX_BYTES = 16L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path olderFile;

    /** @param position records that went through the rules */
    record Moment(long position, List<RuleRunner.Alarm> alarms, List<RuleRunner.Hit> hits) {
        Moment {
            alarms = List.copyOf(alarms);
            hits = List.copyOf(hits);
        }
    }

    /** @param folder the gateway's */
    RuleMemory(Path folder) {
        this.file = folder.resolve("rules.state");
        this.olderFile = folder.resolve("rules.position");
    }

    /**
     * @throws GatewayException if the file is there and cannot be read
     */
    Moment read() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is over 16 MiB");
            }
            return moment(JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException first) {
            return older();
        } catch (IOException | IllegalArgumentException damaged) {
            throw unreadable(file, damaged);
        }
    }

    /** Before hits were kept, there was a file of the position alone. */
    private Moment older() {
        try {
            return new Moment(Long.parseLong(Files.readString(olderFile).strip()), List.of(), List.of());
        } catch (NoSuchFileException first) {
            return new Moment(0, List.of(), List.of());
        } catch (IOException | NumberFormatException damaged) {
            throw unreadable(olderFile, damaged);
        }
    }

    private static GatewayException unreadable(Path file, Exception why) {
        String reason = why instanceof JacksonException notJson ? notJson.getOriginalMessage() : why.getMessage();
        return new GatewayException(
                "the file %s cannot be read: %s; without it the rules see all records again, and raise their alarms anew"
                        .formatted(file, reason),
                why);
    }

    /**
     * Durable when it returns.
     *
     * @throws IOException if the disk does not take it; what was there is there
     */
    void write(Moment moment) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("position", moment.position());
        ArrayNode alarms = json.putArray("alarms");
        moment.alarms()
                .forEach(alarm -> alarms.addObject()
                        .put("timeMillis", alarm.timeMillis())
                        .put("rule", alarm.rule())
                        .put("device", alarm.device().toHex())
                        .put("sequence", alarm.sequence()));
        ArrayNode hits = json.putArray("hits");
        moment.hits()
                .forEach(hit -> hits.addObject()
                        .put("rule", hit.rule())
                        .put("alarm", hit.alarm())
                        .put("device", hit.device().toHex())
                        .put("sequence", hit.sequence()));
        WholeFiles.replace(file, JSON.writeValueAsBytes(json));
        Files.deleteIfExists(olderFile);
    }

    private static Moment moment(JsonNode json) {
        List<RuleRunner.Alarm> alarms = new ArrayList<>();
        for (JsonNode row : json.path("alarms")) {
            alarms.add(new RuleRunner.Alarm(
                    number(row, "timeMillis"), text(row, "rule"), device(row), number(row, "sequence")));
        }
        List<RuleRunner.Hit> hits = new ArrayList<>();
        for (JsonNode row : json.path("hits")) {
            hits.add(new RuleRunner.Hit(
                    device(row),
                    number(row, "sequence"),
                    text(row, "rule"),
                    row.path("alarm").asBoolean()));
        }
        return new Moment(number(json, "position"), alarms, hits);
    }

    private static long number(JsonNode row, String name) {
        JsonNode value = row.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return value.longValue();
    }

    private static String text(JsonNode row, String name) {
        if (!row.path(name).isTextual()) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return row.path(name).textValue();
    }

    private static Hash device(JsonNode row) {
        return Hash.fromHex(text(row, "device"));
    }
}
