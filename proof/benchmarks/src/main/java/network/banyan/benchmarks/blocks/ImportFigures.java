// SPDX-License-Identifier: Apache-2.0
package network.banyan.benchmarks.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import network.banyan.replica.Stage;

/**
 * What an import took.
 *
 * @param took from the first measured block to the last; the CPU's by all threads of the process
 * @param stages time in each stage, of the threads that asked for it
 * @param collecting nanoseconds in which the JVM collected garbage
 * @param recovery nanoseconds in which this machine, doing nothing else, recovers one sender
 */
record ImportFigures(
        Load load,
        int blocks,
        long transactions,
        long gas,
        int accounts,
        BenchClock.Time took,
        Map<Stage, BenchClock.Time> stages,
        long collecting,
        long recovery) {
    private static final double SECOND = 1e9;

    private double perSecond(long nanos) {
        return nanos == 0 ? 0 : transactions * SECOND / nanos;
    }

    private double mgasPerSecond(long nanos) {
        return nanos == 0 ? 0 : gas * 1e3 / nanos;
    }

    private double microsEach(long nanos) {
        return nanos / 1e3 / transactions;
    }

    private double share(long nanos) {
        return (double) nanos / took.clock();
    }

    String toJson() {
        String each = stages.entrySet().stream()
                .map(stage -> String.format(
                        Locale.ROOT,
                        "\"%s\":{\"micros\":%.2f,\"cpuMicros\":%.2f,\"share\":%.3f,\"tps\":%.0f,\"mgasPerSecond\":%.0f}",
                        title(stage.getKey()),
                        microsEach(stage.getValue().clock()),
                        microsEach(stage.getValue().cpu()),
                        share(stage.getValue().clock()),
                        perSecond(stage.getValue().clock()),
                        mgasPerSecond(stage.getValue().clock())))
                .collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"import\",\"load\":\"%s\",\"accounts\":%d,\"blocks\":%d,\"transactions\":%d,\"seconds\":%.2f,"
                        + "\"tps\":%.0f,\"mgasPerSecond\":%.0f,\"cpuMicros\":%.2f,\"gcSeconds\":%.2f,"
                        + "\"recoveryMicros\":%.2f,\"stages\":{%s}}",
                load.title(),
                accounts,
                blocks,
                transactions,
                took.clock() / SECOND,
                perSecond(took.clock()),
                mgasPerSecond(took.clock()),
                microsEach(took.cpu()),
                collecting / SECOND,
                recovery / 1e3,
                each);
    }

    /** For people: a line for each stage, in microseconds a transaction and shares of the clock. */
    List<String> toTable() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %.0f transactions/s, %.0f Mgas/s  (%d blocks of %d, %d accounts, %.1f s)",
                load.title(),
                perSecond(took.clock()),
                mgasPerSecond(took.clock()),
                blocks,
                transactions / blocks,
                accounts,
                took.clock() / SECOND));
        lines.add(String.format(
                "  %-12s %8s %8s %8s %12s %8s", "stage", "us each", "of CPU", "share", "alone tx/s", "Mgas/s"));
        stages.forEach((stage, time) -> lines.add(String.format(
                Locale.ROOT,
                "  %-12s %8.2f %8.2f %7.1f%% %12.0f %8.0f",
                title(stage),
                microsEach(time.clock()),
                microsEach(time.cpu()),
                100 * share(time.clock()),
                perSecond(time.clock()),
                mgasPerSecond(time.clock()))));
        lines.add(String.format(
                Locale.ROOT,
                "  %-12s %8.2f %8s %7.1f%%",
                "garbage",
                microsEach(collecting),
                "",
                100 * share(collecting)));
        lines.add(String.format(
                Locale.ROOT, "  %-12s %8.2f %8.2f", "all", microsEach(took.clock()), microsEach(took.cpu())));
        lines.add(String.format(
                Locale.ROOT,
                "  A sender alone takes %.1f us here to recover; a transaction takes %.2f times that of the clock, %.2f of CPU.",
                recovery / 1e3,
                microsEach(took.clock()) * 1e3 / recovery,
                microsEach(took.cpu()) * 1e3 / recovery));
        return lines;
    }

    private static String title(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
