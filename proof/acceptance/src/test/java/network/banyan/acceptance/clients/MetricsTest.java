// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the docs, the dashboard and the alerts say of metrics, against a running node and gateway. */
@ExtendWith(SharedDevnet.class)
class MetricsTest {
    private static final Path ROOT = Path.of(System.getProperty("banyan.root", "../.."));
    private static final Path DASHBOARD = ROOT.resolve("deploy/grafana/banyan.json");
    private static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    private static final Pattern ROW = Pattern.compile("\\| `(banyan_\\w+)` \\| (\\w+) \\| ([^|]*) \\| ([^|]+) \\|");
    private static final Pattern GATEWAY = Pattern.compile("through the gateway at \\S+ and (http://\\S+)");

    /** A devnet's gateway has no witnesses, so it shows no label; GatewayCommandTest looks at one that has. */
    private static final String OF_WITNESSES = "banyan_gateway_witnessed_size";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI node;
    private final URI gateway;

    MetricsTest(RunningDevnet devnet) {
        this.node = devnet.rpc();
        until(() -> GATEWAY.matcher(devnet.output()).find());
        Matcher told = GATEWAY.matcher(devnet.output());
        assertThat(told.find()).as(devnet.output()).isTrue();
        this.gateway = URI.create(told.group(1));
    }

    private static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @Test
    void theTablesInTheDocsAreWhatIsServed() throws IOException {
        SortedMap<String, Scrape.Family> told = new TreeMap<>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/operating.md")))
                .results()
                .forEach(row ->
                        told.put(row.group(1), new Scrape.Family(row.group(2), names(row.group(3)), row.group(4))));
        SortedMap<String, Scrape.Family> served = Scrape.of(node).families("banyan_");
        served.putAll(Scrape.of(gateway).families("banyan_"));
        assertThat(served.get(OF_WITNESSES).labels()).isEmpty();
        served.computeIfPresent(
                OF_WITNESSES, (_, family) -> new Scrape.Family(family.type(), Set.of("witness"), family.help()));
        assertThat(told).containsExactlyEntriesOf(served);
    }

    private static Set<String> names(String cell) {
        Set<String> names = new TreeSet<>(List.of(cell.replace("`", "").split(", *")));
        names.remove("");
        return names;
    }

    private static List<Expression> all() throws IOException {
        List<Expression> all = new ArrayList<>(Expression.ofDashboard(DASHBOARD));
        all.addAll(Expression.ofAlerts(PROMETHEUS.resolve("alerts.yml")));
        return all;
    }

    @Test
    void everyExpressionIsAboutMetricsAndLabelsThatAreServed() throws IOException {
        Map<String, Set<String>> served = new TreeMap<>(Scrape.of(node).samples());
        served.putAll(Scrape.of(gateway).samples());
        served.put("up", Set.of());
        List<Expression> all = all();
        assertThat(all).hasSizeGreaterThan(60);
        for (Expression expression : all) {
            assertThat(expression.uses()).as(expression.toString()).isNotEmpty();
            for (Expression.Use use : expression.uses()) {
                assertThat(served).as(expression.toString()).containsKey(use.metric());
                assertThat(served.get(use.metric())).as(expression.toString()).containsAll(use.labels());
            }
        }
    }

    @Test
    void aRealPrometheusEvaluatesEveryExpression(@TempDir Path scratch) throws IOException, InterruptedException {
        List<Expression> shown = Expression.ofDashboard(DASHBOARD);
        List<Expression> alerts = Expression.ofAlerts(PROMETHEUS.resolve("alerts.yml"));
        assumeTrue(
                Prometheus.isThere(),
                "Prometheus is absent (Debian: apt-get install prometheus), so that %d expressions were not evaluated"
                        .formatted(shown.size() + alerts.size()));
        try (Prometheus prometheus = Prometheus.start(PROMETHEUS, scratch, node, gateway)) {
            until(prometheus::isReady);
            assertThat(prometheus.isReady())
                    .as(Files.readString(scratch.resolve("log")))
                    .isTrue();
            for (Expression expression : shown) {
                assertThat(prometheus.query(expression.text()).path("result"))
                        .as("%s", expression)
                        .isNotEmpty();
            }
            // Whether an alert's condition holds is not the question: most must not.
            alerts.forEach(expression -> prometheus.query(expression.text()));
            until(() -> rules(prometheus).stream().noneMatch("unknown"::equals));
            assertThat(rules(prometheus)).hasSameSizeAs(alerts).containsOnly("ok");
        }
    }

    /** How each rule fared when Prometheus evaluated it. */
    private static List<String> rules(Prometheus prometheus) {
        List<String> health = new ArrayList<>();
        for (JsonNode group : prometheus.get("/api/v1/rules").path("groups")) {
            group.path("rules").forEach(rule -> health.add(rule.path("health").asText()));
        }
        return health;
    }
}
