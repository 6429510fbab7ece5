// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code -Dbanyan.seed=123} lives one history alone, {@code -Dbanyan.long=true} a hundred times as many. */
class HistoryTest {
    private static final int HISTORIES = Boolean.getBoolean("banyan.long") ? 100_000 : 1_000;

    private static final Ground GROUND = Ground.make();

    @Test
    void noChainTakesMoreThanCameAndNoOtherSeesIt() {
        LongStream seeds = Optional.ofNullable(Long.getLong("banyan.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, HISTORIES));
        List<History.Report> reports =
                seeds.parallel().mapToObj(seed -> History.of(GROUND, seed)).toList();

        assertThat(reports.stream().flatMap(report -> report.broken().stream())).isEmpty();
        Set<Conduct> tried = EnumSet.noneOf(Conduct.class);
        reports.forEach(report -> tried.addAll(report.conducts()));
        assertThat(tried).hasSizeGreaterThanOrEqualTo(reports.size() == 1 ? 1 : Conduct.values().length);
    }
}
