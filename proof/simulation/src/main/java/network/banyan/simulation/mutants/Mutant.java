// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One rule broken on purpose.
 *
 * @param rule what it breaks: a rule of docs/spec/consensus.md by number, or a section by name
 * @param wrong what goes wrong, in one sentence
 * @param patches what stands where in its place: more than one if several places guard the rule
 * @param world in which it shows: the settings of {@link network.banyan.simulation.Conditions#of}, and {@code seeds}, how
 *     many are tried before it counts as survived
 */
record Mutant(String name, String rule, String wrong, List<Patch> patches, Map<String, String> world) {
    private static final int SEEDS = 40;

    Mutant {
        patches = List.copyOf(patches);
        world = Map.copyOf(world);
    }

    /**
     * @param file the source file, as a path within the repository
     * @param find whole lines of it, which stand there exactly once
     * @param put what stands there instead
     */
    record Patch(String file, String find, String put) {
        /** {@code VoteGuard} and so on. */
        String type() {
            return file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length());
        }

        /** {@code network.banyan.consensus} and so on. */
        String packageName() {
            String inSources = file.substring(file.indexOf("/java/") + "/java/".length(), file.lastIndexOf('/'));
            return inSources.replace('/', '.');
        }
    }

    /** The patch is stale, or the text is none. */
    static final class Stale extends RuntimeException {
        Stale(String message) {
            super(message);
        }
    }

    int seeds() {
        return Integer.parseInt(world.getOrDefault("seeds", "" + SEEDS));
    }

    /**
     * @throws Stale if the lines do not stand there, or not once
     */
    String apply(Patch patch, String source) {
        int at = source.indexOf(patch.find());
        if (at < 0 || source.indexOf(patch.find(), at + 1) >= 0) {
            throw new Stale("mutant %s is stale: its lines stand %s in %s"
                    .formatted(name, at < 0 ? "nowhere" : "more than once", patch.file()));
        }
        return source.substring(0, at)
                + patch.put()
                + source.substring(at + patch.find().length());
    }

    /**
     * Sections of {@code [name]}, {@code rule:}, {@code wrong:}, if need be {@code world:}, and for each patch {@code file:}
     * and its lines, each after a {@code -} or a {@code +}. Lines that begin with {@code #} are for people.
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
        List<Patch> patches = new ArrayList<>();
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
                    if (!find.isEmpty()) {
                        patches.add(patch(name, fields, find, put));
                    }
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        patches.add(patch(name, fields, find, put));
        Map<String, String> world = world(fields.getOrDefault("world", ""));
        return new Mutant(name, told(name, fields, "rule"), told(name, fields, "wrong"), patches, world);
    }

    private static Patch patch(String name, Map<String, String> fields, StringBuilder find, StringBuilder put) {
        var patch = new Patch(told(name, fields, "file"), find.toString(), put.toString());
        find.setLength(0);
        put.setLength(0);
        return patch;
    }

    private static String told(String name, Map<String, String> fields, String what) {
        String value = fields.get(what);
        if (value == null) {
            throw new Stale("mutant %s does not tell its %s".formatted(name, what));
        }
        return value;
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
