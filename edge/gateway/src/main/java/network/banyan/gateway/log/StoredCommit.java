// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.primitives.Bytes;

/** A commit that stands alone, in the bytes of docs/spec/gateway.md, rule 11, with 0 as the offset it began at. */
public record StoredCommit(List<Bytes> records, LogCheckpoint checkpoint) {
    /** Empty if the bytes are not one whole commit and nothing else. */
    public static Optional<StoredCommit> decode(byte[] bytes) {
        List<Bytes> records = new ArrayList<>();
        int position = 0;
        while (true) {
            Optional<LogEntry> entry = LogEntry.at(bytes, position);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            position += entry.get().size();
            switch (entry.get()) {
                case LogEntry.Leaf(Bytes record) -> records.add(record);
                case LogEntry.Commit(long start, LogCheckpoint checkpoint) -> {
                    boolean isWhole = start == 0 && !records.isEmpty() && position == bytes.length;
                    return isWhole ? Optional.of(new StoredCommit(List.copyOf(records), checkpoint)) : Optional.empty();
                }
            }
        }
    }
}
