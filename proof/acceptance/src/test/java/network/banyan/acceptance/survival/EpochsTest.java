// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.banyan.contracts.staking.ElectionContract;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committees drawn from delegates, in real processes: four seats, five validators. */
class EpochsTest {
    private static final int LENGTH = 8;
    private static final int AWAY = 5;

    private final ChainAudit audit = new ChainAudit();

    @Test
    void committeesFollowOneAnotherAndWhoWasAwayForEpochsIsUsefulAgain(@TempDir Path dir) {
        String length = String.valueOf(LENGTH);
        try (Cluster cluster = Cluster.prepare(
                dir, "--validators", "5", "--seats", "4", "--epoch-blocks", length, "--block-time", "100ms")) {
            cluster.startAll();
            cluster.awaitAll(5 * LENGTH + 1);
            allKnowTheSameCommittees(cluster);
            contractsFollow(cluster.node(1));
            assertThat(Cli.run(
                                    dir,
                                    "status",
                                    "--rpc",
                                    cluster.node(1).client().node().toString())
                            .out())
                    .containsPattern("epoch +[\\d,]+, blocks [\\d,]+ to [\\d,]+: validator-\\d \\d");
            NodeProcess away = cluster.node(AWAY);
            away.kill();
            long gone = cluster.height();
            List<NodeProcess> others = cluster.nodes().subList(0, AWAY - 1);
            others.forEach(node ->
                    Deadline.until(node + " goes on for two epochs", () -> node.isAtLeast(gone + 2 * LENGTH + 1)));
            long heard = cluster.watch().heardFrom(AWAY - 1);
            long target = cluster.height();
            away.start();
            Deadline.until("the one that was away has caught up", () -> away.isAtLeast(target));
            Deadline.until("it votes again", () -> cluster.watch().heardFrom(AWAY - 1) > heard);
            audit.advance(cluster.nodes());
            assertThat(cluster.watch().contradictions()).isEmpty();
            assertThat(cluster.watch().malformed()).isEmpty();
        }
    }

    private static void allKnowTheSameCommittees(Cluster cluster) {
        Set<String> orders = new HashSet<>();
        for (int epoch = 0; epoch < 5; epoch++) {
            Set<String> roots = new HashSet<>();
            for (NodeProcess node : cluster.nodes()) {
                JsonNode told = node.client().call("banyan_epoch", "0x" + epoch);
                assertThat(told.path("firstBlock").asLong()).isEqualTo(LENGTH * epoch + 1L);
                assertThat(told.path("lastBlock").asLong()).isEqualTo(LENGTH * (epoch + 1L));
                assertThat(told.path("blocks").asLong()).isEqualTo(LENGTH);
                roots.add(told.path("committeeRoot").asText());
                orders.add(names(told).toString());
                assertThat(names(told)).hasSize(epoch == 0 ? 5 : 4);
            }
            assertThat(roots).as("epoch %d", epoch).hasSize(1);
        }
        assertThat(orders).as("the beacon draws anew").hasSizeGreaterThan(2);
    }

    private static List<String> names(JsonNode epoch) {
        List<String> names = new ArrayList<>();
        epoch.path("seats").forEach(seat -> names.add(seat.path("name").asText()));
        assertThat(new TreeSet<>(names)).hasSameSizeAs(names);
        return names;
    }

    /** The contracts know of the epochs, and coins were minted for those who served. */
    private static void contractsFollow(NodeProcess node) {
        String answer = node.client()
                .call(
                        "eth_call",
                        java.util.Map.of(
                                "to",
                                ElectionContract.ADDRESS.toHex(),
                                "data",
                                ElectionContract.epoch().toHex()),
                        "latest")
                .asText();
        assertThat(ElectionContract.epoch(Bytes.fromHex(answer))).isGreaterThanOrEqualTo(5);
        String minted = node.client()
                .call("eth_getBalance", RewardsContract.ADDRESS.toHex(), "latest")
                .asText();
        BigInteger coins = new BigInteger(minted.substring(2), 16).divide(BigInteger.TEN.pow(18));
        assertThat(coins).as("an epoch mints 18,750 coins and more").isGreaterThan(BigInteger.valueOf(18_750));
    }
}
