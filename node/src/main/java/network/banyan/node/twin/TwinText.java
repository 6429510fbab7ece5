// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinVersion;

/** A twin in words. What devices and owners wrote is strangers' text. */
final class TwinText {
    private TwinText() {}

    static void print(PrintWriter out, KeptTwin.Seen seen) {
        seen.desired()
                .ifPresentOrElse(
                        desired -> print(out, desired, seen),
                        () -> out.println("desired   nothing; `banyan twin desire` says what it should do"));
        seen.reported()
                .ifPresentOrElse(
                        reported -> print(out, reported, seen.isReportSigned()),
                        () -> out.println("reported  nothing yet"));
        out.println("pending   " + pending(seen));
        out.flush();
    }

    private static void print(PrintWriter out, Desired desired, KeptTwin.Seen seen) {
        out.printf("desired   %s%n", DeviceCommand.printable(desired.document().toString()));
        out.printf(
                "          %s of %s%s%n",
                desired.version(),
                time(desired.timeMillis()),
                seen.doubt()
                        .map(reason -> "; NOT the owner's: " + DeviceCommand.printable(reason))
                        .orElse(", signed by the owner"));
    }

    private static void print(PrintWriter out, Reported reported, boolean isSigned) {
        Reported.State state = reported.state();
        out.printf("reported  %s%n", DeviceCommand.printable(state.document().toString()));
        out.printf(
                "          %s, %s, %s%n",
                applied(state.applied()),
                time(state.timeMillis()),
                isSigned ? "signed by the device" : "NOT signed by the device's registered key");
        state.refused()
                .forEach((pointer, reason) -> out.printf(
                        "          refuses %s: %s%n",
                        DeviceCommand.printable(pointer), DeviceCommand.printable(reason)));
    }

    static String applied(TwinVersion version) {
        return version.isNone() ? "nothing applied" : version + " applied";
    }

    static String pending(KeptTwin.Seen seen) {
        if (seen.pending().isEmpty()) {
            return "nothing";
        }
        String since = seen.pendingSince().map(at -> ", since " + time(at)).orElse("");
        return DeviceCommand.printable(String.join(" ", seen.pending())) + since;
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
