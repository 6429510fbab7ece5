// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** What nodes say about nodes: one type byte, then one RLP list of records (docs/spec/network.md, rule 24). */
public sealed interface PeerTalk {
    int RECORDS_MAX = 32;

    /** The sender's own record: unasked, after each connection and when it changes. */
    record Mine(PeerRecord record) implements PeerTalk {}

    /** Please tell of some others. */
    record Ask() implements PeerTalk {}

    /** The answer to {@link Ask}, and to nothing else. */
    record Known(List<PeerRecord> records) implements PeerTalk {
        public Known {
            records = List.copyOf(records);
        }
    }

    default byte[] encode() {
        RlpWriter out = new RlpWriter(256).beginList();
        int type = switch (this) {
            case Mine mine -> {
                out.writeRaw(mine.record().encode());
                yield 1;
            }
            case Ask _ -> 2;
            case Known known -> {
                known.records().forEach(record -> out.writeRaw(record.encode()));
                yield 3;
            }
        };
        byte[] list = out.endList().toArray();
        byte[] message = new byte[1 + list.length];
        message[0] = (byte) type;
        System.arraycopy(list, 0, message, 1, list.length);
        return message;
    }

    /**
     * Reads a message; signatures are not checked.
     *
     * @throws RlpException if the bytes are not exactly one message within the bounds
     */
    static PeerTalk decode(byte[] message) {
        if (message.length == 0) {
            throw new RlpException("no bytes");
        }
        RlpReader outer = new RlpReader(Arrays.copyOfRange(message, 1, message.length));
        RlpReader in = outer.list();
        outer.end();
        PeerTalk decoded = switch (message[0]) {
            case 1 -> new Mine(PeerRecord.decode(in.raw()));
            case 2 -> new Ask();
            case 3 -> new Known(records(in));
            default -> throw new RlpException("no such message: " + (message[0] & 0xff));
        };
        in.end();
        return decoded;
    }

    private static List<PeerRecord> records(RlpReader in) {
        List<PeerRecord> records = new ArrayList<>();
        while (in.hasMore()) {
            if (records.size() == RECORDS_MAX) {
                throw new RlpException("over " + RECORDS_MAX + " records");
            }
            records.add(PeerRecord.decode(in.raw()));
        }
        return records;
    }
}
