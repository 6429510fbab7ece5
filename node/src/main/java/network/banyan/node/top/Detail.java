// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All there is to say of one node that answered. */
final class Detail {
    /** A last block this old is worth a look: blocks are final within a second. */
    private static final long STILL_MILLIS = 10_000;

    /** As readiness has it. */
    private static final long BEHIND_BLOCKS = 2;

    private static final int PEERS_SHOWN = 16;
    private static final double DISK_LEAST = 0.05;

    private final Look.Told told;
    private final History history;
    private final int columns;
    private final List<Line> lines = new ArrayList<>();

    Detail(Look.Told told, History history, int columns) {
        this.told = told;
        this.history = history;
        this.columns = columns;
    }

    static long height(Look.Told told) {
        return told.chain().height();
    }

    static boolean isStill(Look.Told told) {
        return told.chain().ageMillis() >= STILL_MILLIS;
    }

    static boolean isBehind(Look.Told told) {
        return told.chain().bestKnown() - told.chain().height() > BEHIND_BLOCKS;
    }

    List<Line> lines() {
        Look.Self self = told.self();
        lines.add(Line.title("%s   %s%s   %s, chain %d   up %s   banyan/%s"
                .formatted(
                        self.name(),
                        self.role(),
                        self.seat().isPresent() ? " on seat " + self.seat().getAsInt() : "",
                        told.chain().name(),
                        told.chain().id(),
                        Amount.span(self.uptimeMillis()),
                        self.version())));
        chain();
        epoch();
        resources();
        peers();
        return lines;
    }

    private void chain() {
        String behind = isBehind(told)
                ? " of %s known".formatted(Amount.count(told.chain().bestKnown()))
                : "";
        say(
                isBehind(told) || isStill(told),
                "height",
                "%s%s, %s ago"
                        .formatted(
                                Amount.count(told.chain().height()),
                                behind,
                                Amount.span(told.chain().ageMillis())));
        say(
                false,
                "blocks",
                "%s /s   %s transactions/s   %s"
                        .formatted(
                                Amount.rate(history.rate(Detail::height)),
                                Amount.rate(history.rate(each -> each.finality().transactions())),
                                Sparkline.of(history.rates(Detail::height))));
        say(
                false,
                "finality",
                "%s ms median, %s ms p95   %s"
                        .formatted(
                                Amount.count(told.finality().median()),
                                Amount.count(told.finality().p95()),
                                Sparkline.of(history.values(
                                        each -> each.finality().last().orElse(0)))));
        say(
                false,
                "certificate",
                told.lastCertificate()
                        .map(last -> "block %s in view %s: %d of %d signed, %d needed"
                                .formatted(
                                        Amount.count(last.block()),
                                        Amount.count(last.view()),
                                        last.signers(),
                                        told.epoch().seats().size(),
                                        told.epoch().quorum()))
                        .orElse("none yet"));
    }

    private void epoch() {
        Look.Epoch epoch = told.epoch();
        say(
                false,
                "epoch",
                epoch.lastBlock().isPresent()
                        ? "%s, blocks %s to %s: %s made"
                                .formatted(
                                        Amount.count(epoch.number()),
                                        Amount.count(epoch.firstBlock()),
                                        Amount.count(epoch.lastBlock()),
                                        Amount.count(epoch.blocks()))
                        : "%s, without end".formatted(Amount.count(epoch.number())));
        Optional<Look.Seat> turn = epoch.turn();
        say(
                false,
                "view",
                Amount.count(epoch.view())
                        + turn.map(seat -> ", the turn of " + seat.name()).orElse(""));
        committee(turn);
    }

    /** As many members to a line as fit, each with the blocks it made. */
    private void committee(Optional<Look.Seat> turn) {
        StringBuilder row = new StringBuilder();
        String label = "committee";
        for (Look.Seat seat : told.epoch().seats()) {
            String cell = "%s%s %d%s"
                    .formatted(
                            turn.filter(seat::equals).isPresent() ? ">" : "",
                            seat.name(),
                            seat.produced(),
                            seat.hasMissed() ? " missed" : "");
            if (!row.isEmpty() && row.length() + cell.length() + 16 > columns) {
                say(false, label, row.toString());
                label = "";
                row.setLength(0);
            }
            row.append(row.isEmpty() ? "" : "  ").append(cell);
        }
        say(false, label, row.toString());
    }

    private void resources() {
        Look.Pool pool = told.pool();
        say(
                false,
                "pool",
                "%s ready, %s behind a gap, %s of %s"
                        .formatted(
                                Amount.count(pool.ready()),
                                Amount.count(pool.waiting()),
                                Amount.bytes(pool.bytes()),
                                Amount.bytes(pool.bytesMax())));
        Look.Takes takes = told.takes();
        say(
                false,
                "memory",
                "heap %s of %s, resident %s"
                        .formatted(
                                Amount.bytes(takes.heap()),
                                Amount.bytes(takes.heapMax()),
                                Amount.bytes(takes.resident())));
        say(
                takes.diskTotal() > 0 && takes.diskFree() < DISK_LEAST * takes.diskTotal(),
                "disk",
                "database %s, %s of %s free"
                        .formatted(
                                Amount.bytes(takes.database()),
                                Amount.bytes(takes.diskFree()),
                                Amount.bytes(takes.diskTotal())));
        say(
                false,
                "requests",
                "%s /s, %s failed of %s"
                        .formatted(
                                Amount.rate(history.rate(each -> each.traffic().answered())),
                                Amount.count(told.traffic().failed()),
                                Amount.count(told.traffic().answered())));
        say(
                false,
                "network",
                "in %s, out %s"
                        .formatted(
                                Amount.bytesRate(
                                        history.rate(each -> each.traffic().bytesIn())),
                                Amount.bytesRate(
                                        history.rate(each -> each.traffic().bytesOut()))));
    }

    private void peers() {
        List<Look.Peer> peers = told.peers();
        say(peers.isEmpty() && told.epoch().seats().size() > 1, "peers", Amount.count(peers.size()));
        for (Look.Peer peer : peers.subList(0, Math.min(PEERS_SHOWN, peers.size()))) {
            lines.add(Line.plain("    %-10s  %-24s  height %11s  %s"
                    .formatted(
                            peer.key(),
                            peer.name().orElse("not in this committee"),
                            Amount.count(peer.height()),
                            peer.isDialled() ? "we called" : "it called")));
        }
        if (peers.size() > PEERS_SHOWN) {
            lines.add(Line.plain("    and %d more".formatted(peers.size() - PEERS_SHOWN)));
        }
    }

    private void say(boolean isAlarm, String label, String text) {
        String line = String.format(Locale.ROOT, "  %-11s %s", label, text).stripTrailing();
        lines.add(isAlarm ? Line.alarm(line) : Line.plain(line));
    }
}
