// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.gateway.GatewayException;
import network.banyan.primitives.Bytes;

/** Reads a segment's commits, and tells an end that a crash explains from damage that it does not. */
final class SegmentScan {
    private SegmentScan() {}

    /**
     * A whole commit.
     *
     * @param offsets where each record's entry starts in the file
     */
    record Commit(List<Bytes> records, List<Integer> offsets, LogCheckpoint checkpoint) {}

    interface Visitor {
        void commit(Commit commit);
    }

    /**
     * Visits every whole commit from the first on.
     *
     * @param isLast whether no other segment follows: only there may a commit be unfinished
     * @return where the last whole commit ends
     * @throws GatewayException if what was acknowledged is damaged
     */
    static long walk(Path file, boolean isLast, Visitor visitor) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        while (start < bytes.length) {
            int end = commit(file, bytes, start, visitor);
            if (end == start) {
                mustBeTorn(file, bytes, start, isLast);
                return start;
            }
            start = end;
        }
        return start;
    }

    /** Where the commit ends that starts at an offset; the offset itself if it is not whole. */
    private static int commit(Path file, byte[] bytes, int start, Visitor visitor) {
        List<Bytes> records = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        int position = start;
        while (true) {
            Optional<LogEntry> entry = LogEntry.at(bytes, position);
            if (entry.isEmpty()) {
                return start;
            }
            switch (entry.get()) {
                case LogEntry.Leaf(Bytes record) -> {
                    offsets.add(position);
                    records.add(record);
                }
                case LogEntry.Commit commit -> {
                    if (commit.start() != start || records.isEmpty()) {
                        throw new GatewayException(
                                "the log %s is damaged at byte %d: a commit that began at %d ends there"
                                        .formatted(file, position, commit.start()));
                    }
                    visitor.commit(new Commit(records, offsets, commit.checkpoint()));
                    return position + commit.size();
                }
            }
            position += entry.get().size();
        }
    }

    /** A commit is begun only when the one before it is durable, so a whole one behind the break means that a disk lost it. */
    private static void mustBeTorn(Path file, byte[] bytes, int start, boolean isLast) {
        boolean hasLater = !isLast;
        for (int at = start; at <= bytes.length - LogEntry.MAGIC.length && !hasLater; at++) {
            if (bytes[at] == LogEntry.MAGIC[0]
                    && Arrays.equals(bytes, at, at + LogEntry.MAGIC.length, LogEntry.MAGIC, 0, LogEntry.MAGIC.length)
                    && at - LogEntry.HEAD >= start) {
                hasLater = LogEntry.at(bytes, at - LogEntry.HEAD)
                        .filter(entry -> entry instanceof LogEntry.Commit commit && commit.start() > start)
                        .isPresent();
            }
        }
        if (hasLater) {
            throw new GatewayException(
                    ("the log %s is damaged at or behind byte %d, and records behind it were acknowledged; restore the"
                                    + " file, or start a new gateway with a new key and folder")
                            .formatted(file, start));
        }
    }
}
