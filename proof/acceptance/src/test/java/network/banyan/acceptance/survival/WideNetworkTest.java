// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import network.banyan.acceptance.wan.Links;
import network.banyan.acceptance.wan.Wan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seven delegates and three full nodes, each on a machine of its own, 80 ms from each other and with one packet of a hundred lost.
 * Seen from outside: one chain, nothing lost, and finality within ten seconds of every mending.
 */
@Tag("long")
class WideNetworkTest {
    private static final int DELEGATES = 7;
    private static final int NODES = 10;

    /** Where a delegate goes whose machine is lost. */
    private static final int SPARE = 11;

    private static final int JOINER = 10;
    private static final int EPOCH_BLOCKS = 20;
    private static final int LOAD_ACCOUNTS = 20;
    private static final int STOPPED = 143;
    private static final Duration PROMISED = Duration.ofSeconds(10);

    private final long seed = Long.getLong("banyan.seed", System.nanoTime());
    private final Links links = new Links(SPARE, 80, 10, seed);
    private final ChainAudit audit = new ChainAudit();

    @Test
    void oneChainAndNothingLostWhateverHappensToTheMachines(@TempDir Path dir) {
        String impediment = Wan.impediment();
        assumeTrue(impediment.isEmpty(), impediment);
        WideFolders folders = WideFolders.found(dir, DELEGATES, NODES - DELEGATES, EPOCH_BLOCKS, LOAD_ACCOUNTS);
        try (Wan wan = new Wan(links)) {
            List<NodeProcess> nodes = new ArrayList<>(IntStream.rangeClosed(1, NODES)
                    .mapToObj(number -> new NodeProcess(number, folders.of(number), wan.on(number)))
                    .toList());
            List<NodeProcess> early = nodes.subList(0, JOINER - 1);
            try {
                early.forEach(NodeProcess::start);
                all("the first blocks", early, node -> node.isAtLeast(3));
                try (var transfers = new Transfers(folders.genesis(), early, LOAD_ACCOUNTS, new Random(seed))) {
                    parted(early);
                    killed(early);
                    restartedInTurn(early);
                    joined(dir, nodes);
                    replaced(folders, wan, nodes);
                    int before = transfers.count();
                    Deadline.until("transfers go on", () -> transfers.count() > before + LOAD_ACCOUNTS);
                    audit.advance(nodes);
                    audit.check(transfers.receipts());
                    assertThat(transfers.troubles()).isEmpty();
                    tell(nodes, transfers, wan);
                }
                for (NodeProcess node : nodes) {
                    assertThat(node.log())
                            .as("log of %s", node)
                            .doesNotContain("lied", "the replica stops", "misbehaved");
                }
            } finally {
                nodes.forEach(NodeProcess::close);
                nodes.forEach(node -> Deadline.until(node + " is gone", () -> !node.isRunning()));
            }
        }
    }

    /** Without a quorum on either side nothing is final; with one the majority goes on. */
    private void parted(List<NodeProcess> nodes) {
        links.part(List.of(1, 2, 3, 8));
        Deadline.pass(Duration.ofSeconds(8));
        long stalled = highest(nodes);
        Deadline.pass(Duration.ofSeconds(6));
        assertThat(highest(nodes)).as("four of seven are no quorum").isEqualTo(stalled);
        links.heal();
        back("a partition of 3 and 4 delegates", nodes);

        links.part(List.of(6, 7, 9));
        long before = highest(nodes);
        Deadline.until("five of seven go on", () -> nodes.get(0).isAtLeast(before + 6));
        assertThat(nodes.get(6).height().orElseThrow()).isLessThan(before + 4);
        links.heal();
        back("a partition of 5 and 2 delegates", nodes);
    }

    private void killed(List<NodeProcess> nodes) {
        List<NodeProcess> two = List.of(nodes.get(1), nodes.get(4));
        two.forEach(NodeProcess::kill);
        long before = highest(nodes);
        Deadline.until("five of seven go on", () -> nodes.get(0).isAtLeast(before + 5));
        two.forEach(NodeProcess::start);
        all("answers of those that were killed", two, node -> node.height().isPresent());
        back("kill -9 of two delegates", nodes);

        nodes.forEach(NodeProcess::kill);
        nodes.forEach(NodeProcess::start);
        all("answers after all were killed", nodes, node -> node.height().isPresent());
        back("kill -9 of everybody", nodes);
    }

