// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named values from a file, the environment and flags; a later source wins over an earlier one. Each value remembers where
 * it came from, so that a wrong one can be named with its place.
 *
 * <p>{@code rpc.port} in the file is {@code BANYAN_RPC_PORT} in the environment and {@code --rpc-port} as a flag.
 */
public final class Settings {
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final Map<String, Value> values = new TreeMap<>();

    private record Value(String text, String source) {}

    /** Starts from a TOML file.
     *
     * @throws UserError if it cannot be read, is no TOML, or names a setting that does not exist
     */
    public static Settings ofFile(Path file) {
        Settings settings = new Settings();
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new UserError("The configuration file " + file + " is over 1 MiB; that is no configuration.");
            }
            JsonNode root = new TomlMapper().readTree(Files.readString(file));
            settings.readTable("", root, file);
        } catch (JacksonException notToml) {
            throw new UserError(
                    "The configuration file %s is not valid TOML: %s".formatted(file, notToml.getOriginalMessage()));
        } catch (IOException unreadable) {
            throw new UserError(
                    "The configuration file %s cannot be read: %s".formatted(file, UserError.why(unreadable)));
        }
        return settings;
    }

    public static Settings empty() {
        return new Settings();
    }

    private void readTable(String prefix, JsonNode table, Path file) {
        for (Map.Entry<String, JsonNode> field : table.properties()) {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                readTable(name + ".", value, file);
                continue;
            }
            if (NodeConfig.NAMES.stream().noneMatch(name::equals)) {
                throw new UserError("%s: there is no setting \"%s\". The settings are %s."
                        .formatted(file, name, String.join(", ", NodeConfig.NAMES)));
            }
            if (value.isArray()) {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(item.asText()));
                values.put(name, new Value(String.join(",", items), file.toString()));
            } else {
                values.put(name, new Value(value.asText(), file.toString()));
            }
        }
    }

    /** Lets {@code BANYAN_...} variables win over what is there. */
    public Settings withEnvironment(Map<String, String> environment) {
        for (String name : NodeConfig.NAMES) {
            String variable =
                    "BANYAN_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
            String text = environment.get(variable);
            if (text != null) {
                values.put(name, new Value(text, "the environment variable " + variable));
            }
        }
        return this;
    }

    /** Lets a flag win over what is there; an absent flag changes nothing. */
    public Settings withFlag(String name, Optional<String> text) {
        text.ifPresent(value -> values.put(name, new Value(value, "the flag --" + name.replace('.', '-'))));
        return this;
    }

    public String text(String name, String otherwise) {
        Value value = values.get(name);
        return value == null ? otherwise : value.text();
    }

    /**
     * @throws UserError if the setting is no whole number between the bounds
     */
    public long number(String name, long otherwise, long least, long most) {
        Value value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.text().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the bounds.
        }
        throw new UserError("%s must be a whole number from %d to %d, but %s says \"%s\"."
                .formatted(name, least, most, value.source(), value.text()));
    }

    /** Items between commas; blank ones do not count. */
    public List<String> list(String name) {
        Value value = values.get(name);
        return value == null
                ? List.of()
                : java.util.Arrays.stream(value.text().split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }

    /** Where a setting came from, for messages about it. */
    public String source(String name) {
        Value value = values.get(name);
        return value == null ? "the default" : value.source();
    }
}
