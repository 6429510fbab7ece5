// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.peers.BanBook;
import network.banyan.peers.Culprit;

/**
 * Bans over restarts, a line each: the key or subnet in hexadecimal, when it ends in milliseconds since 1970, and how often
 * there was one. An operator may delete lines while the node does not run. Used by one thread.
 */
final class BanFile {
    private static final String NAME = "bans";
    private static final int LINES_MAX = 4_096;
    private static final Pattern LINE = Pattern.compile("(\\S{6,66}) (\\d{1,15}) (\\d{1,6})");

    private final PeerFolder folder;
    private List<BanBook.Ban> written;

    BanFile(PeerFolder folder) {
        this.folder = folder;
        this.written = folder.read(NAME).stream()
                .limit(LINES_MAX)
                .map(BanFile::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** As the file has them. */
    List<BanBook.Ban> bans() {
        return written;
    }

    /** Writes only what is new. */
    void keep(List<BanBook.Ban> bans) {
        if (!bans.equals(written)) {
            folder.write(
                    NAME,
                    bans.stream()
                            .map(ban -> "%s %d %d".formatted(ban.culprit(), ban.until(), ban.times()))
                            .toList());
            written = bans;
        }
    }

    private static Optional<BanBook.Ban> parse(String line) {
        Matcher fields = LINE.matcher(line);
        return fields.matches()
                ? Culprit.parse(fields.group(1))
                        .map(culprit -> new BanBook.Ban(
                                culprit, Long.parseLong(fields.group(2)), Integer.parseInt(fields.group(3))))
                : Optional.empty();
    }
}
