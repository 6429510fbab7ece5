// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL expression of {@code deploy/}.
 *
 * @param where a person finds it
 * @param text with Grafana's variables replaced: all instances, a short interval
 */
record Expression(String where, String text) {
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\S+)\\R +expr: (.+)$");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:banyan|jvm|process|system)_\\w+|up)\\b(?:\\{([^}]*)})?(?!\\()");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)(?:=~|!~|!=|=)\"");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on|without|ignoring) \\(([^)]*)\\)");

    /** What Prometheus adds to every sample. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    static List<Expression> ofDashboard(Path file) throws IOException {
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String text = target.path("expr").asText();
                expressions.add(new Expression(
                        panel.path("title").asText(),
                        text.replace("$__rate_interval", "10s")
                                .replace("$instance", ".*")
                                .replace("$gateway", ".*")));
            }
        }
        return expressions;
    }

    static List<Expression> ofAlerts(Path file) throws IOException {
        return ALERT.matcher(Files.readString(file))
                .results()
                .map(alert -> new Expression(alert.group(1), alert.group(2)))
                .toList();
    }

    /** A metric with the labels that are asked of it. */
    record Use(String metric, Set<String> labels) {}

    List<Use> uses() {
        Set<String> grouped = new TreeSet<>();
        GROUPED.matcher(text)
                .results()
                .forEach(group -> grouped.addAll(List.of(group.group(1).split(", *"))));
        List<Use> uses = new ArrayList<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            Set<String> labels = new TreeSet<>(grouped);
            if (metric.group(2) != null) {
                LABEL.matcher(metric.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
            labels.removeAll(ADDED);
            uses.add(new Use(metric.group(1), labels));
        }
        return uses;
    }
}