    /** As an upgrade goes: each is stopped and started while the others go on. */
    private void restartedInTurn(List<NodeProcess> nodes) {
        for (NodeProcess node : nodes) {
            assertThat(node.stop()).as(node.said()).isEqualTo(STOPPED);
            node.start();
            Deadline.until(node + " is back", () -> node.isAtLeast(highest(nodes) - 1));
        }
        back("a restart of each in turn", nodes);
    }

    /** A node that has nothing begins with the state of a late block, while transfers go on. */
    private void joined(Path dir, List<NodeProcess> nodes) {
        NodeProcess joiner = nodes.get(JOINER - 1);
        List<NodeProcess> others = nodes.subList(0, JOINER - 1);
        Deadline.until("an epoch ends", () -> snapshots(nodes.get(0)) && snapshots(nodes.get(7)));
        WideFolders.succeeds(Cli.run(
                dir,
                "snapshot",
                "restore",
                "--config",
                joiner.config().toString(),
                "--from",
                nodes.get(0).client().node() + "," + nodes.get(7).client().node()));
        joiner.start();
        Deadline.until("the joiner is with the others", () -> joiner.isAtLeast(highest(others) - 1));
        audit.advance(others);
    }

    private static boolean snapshots(NodeProcess node) {
        return !node.client().call("banyan_snapshots").isEmpty();
    }

    /** A delegate's machine burns; its keys were kept, its votes were not. It goes on elsewhere. */
    private void replaced(WideFolders folders, Wan wan, List<NodeProcess> nodes) {
        NodeProcess burnt = nodes.get(DELEGATES - 1);
        burnt.kill();
        NodeProcess.delete(burnt.data());
        folders.move(DELEGATES, SPARE);
        NodeProcess elsewhere = new NodeProcess(DELEGATES, folders.of(DELEGATES), wan.on(SPARE));
        nodes.set(DELEGATES - 1, elsewhere);
        elsewhere.start();
        Deadline.until("it is with the others again", () -> elsewhere.isAtLeast(highest(nodes) - 1));
        assertThat(elsewhere.log()).contains("the data folder of this validator was lost");
        back("a delegate's move to another machine", nodes);
    }

    /** All is well from now on: everybody has a new final block in the time that is promised. */
    private void back(String after, List<NodeProcess> nodes) {
        long before = highest(nodes);
        long healed = System.nanoTime();
        for (NodeProcess node : nodes) {
            Duration left = PROMISED.minusNanos(System.nanoTime() - healed);
            Deadline.until(
                    "%s has a final block above %d after %s".formatted(node, before, after),
                    left,
                    () -> node.isAtLeast(before + 1));
        }
        System.out.printf(
                "wide network: finality everywhere %d ms after %s; height %d%n",
                (System.nanoTime() - healed) / 1_000_000, after, highest(nodes));
        audit.advance(nodes);
    }

    private static long highest(List<NodeProcess> nodes) {
        return nodes.stream().mapToLong(node -> node.height().orElse(0)).max().orElse(0);
    }

    private static void all(String what, List<NodeProcess> nodes, Predicate<NodeProcess> holds) {
        nodes.forEach(node -> Deadline.until("%s: %s".formatted(what, node), () -> holds.test(node)));
    }

    private void tell(List<NodeProcess> nodes, Transfers transfers, Wan wan) {
        System.out.printf(
                "wide network: %d blocks the same on %d nodes, %d receipts, none lost or moved; %d packets carried, %d lost;"
                        + " resident MiB %s; seed %d%n",
                audit.height() + 1,
                nodes.size(),
                transfers.count(),
                wan.carried(),
                wan.lost(),
                nodes.stream().map(NodeProcess::residentMib).toList(),
                seed);
    }
}
