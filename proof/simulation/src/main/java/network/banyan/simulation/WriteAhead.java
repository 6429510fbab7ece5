// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.replica.ChainStore.LogEntry;

/**
 * The bytes of a log as a disk holds them: of each entry its length (4 bytes), the checksum of its body (8) and the body,
 * RLP of epoch, view and record. Reading ends before the first entry that is not whole, as RocksDB's recovery does
 * ({@code kTolerateCorruptedTailRecords}).
 */
final class WriteAhead {
    private static final int HEAD = 12;

    private WriteAhead() {}

    static byte[] of(List<LogEntry> entries) {
        List<byte[]> bodies = entries.stream().map(WriteAhead::encode).toList();
        byte[] log =
                new byte[bodies.stream().mapToInt(body -> HEAD + body.length).sum()];
        int at = 0;
        for (byte[] body : bodies) {
            BigEndian.putInt(log, at, body.length);
            BigEndian.putLong(log, at + 4, checksum(body, 0, body.length));
            System.arraycopy(body, 0, log, at + HEAD, body.length);
            at += HEAD + body.length;
        }
        return log;
    }

    /** The entries before the first that is damaged or cut off. */
    static List<LogEntry> read(byte[] log) {
        List<LogEntry> whole = new ArrayList<>();
        int at = 0;
        while (at + HEAD <= log.length) {
            int length = BigEndian.intAt(log, at);
            boolean fits = length > 0
                    && length <= log.length - at - HEAD
                    && BigEndian.longAt(log, at + 4) == checksum(log, at + HEAD, length);
            if (!fits) {
                break;
            }
            byte[] body = new byte[length];
            System.arraycopy(log, at + HEAD, body, 0, length);
            whole.add(decode(body));
            at += HEAD + length;
        }
        return whole;
    }

    private static byte[] encode(LogEntry entry) {
        return new RlpWriter(entry.record().size() + 40)
                .beginList()
                .write(entry.epoch())
                .write(entry.view())
                .write(entry.record())
                .endList()
                .toArray();
    }

    private static LogEntry decode(byte[] body) {
        RlpReader in = new RlpReader(body).list();
        return new LogEntry(in.longNumber(), in.longNumber(), in.bytes());
    }

    private static long checksum(byte[] bytes, int from, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return checksum.getValue();
    }
}
