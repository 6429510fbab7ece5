// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.banyan.acceptance.wan.Links;
import network.banyan.acceptance.wan.Wan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 24 delegates with 96 MiB of heap each, on machines 80 ms apart, under a steady load, for an hour ({@code -Dbanyan.minutes=N} for
 * as long as that): the chain goes on, it is one, and memory does not grow.
 */
@Tag("long")
class SmallHeapsTest {
    private static final int DELEGATES = 24;
    private static final int HEAP_MIB = 96;
    private static final int MINUTES = Integer.getInteger("banyan.minutes", 60);

    private final Links links = new Links(DELEGATES, 80, 10, 1);
    private final ChainAudit audit = new ChainAudit();

    @Test
    void anHourWithLittleMemory(@TempDir Path dir) {
        String impediment = Wan.impediment();
        assumeTrue(impediment.isEmpty(), impediment);
        WideFolders folders = WideFolders.found(dir, DELEGATES, 0, 60, 5);
        try (Wan wan = new Wan(links)) {
            List<NodeProcess> nodes = IntStream.rangeClosed(1, DELEGATES)
                    .mapToObj(number -> new NodeProcess(number, folders.of(number), wan.on(number), HEAP_MIB))
                    .toList();
            try {
                nodes.forEach(NodeProcess::start);
                nodes.forEach(node -> Deadline.until(node + " is at block 3", () -> node.isAtLeast(3)));
                try (var transfers = new Transfers(folders.genesis(), nodes, 5, new Random(1))) {
                    watch(nodes, transfers);
                }
            } finally {
                nodes.forEach(NodeProcess::close);
                nodes.forEach(node -> Deadline.until(node + " is gone", () -> !node.isRunning()));
            }
        }
    }

    private void watch(List<NodeProcess> nodes, Transfers transfers) {
        List<Long> resident = new ArrayList<>();
        for (int minute = 1; minute <= MINUTES; minute++) {
            Deadline.pass(Duration.ofMinutes(1));
            long before = audit.height();
            audit.advance(nodes);
            assertThat(audit.height()).as("blocks in minute %d", minute).isGreaterThan(before);
            resident.add(nodes.stream().mapToLong(NodeProcess::residentMib).sum());
            System.out.printf(
                    "small heaps: minute %d of %d: height %d, %d transfers, %d MiB resident in all%n",
                    minute, MINUTES, audit.height(), transfers.count(), resident.getLast());
        }
        audit.check(transfers.receipts());
        assertThat(transfers.troubles()).isEmpty();
        assertThat(transfers.count()).isGreaterThan(MINUTES);
        long then = middle(resident.subList(MINUTES / 2, MINUTES / 2 + MINUTES / 4));
        long now = middle(resident.subList(MINUTES - MINUTES / 4, MINUTES));
        assertThat(100 * now)
                .as("%d MiB at the end, %d MiB half of the time before", now, then)
                .isLessThanOrEqualTo(105 * then);
    }

    private static long middle(List<Long> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
