// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.ArrayList;
import java.util.List;
import network.banyan.consensus.LogRecord;
import network.banyan.ledger.Block;
import network.banyan.ledger.Slot;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/**
 * The replica's log entries: consensus records, and the bodies of blocks it votes for. A body is logged before the vote,
 * because a quorum of votes may make the block final while everyone who had it restarts.
 */
final class Journal {
    private static final byte CONSENSUS = 1;
    private static final byte BODY = 2;

    private final ChainStore store;
    private final List<ChainStore.LogEntry> waiting = new ArrayList<>();

    Journal(ChainStore store) {
        this.store = store;
    }

    record Recovered(List<LogRecord> records, List<Block> bodies) {}

    /** Of an epoch: what was said in one that is over must not be taken for what is said now. */
    Recovered recover(long epoch) {
        List<LogRecord> records = new ArrayList<>();
        List<Block> bodies = new ArrayList<>();
        for (ChainStore.LogEntry entry : store.log()) {
            if (entry.epoch() != epoch) {
                continue;
            }
            byte[] record = entry.record().toArray();
            byte[] rest = java.util.Arrays.copyOfRange(record, 1, record.length);
            switch (record[0]) {
                case CONSENSUS -> records.add(LogRecord.decode(rest));
                case BODY -> bodies.add(Block.decode(rest));
                default -> Invariant.check(false, "the log holds an entry of kind %d", record[0]);
            }
        }
        return new Recovered(records, bodies);
    }

    void add(long epoch, LogRecord entry) {
        waiting.add(new ChainStore.LogEntry(epoch, entry.view(), tagged(CONSENSUS, entry.encode())));
    }

    void add(Block body) {
        Slot slot = body.slot();
        waiting.add(new ChainStore.LogEntry(slot.epoch(), slot.view(), tagged(BODY, body.encode())));
    }

    /** Makes durable what was added; one sync for all of it. */
    void flush() {
        if (!waiting.isEmpty()) {
            store.append(List.copyOf(waiting));
            waiting.clear();
        }
    }

    private static Bytes tagged(byte kind, byte[] body) {
        byte[] record = new byte[1 + body.length];
        record[0] = kind;
        System.arraycopy(body, 0, record, 1, body.length);
        return Bytes.wrap(record);
    }
}
