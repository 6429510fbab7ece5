// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many validators the chain needs, what it says when too few are there, and how one comes back after a long time. */
class QuorumTest {
    private static final Pattern SINCE_FINAL = Pattern.compile("(?m)^banyan_seconds_since_final (\\S+)$");
    private static final String STALL = "no block became final for ";
    private static final int MANY_BLOCKS = 200;
    private static final int SEAT_OF_FOUR = 3;

    private final ChainAudit audit = new ChainAudit();

    @Test
    void oneOfFourMayBeMissingTwoMayNotAndWhoeverReturnsCatchesUp(@TempDir Path dir) {
        try (Cluster cluster = Cluster.prepare(dir, "--block-time", "50ms")) {
            cluster.startAll();
            cluster.awaitAll(MANY_BLOCKS);
            goesOnWithThree(cluster);
            standsStillWithTwo(cluster);
            goesOnWhenOneReturns(cluster);
            followsFromNothing(cluster);
            audit.advance(cluster.nodes());
            assertThat(cluster.watch().contradictions()).isEmpty();
        }
    }

    private void goesOnWithThree(Cluster cluster) {
        cluster.node(4).kill();
        long before = cluster.height();
        List<NodeProcess> three = cluster.nodes().subList(0, 3);
        three.forEach(node -> Deadline.until(node + " goes on without validator 4", () -> node.isAtLeast(before + 8)));
        Deadline.until(
                "three are enough to be ready",
                () -> three.stream().allMatch(node -> node.get("/readiness").status() == 200));
        audit.advance(three);
    }

    private void standsStillWithTwo(Cluster cluster) {
        cluster.node(3).kill();
        List<NodeProcess> two = cluster.nodes().subList(0, 2);
        int told = occurrences(cluster.node(1).log(), STALL);
        Deadline.until(
                "the log says that the chain stands still",
                () -> two.stream().allMatch(node -> occurrences(node.log(), STALL) > told));
        long stands = cluster.height();
        double since = secondsSinceFinal(cluster.node(1));
        assertThat(Deadline.within(Duration.ofSeconds(6), () -> cluster.height() > stands))
                .as("a block became final with two of four validators")
                .isFalse();
        assertThat(secondsSinceFinal(cluster.node(1))).isGreaterThanOrEqualTo(since + 5);
        for (NodeProcess node : two) {
            NodeProcess.Answer readiness = node.get("/readiness");
            assertThat(readiness.status()).isEqualTo(503);
            assertThat(readiness.body()).contains("connected to 1 validators, needs 2");
            assertThat(node.get("/liveness").status()).isEqualTo(200);
        }
    }

    private void goesOnWhenOneReturns(Cluster cluster) {
        long before = cluster.height();
        cluster.node(3).start();
        List<NodeProcess> three = cluster.nodes().subList(0, 3);
        three.forEach(node -> Deadline.until(node + " goes on with validator 3", () -> node.isAtLeast(before + 5)));
        Deadline.until(
                "the log says that the chain goes on",
                () -> cluster.node(1).log().contains("blocks become final again"));
        Deadline.until("ready again", () -> cluster.node(1).get("/readiness").status() == 200);
    }

    /** Validator 4 lost everything but its keys. */
    private void followsFromNothing(Cluster cluster) {
        NodeProcess returned = cluster.node(4);
        NodeProcess.delete(returned.data());
        long heard = cluster.watch().heardFrom(SEAT_OF_FOUR);
        returned.start();
        long target = cluster.height();
        assertThat(target).isGreaterThan(MANY_BLOCKS);
        Deadline.until("validator 4 has the whole chain again", () -> returned.isAtLeast(target));
        audit.compare(returned, 0, audit.height());
        assertThat(returned.log()).contains("it follows without voting");
        assertThat(cluster.watch().heardFrom(SEAT_OF_FOUR)).isEqualTo(heard);
        long loss = System.currentTimeMillis();
        Deadline.until(
                "validator 4 holds blocks safely younger than the loss", () -> returned.tipMillis() > loss + 11_000);
        assertThat(returned.stop()).isEqualTo(143);
        returned.start();
        Deadline.until("validator 4 votes again", () -> cluster.watch().heardFrom(SEAT_OF_FOUR) > heard);
    }

    private static double secondsSinceFinal(NodeProcess node) {
        Matcher line = SINCE_FINAL.matcher(node.get("/metrics").body());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private static int occurrences(String text, String of) {
        return text.split(Pattern.quote(of), -1).length - 1;
    }
}
