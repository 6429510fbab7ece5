// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.web;

import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.witness.Witnessing;

/** The counters in Prometheus' text format. */
final class Metrics {
    private Metrics() {}

    static String text(GatewayView view) {
        var out = new StringBuilder();
        metric(
                out,
                "banyan_gateway_records_taken_total",
                "counter",
                "Records taken since the start.",
                view.counts().taken());
        metric(
                out,
                "banyan_gateway_records_repeated_total",
                "counter",
                "Records that were known.",
                view.counts().repeated());
        metric(
                out,
                "banyan_gateway_commits_total",
                "counter",
                "Commits to the log.",
                view.counts().commits());
        metric(
                out,
                "banyan_gateway_log_size",
                "gauge",
                "Records in the log.",
                view.log().size());
        metric(
                out,
                "banyan_gateway_log_failures_total",
                "counter",
                "Commits that the log could not keep at once.",
                view.log().standing().failures());
        metric(
                out,
                "banyan_gateway_log_available",
                "gauge",
                "1 if the log takes commits, 0 if records are refused as busy.",
                view.log().standing().problem().isPresent() ? 0 : 1);
        out.append("# HELP banyan_gateway_log_medium What keeps the log.\n# TYPE banyan_gateway_log_medium gauge\n")
                .append("banyan_gateway_log_medium{medium=\"%s\"} 1\n"
                        .formatted(view.log().medium()));
        metric(
                out,
                "banyan_gateway_anchored_size",
                "gauge",
                "Records anchored.",
                view.anchored().getAsLong());
        metric(
                out,
                "banyan_gateway_devices",
                "gauge",
                "Devices in the log.",
                view.log().devices());
        metric(
                out,
                "banyan_gateway_twins",
                "gauge",
                "Devices with a twin.",
                view.twins().devices());
        metric(
                out,
                "banyan_gateway_connections",
                "gauge",
                "Connections now.",
                view.connections().getAsInt());
        view.rules().ifPresent(rules -> {
            metric(out, "banyan_gateway_alarms_total", "counter", "Alarms raised by rules.", rules.alarmed());
            metric(out, "banyan_gateway_rule_errors_total", "counter", "Evaluations that failed.", rules.errors());
            metric(out, "banyan_gateway_rule_records_total", "counter", "Records put on chain.", rules.recorded());
            metric(out, "banyan_gateway_rule_position", "gauge", "Records seen by the rules.", rules.position());
        });
        out.append("# HELP banyan_gateway_witnessed_size Records that a witness cosigned since the start.\n")
                .append("# TYPE banyan_gateway_witnessed_size gauge\n");
        for (Witnessing.Standing witness : view.witnessing().standings()) {
            String name = witness.name().replace("\\", "\\\\").replace("\"", "\\\"");
            out.append("banyan_gateway_witnessed_size{witness=\"%s\"} %d\n".formatted(name, witness.cosigned()));
        }
        out.append("# HELP banyan_gateway_records_refused_total Records refused since the start.\n")
                .append("# TYPE banyan_gateway_records_refused_total counter\n");
        for (Refusal refusal : Refusal.values()) {
            out.append("banyan_gateway_records_refused_total{code=\"%s\"} %d\n"
                    .formatted(refusal.code(), view.counts().refused(refusal)));
        }
        return out.toString();
    }

    private static void metric(StringBuilder out, String name, String type, String help, long value) {
        out.append("# HELP %s %s\n# TYPE %s %s\n%s %d\n".formatted(name, help, name, type, name, value));
    }
}
