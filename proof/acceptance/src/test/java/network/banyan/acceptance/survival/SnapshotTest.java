// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import network.banyan.node.devnet.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A validator that lost its disk begins with the state of a late block, fetched from real nodes and from one that lies. */
class SnapshotTest {
    private static final int LENGTH = 8;
    private static final int LOST = 4;
    private static final int STOPPED = 143;

    /** So many that the first blocks are beyond what contracts may ask for, and are not fetched. */
    private static final long LONG = 290;

    @Test
    void aNodeBeginsWithTheStateOfALateBlock(@TempDir Path dir) {
        try (Cluster cluster = Cluster.prepare(
                dir, "--validators", "4", "--seats", "4", "--epoch-blocks", "" + LENGTH, "--block-time", "100ms")) {
            cluster.startAll();
            NodeProcess lost = cluster.node(LOST);
            List<NodeProcess> others = cluster.nodes().subList(0, LOST - 1);
            try (Transfers transfers = new Transfers(cluster.genesis(), others, 4, new Random(1))) {
                cluster.awaitAll(LONG);
                assertThat(transfers.troubles()).isEmpty();
            }
            renewed(cluster, others.get(0));
            renewed(cluster, others.get(1));
            lost.kill();
            NodeProcess.delete(lost.data());
            long begins = restored(dir, lost, others);
            long heard = cluster.watch().heardFrom(LOST - 1);
            lost.start();
            Deadline.until("it goes on from there", () -> lost.isAtLeast(begins + LENGTH));
            knowsWhatTheOthersKnow(lost, others.get(2), begins);
            assertThat(lost.log()).contains("the data folder of this validator was lost");
            assertThat(cluster.watch().heardFrom(LOST - 1))
                    .as("it follows without voting")
                    .isEqualTo(heard);
            awaitYoungBlocks(lost);
            assertThat(lost.stop()).isEqualTo(STOPPED);
            examined(dir, lost);
            votesAgain(cluster, lost, heard);
        }
    }

    /** A node holds its snapshot for ten minutes; one that starts anew takes a new one when the next epoch ends. */
    private static void renewed(Cluster cluster, NodeProcess node) {
        assertThat(node.stop()).isEqualTo(STOPPED);
        node.start();
        long height = cluster.height();
        Deadline.until(node + " votes again", () -> node.isAtLeast(height + LENGTH + 1));
    }

    private static long restored(Path dir, NodeProcess lost, List<NodeProcess> holders) {
        URI first = holders.get(0).client().node();
        Cli.Outcome listed = Cli.run(dir, "snapshot", "list", "--rpc", first.toString());
        assertThat(listed.exit()).as(listed.err()).isZero();
        try (Liar liar = new Liar(first, "banyan_snapshotParts", SnapshotTest::withAnotherBit);
                Liar boaster = boaster(first)) {
            Cli.Outcome deceived = restore(dir, lost, boaster.url() + "," + liar.url());
            assertThat(deceived.exit()).as(deceived.out()).isEqualTo(1);
            assertThat(deceived.out())
                    .contains(boaster.url() + " is not asked any more")
                    .contains(liar.url() + " is not asked any more");
            assertThat(deceived.err()).contains("What came is kept");
        }
        Cli.Outcome early = Cli.run(dir, "node", "--config", lost.config().toString());
        assertThat(early.exit()).isEqualTo(2);
        assertThat(early.err()).contains("only part of a snapshot");
        Cli.Outcome whole = restore(dir, lost, first.toString());
        assertThat(whole.exit()).as(whole.err() + whole.out()).isZero();
        assertThat(whole.out()).contains("going on with the state");
        assertThat(restore(dir, lost, first.toString()).err()).contains("There is a chain");
        return Long.parseLong(whole.out()
                .replaceAll("(?s).*stands at block ([0-9,]+).*", "$1")
                .replace(",", ""));
    }

    /** Offers a block that is not there; that must not keep the others from being asked. */
    private static Liar boaster(URI node) {
        String hash = "0x" + "11".repeat(32);
        String boast = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[{\"height\":8000000,\"epoch\":999999,"
                + "\"hash\":\"%s\",\"stateRoot\":\"%s\"}]}".formatted(hash, hash);
        return new Liar(node, "banyan_snapshots", _ -> boast);
    }

    private static Cli.Outcome restore(Path dir, NodeProcess node, String from) {
        return Cli.run(dir, "snapshot", "restore", "--config", node.config().toString(), "--from", from);
    }

    /** In the first part, far behind its beginning. */
    private static String withAnotherBit(String answer) {
        int at = answer.indexOf("0x") + 80;
        char other = answer.charAt(at) == '0' ? '1' : '0';
        return answer.substring(0, at) + other + answer.substring(at + 1);
    }

    private static void knowsWhatTheOthersKnow(NodeProcess lost, NodeProcess other, long begins) {
        assertThat(lost.client().call("eth_getBlockByNumber", "0x1", false).isNull())
                .as("a block long before")
                .isTrue();
        assertThatThrownBy(() -> lost.client().call("eth_getLogs", Map.of("fromBlock", "0x1", "toBlock", "0x2")))
                .hasMessageContaining("pruned history unavailable");
        assertThat(lost.client().call("banyan_snapshotBlocks", List.of("0x" + Long.toHexString(begins))))
                .isEqualTo(other.client().call("banyan_snapshotBlocks", List.of("0x" + Long.toHexString(begins))));
        for (String epoch : List.of("0x0", "0x5", "0x" + Long.toHexString(begins / LENGTH - 1))) {
            // Nodes may hold certificates of different quorums.
            JsonNode theirs = other.client().call("banyan_handover", epoch);
            JsonNode ours = lost.client().call("banyan_handover", epoch);
            assertThat(ours.path("header").asText())
                    .isEqualTo(theirs.path("header").asText())
                    .isNotEmpty();
            assertThat(ours.path("committee")).isEqualTo(theirs.path("committee"));
        }
        String owner = TestAccount.deviceOwner().address().toHex();
        JsonNode balance = other.client().call("eth_getBalance", owner, "latest");
        assertThat(balance.asText()).isNotEqualTo("0x0");
        assertThat(lost.client().call("eth_getBalance", owner, "latest")).isEqualTo(balance);
    }

    /** From then on no view is open that it may have voted in (ADR-0011). */
    private static void awaitYoungBlocks(NodeProcess lost) {
        long now = System.currentTimeMillis();
        Deadline.until("it holds blocks safely younger than its loss", () -> lost.tipMillis() > now + 11_000);
    }

    private static void examined(Path dir, NodeProcess lost) {
        Cli.Outcome doctor = Cli.run(dir, "doctor", lost.config().getParent().toString(), "--whole");
        assertThat(doctor.out()).contains("the first of those kept").contains("Nothing is damaged");
        assertThat(doctor.exit()).isZero();
    }

    private static void votesAgain(Cluster cluster, NodeProcess lost, long heard) {
        lost.start();
        Deadline.until("it votes again", () -> cluster.watch().heardFrom(LOST - 1) > heard);
        assertThat(cluster.watch().contradictions()).isEmpty();
        assertThat(cluster.watch().malformed()).isEmpty();
    }
}
