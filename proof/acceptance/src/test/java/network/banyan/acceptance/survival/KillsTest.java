// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of any process at any moment: nothing that was final is lost or moved, nobody contradicts itself, and the chain
 * goes on. {@code -Dbanyan.long=true} kills for longer, {@code -Dbanyan.seed=N} repeats the choices of a run.
 */
class KillsTest {
    private static final int KILLS = Boolean.getBoolean("banyan.long") ? 30 : 6;

    private final long seed = Long.getLong("banyan.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Long> recoveriesMillis = new ArrayList<>();
    private final ChainAudit audit = new ChainAudit();
    private int kills;

    @Test
    void killedValidatorsLoseNothingThatWasFinalAndContradictNobody(@TempDir Path dir) {
        System.out.printf("kills: seed %d (repeat with -Dbanyan.seed=%d)%n", seed, seed);
        try (Cluster cluster = Cluster.prepare(dir)) {
            long started = System.nanoTime();
            cluster.startAll();
            Deadline.until("the first block", () -> cluster.height() > 0);
            System.out.printf("kills: first block %d ms after four JVMs started%n", millisSince(started));
            cluster.awaitAll(1);
            try (var transfers = new Transfers(cluster.genesis(), cluster.nodes(), 20, new Random(seed + 1));
                    var device = new TestDevice(cluster.genesis(), cluster.node(1), dir.resolve("device"))) {
                Deadline.until(
                        "transfers and readings become final", () -> transfers.count() > 20 && device.anchored() > 0);
                while (kills < KILLS) {
                    round(cluster, transfers, device);
                }
                long anchored = device.anchored();
                Deadline.until("the device goes on", () -> device.anchored() > anchored);
                conclude(cluster, transfers, device);
            }
        }
    }

    /** Kills some, starts them again, and checks that nothing is missing. */
    private void round(Cluster cluster, Transfers transfers, TestDevice device) {
        Deadline.pass(Duration.ofMillis(random.nextInt(3_000)));
        List<NodeProcess> victims = victims(cluster);
        long before = cluster.height();
        kill(victims);
        Deadline.pass(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(4_000) : random.nextInt(300)));
        victims.forEach(NodeProcess::start);
        if (random.nextInt(4) == 0) {
            // Again, while they start.
            Deadline.pass(Duration.ofMillis(random.nextInt(4_000)));
            kill(victims);
            victims.forEach(NodeProcess::start);
        }
        long restarted = System.nanoTime();
        cluster.awaitAll(before + 2);
        recoveriesMillis.add(millisSince(restarted));
        audit.advance(cluster.nodes());
        // What a killed one says of the whole past, not only of what is new.
        long past = Math.max(0, audit.height() - 100);
        victims.forEach(node -> audit.compare(node, past, audit.height()));
        audit.check(transfers.receipts());
        device.check();
        assertThat(cluster.watch().contradictions()).as("seed %d", seed).isEmpty();
        System.out.printf(
                "kills: %d so far, %s; height %d, %d receipts, %d readings, back in %d ms%n",
                kills, victims, audit.height(), transfers.count(), device.anchored(), recoveriesMillis.getLast());
    }

    private List<NodeProcess> victims(Cluster cluster) {
        List<NodeProcess> all = new ArrayList<>(cluster.nodes());
        Collections.shuffle(all, random);
        int dice = random.nextInt(10);
        return all.subList(0, dice < 6 ? 1 : dice < 8 ? 2 : dice < 9 ? 3 : 4);
    }

    private void kill(List<NodeProcess> victims) {
        victims.forEach(NodeProcess::kill);
        kills += victims.size();
    }

    private void conclude(Cluster cluster, Transfers transfers, TestDevice device) {
        audit.advance(cluster.nodes());
        cluster.nodes().forEach(node -> audit.compare(node, 0, audit.height()));
        audit.check(transfers.receipts());
        device.check();
        int verified = device.verifyAll();
        assertThat(transfers.troubles()).isEmpty();
        assertThat(cluster.watch().contradictions()).isEmpty();
        assertThat(cluster.watch().malformed()).isEmpty();
        assertThat(cluster.watch().distinct()).isGreaterThan((int) audit.height());
        for (NodeProcess node : cluster.nodes()) {
            assertThat(node.log()).as("log of %s", node).doesNotContain("lied", "the replica stops", "misbehaved");
        }
        Collections.sort(recoveriesMillis);
        System.out.printf(
                "kills: %d processes killed in %d rounds; %d blocks the same on all validators; %d receipts, none lost or"
                        + " moved; %d readings, all verified; %d votes (%d different), none contradicts another; all back at"
                        + " work after %d ms (median), %d ms (longest)%n",
                kills,
                recoveriesMillis.size(),
                audit.height() + 1,
                transfers.count(),
                verified,
                cluster.watch().heard(),
                cluster.watch().distinct(),
                recoveriesMillis.get(recoveriesMillis.size() / 2),
                recoveriesMillis.getLast());
        System.out.printf(
                "kills: resident MiB %s%n",
                cluster.nodes().stream().map(NodeProcess::residentMib).toList());
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
