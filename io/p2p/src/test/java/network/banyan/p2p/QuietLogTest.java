// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class QuietLogTest {
    @Test
    void aFloodBecomesAFewLinesAndACount() {
        Logger logger = (Logger) LoggerFactory.getLogger("quiet");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        AtomicLong clock = new AtomicLong();
        QuietLog quiet = new QuietLog(logger, clock::get);

        for (int i = 0; i < 1_000; i++) {
            quiet.write(org.slf4j.event.Level.INFO, "line {}", i);
        }
        assertThat(lines.list).hasSize(50);
        clock.addAndGet(1_000_000_000);
        quiet.write(org.slf4j.event.Level.INFO, "after");

        assertThat(lines.list).hasSize(52);
        assertThat(lines.list.get(50).getFormattedMessage()).isEqualTo("950 lines about connections were left out");
        assertThat(lines.list.get(51).getFormattedMessage()).isEqualTo("after");
    }

    @Test
    void foreignTextIsShortAndPrintable() {
        assertThat(QuietLog.printable("a\nb\u001b[31m\u00e9")).isEqualTo("a?b?[31m?");
        assertThat(QuietLog.printable("x".repeat(10_000))).hasSize(163);
    }
}
