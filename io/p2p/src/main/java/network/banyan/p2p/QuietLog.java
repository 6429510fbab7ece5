// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import java.util.function.LongSupplier;
import network.banyan.peers.TokenBucket;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A log that strangers cannot fill: a few lines a second, then only a count of what was left out. What others sent appears
 * as short printable text. Owned by one thread.
 */
final class QuietLog {
    private static final int LINES_PER_SECOND = 5;
    private static final int LINES_BURST = 50;
    private static final int FOREIGN_TEXT_MAX = 160;

    private final Logger log;
    private final LongSupplier clock;
    private final TokenBucket lines;
    private long omitted;

    QuietLog(Logger log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
        this.lines = new TokenBucket(LINES_PER_SECOND, LINES_BURST, clock.getAsLong());
    }

    void write(Level level, String pattern, Object... arguments) {
        if (!lines.tryTake(clock.getAsLong())) {
            omitted++;
            return;
        }
        if (omitted > 0) {
            log.atLevel(level).log("{} lines about connections were left out", omitted);
            omitted = 0;
        }
        log.atLevel(level).log(pattern, arguments);
    }

    /** For text that an outsider may have shaped. */
    static String printable(String foreign) {
        String cut = foreign.length() <= FOREIGN_TEXT_MAX ? foreign : foreign.substring(0, FOREIGN_TEXT_MAX) + "...";
        StringBuilder clean = new StringBuilder(cut.length());
        cut.chars().forEach(c -> clean.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return clean.toString();
    }
}
