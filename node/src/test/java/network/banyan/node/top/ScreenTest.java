// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an operator sees, letter by letter. */
class ScreenTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A node that made four blocks and answered twelve requests since a second before. */
    private static Frame.Node node(String name) {
        History history = History.NONE;
        Look.Told last = told(name, 0);
        for (int second = 0; second <= 6; second++) {
            last = told(name, second);
            history = history.add(second * 1_000_000_000L, last);
        }
        return new Frame.Node("http://10.0.0.1:8545", last, history);
    }

    private static Look.Told told(String name, int second) {
        return NodeProbe.read(
                json("""
                        {"height": %d, "bestKnownHeight": 1042, "timestampMillis": 5000, "nowMillis": 5400,
                         "name": "Our chain", "chainId": 468900}
                        """.formatted(1_018 + 4 * second)),
                json("""
                        {"finalityMillisP50": 86, "finalityMillisP95": 120, "finalityMillisLast": %d, "transactions": %d}
                        """.formatted(80 + 10 * second, 9 * second)),
                json("""
                        {"epoch": 17, "firstBlock": 1021, "lastBlock": 1080, "blocks": 22, "quorum": 3, "seats": [
                          {"name": "ash", "produced": 6, "missedReveals": 0},
                          {"name": "birch", "produced": 5, "missedReveals": 1},
                          {"name": "cedar", "produced": 6, "missedReveals": 0},
                          {"name": "dogwood", "produced": 5, "missedReveals": 0}]}
                        """),
                json("""
                        {"name": "%s", "version": "0.1.0", "role": "delegate", "seat": 2, "uptimeMillis": %d, "view": 46,
                         "certificate": {"block": 1042, "view": 45, "signers": 4},
                         "pool": {"ready": 1200, "waiting": 3, "bytes": 6246, "bytesMax": 67108864},
                         "memory": {"heapBytes": 127000000, "heapBytesMax": 671000000, "residentBytes": 421000000},
                         "disk": {"databaseBytes": 14900000, "freeBytes": 33300000000, "totalBytes": 107000000000},
                         "network": {"bytesIn": %d, "bytesOut": 0}, "rpc": {"answered": %d, "failed": 1},
                         "peers": [
                           {"nodeKey": "0x1a2b3c4d5e6f", "name": "ash", "height": 1042, "dialled": true},
                           {"nodeKey": "0x99887766aabb", "name": null, "height": null, "dialled": false}]}
                        """.formatted(name, 192_000 + 1_000 * second, 12_400 * second, 12 * second)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static String text(Frame frame, int columns) {
        return Screen.lines(frame, columns).stream()
                .map(line -> (line.kind() == Line.Kind.ALARM ? "!" : "") + line.text())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void showsOneNodeInDetail() {
        assertThat(text(new Frame(NOW, List.of(node("cedar")), 0), 100)).isEqualTo("""
                        banyan top   2026-03-04 05:06:07 UTC   q quits

                        cedar   delegate on seat 2   Our chain, chain 468900   up 3 min 18 s   banyan/0.1.0
                          height      1,042, 0.4 s ago
                          blocks      4.0 /s   9.0 transactions/s   ██████
                          finality    86 ms median, 120 ms p95   ▅▆▆▇▇██
                          certificate block 1,042 in view 45: 4 of 4 signed, 3 needed
                          epoch       17, blocks 1,021 to 1,080: 22 made
                          view        46, the turn of birch
                          committee   ash 6  >birch 5 missed  cedar 6  dogwood 5
                          pool        1,200 ready, 3 behind a gap, 6.1 KiB of 64.0 MiB
                          memory      heap 121.1 MiB of 639.9 MiB, resident 401.5 MiB
                          disk        database 14.2 MiB, 31.0 GiB of 99.7 GiB free
                          requests    12.0 /s, 1 failed of 72
                          network     in 12.1 KiB/s, out 0 B/s
                          peers       2
                            0x1a2b3c4…  ash                       height       1,042  we called
                            0x9988776…  not in this committee     height           -  it called
                        """);
    }

    @Test
    void showsSeveralNodesInATableAndTheChosenOneBelow() {
        var silent = new Frame.Node(
                "http://10.0.0.2:8545", new Look.Silent("nothing listens there. Is the node running?"), History.NONE);
        assertThat(text(new Frame(NOW, List.of(node("cedar"), silent), 1), 120)).isEqualTo("""
                        banyan top   2026-03-04 05:06:07 UTC   q quits, 1 to 9 or n choose a node

                          node                        height       age  p50 ms  p95 ms  blk/s peers    pool   resident   database
                          cedar                        1,042     0.4 s      86     120    4.0     2   1,203  401.5 MiB   14.2 MiB
                        !> 10.0.0.2:8545            no answer

                        http://10.0.0.2:8545
                        !  nothing listens there. Is the node running?
                        """);
    }

    @Test
    void marksANodeThatStandsStillAndOneThatIsBehind() {
        Look.Told fine = told("cedar", 6);
        Look.Told still = with(fine, new Look.Chain("Our chain", 1, 1_042, 1_042, 10_000));
        Look.Told behind = with(fine, new Look.Chain("Our chain", 1, 1_000, 1_042, 400));
        assertThat(text(new Frame(NOW, List.of(new Frame.Node("a", still, History.NONE)), 0), 80))
                .contains("!  height      1,042, 10.0 s ago");
        assertThat(text(new Frame(NOW, List.of(new Frame.Node("a", behind, History.NONE)), 0), 80))
                .contains("!  height      1,000 of 1,042 known, 0.4 s ago");
    }

    private static Look.Told with(Look.Told told, Look.Chain chain) {
        return new Look.Told(
                told.self(),
                chain,
                told.finality(),
                told.lastCertificate(),
                told.epoch(),
                told.pool(),
                told.takes(),
                told.traffic(),
                told.peers());
    }

    @Test
    void nothingANodeSaysReachesTheTerminalAsAControl() {
        JsonNode evil = JSON.createObjectNode()
                .put("name", "a\u001b[2J\u009b1m\u202eb\u0301\n\u0007c")
                .put("version", "\u001b]0;owned\u0007")
                .put("role", "x".repeat(1_000_000))
                .put("height", -5)
                .put("uptimeMillis", "soon")
                .set(
                        "peers",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode()
                                        .put("nodeKey", "\r\n\u001b[A")
                                        .put("name", "\u0000")));
        Frame frame = new Frame(
                NOW, List.of(new Frame.Node("http://a", NodeProbe.read(evil, evil, evil, evil), History.NONE)), 0);
        assertThat(Screen.lines(frame, 100))
                .allSatisfy(line -> assertThat(line.text()).matches("[\\p{L}\\p{N}\\p{P}\\p{S} ]{0,100}"));
        assertThat(text(frame, 100)).contains("a?[2J?1m?b???c   xxxx");
    }

    @Test
    void manyMembersGoOnSeveralLines() {
        var seats = JSON.createArrayNode();
        for (int i = 0; i < 24; i++) {
            seats.addObject().put("name", "validator-" + i).put("produced", i);
        }
        JsonNode epoch = JSON.createObjectNode().set("seats", seats);
        JsonNode none = JSON.createObjectNode();
        Frame frame =
                new Frame(NOW, List.of(new Frame.Node("a", NodeProbe.read(none, none, epoch, none), History.NONE)), 0);
        List<String> lines = Screen.lines(frame, 80).stream().map(Line::text).toList();
        assertThat(lines.stream().filter(line -> line.contains("validator-")).count())
                .isEqualTo(6);
        assertThat(String.join(" ", lines)).contains("validator-0 0", "validator-23 23");
    }

    @Test
    void keysChooseANodeThatIsThere() {
        assertThat(TopCommand.chosen('2', 0, 3)).isEqualTo(1);
        assertThat(TopCommand.chosen('4', 0, 3)).isZero();
        assertThat(TopCommand.chosen('n', 2, 3)).isZero();
        assertThat(TopCommand.chosen(27, 1, 3)).isEqualTo(1);
    }

    @Test
    void aRestartBeginsTheHistoryAnew() {
        History before = History.NONE.add(0, told("a", 5)).add(1_000_000_000, told("a", 6));
        assertThat(before.rate(Detail::height)).hasValue(4);
        assertThat(before.add(2_000_000_000, told("a", 0)).rate(Detail::height)).isEmpty();
        assertThat(before.add(2_000_000_000, new Look.Silent("")).moments()).isEmpty();
    }

    @Test
    void aTerminalThatKnowsNoBarsGetsAscii() {
        assertThat(Sparkline.ascii("4.0 " + Sparkline.of(List.of(0.0, 3.5, 7.0)) + "…"))
                .isEqualTo("4.0 _=#?");
    }
}
