// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program serves to Prometheus, in its text format 0.0.4. */
final class Scrape {
    private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");

    private final SortedMap<String, String> helps = new TreeMap<>();
    private final Map<String, String> types = new HashMap<>();
    private final SortedMap<String, Set<String>> labels = new TreeMap<>();

    /** @param labels names, without {@code le} */
    record Family(String type, Set<String> labels, String help) {}

    static Scrape of(URI program) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(program.resolve("/metrics")).build();
            return new Scrape(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Scrape(String text) {
        for (String line : text.lines().toList()) {
            Matcher about = ABOUT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (about.matches()) {
                (about.group(1).equals("HELP") ? helps : types).put(about.group(2), about.group(3));
            } else if (sample.matches()) {
                Set<String> names = labels.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
                }
            } else {
                throw new IllegalArgumentException("no line of the text format: " + line);
            }
        }
    }

    /** Names of samples, with the labels that occur. */
    Map<String, Set<String>> samples() {
        return labels;
    }

    SortedMap<String, Family> families(String prefix) {
        SortedMap<String, Family> families = new TreeMap<>();
        helps.forEach((name, help) -> {
            if (name.startsWith(prefix)) {
                Set<String> names = new TreeSet<>();
                for (String suffix : new String[] {"", "_bucket", "_count", "_sum"}) {
                    names.addAll(labels.getOrDefault(name + suffix, Set.of()));
                }
                names.remove("le");
                families.put(name, new Family(types.getOrDefault(name, "untyped"), names, help));
            }
        });
        return families;
    }
}
