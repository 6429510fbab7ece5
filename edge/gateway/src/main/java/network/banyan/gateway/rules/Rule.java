// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import network.banyan.gateway.GatewayException;

/**
 * One rule of the rules file.
 *
 * @param when a CEL expression that gives a truth value
 * @param alarm whether it is counted and shown as an alarm
 */
public record Rule(String name, String when, Decision then, boolean alarm) {
    private static final int MAX_FILE_BYTES = 1 << 18;
    private static final int MAX_RULES = 256;
    private static final Set<String> FIELDS = Set.of("name", "when", "then", "alarm");

    /**
     * Reads a file of {@code [[rule]]} tables.
     *
     * @throws GatewayException if it is none; the message says where
     */
    public static List<Rule> read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new GatewayException("the rules file %s is over 256 KiB".formatted(file));
            }
            JsonNode root = new TomlMapper().readTree(Files.readString(file));
            List<Rule> rules = new ArrayList<>();
            Set<String> names = new TreeSet<>();
            for (JsonNode table : root.path("rule")) {
                Rule rule = rule(file, table);
                if (!names.add(rule.name()) || rules.size() == MAX_RULES) {
                    throw new GatewayException(
                            "%s: two rules are named \"%s\", or there are over 256".formatted(file, rule.name()));
                }
                rules.add(rule);
            }
            if (root.size() != (root.has("rule") ? 1 : 0)) {
                throw new GatewayException("%s: a rules file holds [[rule]] tables and nothing else".formatted(file));
            }
            return List.copyOf(rules);
        } catch (JacksonException notToml) {
            throw new GatewayException(
                    "%s is not valid TOML: %s".formatted(file, notToml.getOriginalMessage()), notToml);
        } catch (IOException unreadable) {
            throw new GatewayException(
                    "the rules file %s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    private static Rule rule(Path file, JsonNode table) {
        for (var field : table.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new GatewayException(
                        "%s: a rule has name, when, then and alarm, not \"%s\"".formatted(file, field.getKey()));
            }
        }
        String name = table.path("name").asText("");
        String when = table.path("when").asText("");
        String then = table.path("then").asText("");
        if (name.isBlank() || when.isBlank()) {
            throw new GatewayException("%s: every rule has a name and a when".formatted(file));
        }
        return switch (then) {
            case "keep", "log", "record" ->
                new Rule(
                        name,
                        when,
                        Decision.valueOf(then.toUpperCase(Locale.ROOT)),
                        table.path("alarm").asBoolean(false));
            default ->
                throw new GatewayException(
                        "%s: rule \"%s\" says then = \"%s\"; it is keep, log or record".formatted(file, name, then));
        };
    }
}
