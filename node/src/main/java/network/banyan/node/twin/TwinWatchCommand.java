// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.banyan.node.Banyan;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.node.cli.Durations;
import network.banyan.node.cli.StopSignal;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.GatewayClient;
import network.banyan.twin.Reported;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code banyan twin watch}: a line each time the device reported. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {"Prints a line each time the device reported, until it is stopped.", ""},
        footer = {
            "",
            "Examples:",
            "  banyan twin watch cold-cart",
            "  banyan twin watch cold-cart --until-applied --for 30s    fails if something is still pending then"
        })
public final class TwinWatchCommand implements Callable<Integer> {
    private static final Duration STEP = Duration.ofMillis(500);

    @Mixin
    private TwinPlace place = new TwinPlace();

    @Option(names = "--until-applied", description = "End when the device says it does all that is desired.")
    private boolean untilApplied;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End after this time at the latest.")
    private Optional<Duration> most = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        try (StopSignal stop = new StopSignal()) {
            return place.act(twin -> watch(twin, stop));
        }
    }

    private int watch(KeptTwin twin, StopSignal stop) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long end = System.nanoTime() + most.orElse(Duration.ofDays(3_650)).toNanos();
        Optional<Bytes> shown = Optional.empty();
        Optional<String> problem = Optional.empty();
        do {
            try {
                KeptTwin.Seen seen = twin.look();
                problem = Optional.empty();
                Optional<Bytes> now = seen.reported().map(Reported::encoded);
                if (!now.equals(shown)) {
                    shown = now;
                    seen.reported().ifPresent(reported -> out.println(line(reported, seen)));
                    out.flush();
                }
                if (untilApplied && seen.isApplied()) {
                    return 0;
                }
            } catch (GatewayClient.Unanswered away) {
                Optional<String> words = Optional.of(String.valueOf(away.getMessage()));
                if (!words.equals(problem)) {
                    problem = words;
                    spec.commandLine().getErr().println("banyan: " + words.get());
                }
            }
        } while (System.nanoTime() - end < 0 && !stop.await(STEP));
        return untilApplied ? Banyan.FAILED : 0;
    }

    private static String line(Reported reported, KeptTwin.Seen seen) {
        return "%s  %s  %s, pending %s%s"
                .formatted(
                        TwinText.time(reported.state().timeMillis()),
                        DeviceCommand.printable(reported.state().document().toString()),
                        TwinText.applied(reported.state().applied()),
                        TwinText.pending(seen),
                        seen.isReportSigned() ? "" : "; NOT signed by the device's registered key");
    }
}
