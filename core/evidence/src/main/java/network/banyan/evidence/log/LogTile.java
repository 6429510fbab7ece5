// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.Optional;
import network.banyan.primitives.Invariant;

/**
 * A log is read by strangers as tiles: files of up to 256 hashes that never change once they are full, so any cache may keep
 * them. Level 0 holds leaf hashes, level {@code L} the roots of the full tiles below it.
 *
 * <p>Source: C2SP tlog-tiles, v1.
 *
 * @param level 0 to 7
 * @param index of the tile on its level, from 0
 * @param width hashes in it, 1 to 256; a tile that is not full yet is read under its width
 */
public record LogTile(int level, long index, int width) {
    /** Tree levels in a tile, and the hashes of a full one. */
    public static final int HEIGHT = 8;

    public static final int WIDTH = 1 << HEIGHT;
    private static final int MAX_LEVEL = 7;

    public LogTile {
        Invariant.check(
                level >= 0 && level <= MAX_LEVEL && index >= 0 && width >= 1 && width <= WIDTH,
                "no such tile: %d/%d.p/%d",
                level,
                index,
                width);
    }

    /** The hashes that a level has when the log has {@code size} leaves. */
    public static long hashes(int level, long size) {
        return size >>> (HEIGHT * level);
    }

    /** Whether a log of this size has the tile. */
    public boolean exists(long size) {
        return index * WIDTH + width <= hashes(level, size);
    }

    /** Such as {@code tile/0/x001/067} or {@code tile/1/000.p/12}. */
    public String path() {
        return "tile/%d/%s%s".formatted(level, number(index), width == WIDTH ? "" : ".p/" + width);
    }

    /** Reads what {@link #path} writes; empty for anything else. */
    public static Optional<LogTile> parse(String path) {
        // Nine digits: 2^37 leaves; and nothing here can overflow.
        var matcher = java.util.regex.Pattern.compile(
                        "tile/([0-7])/((?:x[0-9]{3}/){0,2}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?")
                .matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(matcher.group(2).replaceAll("[x/]", ""));
        int width = matcher.group(3) == null ? WIDTH : Integer.parseInt(matcher.group(3));
        if (width > WIDTH) {
            return Optional.empty();
        }
        var tile = new LogTile(Integer.parseInt(matcher.group(1)), index, width);
        return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /** Groups of three digits; all but the last begin with an x. */
    public static String number(long index) {
        String last = "%03d".formatted(index % 1_000);
        StringBuilder path = new StringBuilder(last);
        for (long rest = index / 1_000; rest > 0; rest /= 1_000) {
            path.insert(0, "x%03d/".formatted(rest % 1_000));
        }
        return path.toString();
    }
}
