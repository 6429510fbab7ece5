// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import network.banyan.node.UserError;
import picocli.CommandLine.Option;

/** The options that say of which time records are; without them all of it. */
final class TimeRange {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description = "From when on (default: the beginning).")
    private Instant from = Instant.EPOCH;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description = "Until when, exclusive (default: without end).")
    private Instant until = TimeArgument.END;

    /**
     * @throws UserError if it holds no time
     */
    void check() {
        if (!from.isBefore(until)) {
            throw new UserError("--from must lie before --until.");
        }
    }

    Instant from() {
        return from;
    }

    Instant until() {
        return until;
    }

    boolean holds(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }

    /** The first whole second that is not before its end. */
    long endSecond() {
        Instant whole = until.truncatedTo(ChronoUnit.SECONDS);
        return whole.getEpochSecond() + (whole.isBefore(until) ? 1 : 0);
    }
}
