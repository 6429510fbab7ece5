// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.top;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns a frame into lines: a table of the nodes if there are several, then the chosen one in detail. */
final class Screen {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String ROW = "%s %-22s %11s %9s %7s %7s %6s %5s %7s %10s %10s";

    private Screen() {}

    /**
     * @param columns of the terminal, at least 1
     */
    static List<Line> lines(Frame frame, int columns) {
        List<Line> lines = new ArrayList<>();
        boolean several = frame.nodes().size() > 1;
        lines.add(Line.title("banyan top   %s UTC   %s"
                .formatted(TIME.format(frame.now()), several ? "q quits, 1 to 9 or n choose a node" : "q quits")));
        lines.add(Line.plain(""));
        if (several) {
            lines.add(Line.title(ROW.formatted(
                    " ",
                    "node",
                    "height",
                    "age",
                    "p50 ms",
                    "p95 ms",
                    "blk/s",
                    "peers",
                    "pool",
                    "resident",
                    "database")));
            for (int i = 0; i < frame.nodes().size(); i++) {
                lines.add(row(frame.nodes().get(i), i == frame.chosen() ? ">" : " "));
            }
            lines.add(Line.plain(""));
        }
        Frame.Node chosen = frame.nodes().get(frame.chosen());
        switch (chosen.look()) {
            case Look.Silent silent -> {
                lines.add(Line.title(chosen.url()));
                lines.add(Line.alarm("  " + silent.why()));
            }
            case Look.Told told -> lines.addAll(new Detail(told, chosen.history(), columns).lines());
        }
        return lines.stream().map(line -> line.within(columns)).toList();
    }

    private static Line row(Frame.Node node, String mark) {
        return switch (node.look()) {
            case Look.Silent _ -> Line.alarm("%s %-22s %11s".formatted(mark, shortened(node.url()), "no answer"));
            case Look.Told told -> {
                String text = ROW.formatted(
                        mark,
                        shortened(told.self().name()),
                        Amount.count(told.chain().height()),
                        Amount.span(told.chain().ageMillis()),
                        Amount.count(told.finality().median()),
                        Amount.count(told.finality().p95()),
                        Amount.rate(node.history().rate(Detail::height)),
                        Amount.count(told.peers().size()),
                        Amount.count(told.pool().ready() + told.pool().waiting()),
                        Amount.bytes(told.takes().resident()),
                        Amount.bytes(told.takes().database()));
                yield Detail.isStill(told) || Detail.isBehind(told) ? Line.alarm(text) : Line.plain(text);
            }
        };
    }

    private static String shortened(String name) {
        String plain = name.replaceFirst("^https?://", "");
        return plain.length() <= 22 ? plain : plain.substring(0, 21) + "…";
    }
}
