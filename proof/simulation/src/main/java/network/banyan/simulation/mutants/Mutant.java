// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.simulation.Conditions;
import network.banyan.simulation.Lie;

/**
 * One rule broken on purpose.
 *
 * @param rule what it breaks: a rule of docs/spec/consensus.md by number, or a section by name
 * @param wrong what goes wrong, in one sentence
 * @param file the source file, as a path within the repository
 * @param find whole lines of it, which stand there exactly once
 * @param put what stands there instead
 * @param conditions the world in which it shows
 * @param seeds how many are tried before it counts as survived
 */
record Mutant(
        String name,
        String rule,
        String wrong,
        String file,
        String find,
        String put,
        Conditions conditions,
        int seeds) {
    private static final int SEEDS = 40;

    /** The patch is stale, or the text is none. */
    static final class Stale extends RuntimeException {
        Stale(String message) {
            super(message);
        }
    }

    /** {@code VoteGuard} and so on. */
    String type() {
        return file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length());
    }

    /** {@code network.banyan.consensus} and so on. */
    String packageName() {
        String inSources = file.substring(file.indexOf("/java/") + "/java/".length(), file.lastIndexOf('/'));
        return inSources.replace('/', '.');
    }

    String applyTo(String source) {
        int at = source.indexOf(find);
        if (at < 0 || source.indexOf(find, at + 1) >= 0) {
            throw new Stale("mutant %s is stale: its lines stand %s in %s"
                    .formatted(name, at < 0 ? "nowhere" : "more than once", file));
        }
        return source.substring(0, at) + put + source.substring(at + find.length());
    }

    /**
     * Sections of {@code [name]}, {@code rule:}, {@code wrong:}, {@code file:}, if need be {@code world:}, and the lines of
     * the patch, each after a {@code -} or a {@code +}. Lines that begin with {@code #} are for people.
     */
    static List<Mutant> parse(String text) {
        List<Mutant> mutants = new ArrayList<>();
        List<String> section = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("[") && !section.isEmpty()) {
                mutants.add(read(section));
                section.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                section.add(line);
            }
        }
        if (!section.isEmpty()) {
            mutants.add(read(section));
        }
        return List.copyOf(mutants);
    }

    private static Mutant read(List<String> section) {
        String name = section.getFirst().replaceAll("[\\[\\]]", "");
        Map<String, String> fields = new TreeMap<>();
        StringBuilder find = new StringBuilder();
        StringBuilder put = new StringBuilder();
        for (String line : section.subList(1, section.size())) {
            String rest = line.substring(1) + "\n";
            switch (line.charAt(0)) {
                case '-' -> find.append(rest);
                case '+' -> put.append(rest);
                default -> {
                    int colon = line.indexOf(": ");
                    if (colon < 0) {
                        throw new Stale("mutant %s: no such line: %s".formatted(name, line));
                    }
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        Map<String, String> world = world(fields.getOrDefault("world", ""));
        return new Mutant(
                name,
                told(name, fields, "rule"),
                told(name, fields, "wrong"),
                told(name, fields, "file"),
                find.toString(),
                put.toString(),
                conditions(world),
                number(world, "seeds", SEEDS));
    }

    private static String told(String name, Map<String, String> fields, String what) {
        String value = fields.get(what);
        if (value == null) {
            throw new Stale("mutant %s does not tell its %s".formatted(name, what));
        }
        return value;
    }

    private static Conditions conditions(Map<String, String> world) {
        Optional<Lie> lie = Optional.ofNullable(world.get("lie")).map(Lie::valueOf);
        return new Conditions(
                number(world, "nodes", 4),
                number(world, "two-faced", 0),
                lie.isPresent() ? 1 : 0,
                lie,
                number(world, "delay", (int) Conditions.DELAY_MILLIS));
    }

    private static int number(Map<String, String> world, String name, int otherwise) {
        return world.containsKey(name) ? Integer.parseInt(world.get(name)) : otherwise;
    }

    /** {@code two-faced 1, seeds 80}. */
    private static Map<String, String> world(String text) {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : text.isEmpty() ? new String[0] : text.split(", ")) {
            String[] words = setting.split(" ");
            settings.put(words[0], words[1]);
        }
        return settings;
    }
}
