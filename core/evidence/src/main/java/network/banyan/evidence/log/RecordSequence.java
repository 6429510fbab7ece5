// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.ArrayList;
import java.util.List;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CoseSign1;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;

/** Records one after the other, as a device sends them in one message: a CBOR sequence (RFC 8742) of COSE_Sign1. */
public final class RecordSequence {
    /** As many records as a message may carry. */
    public static final int MAX_RECORDS = 64;

    private RecordSequence() {}

    /**
     * Cuts a message into what should be records; whether they are, decoding each tells.
     *
     * @return 1 to 64 pieces that make up the whole message
     * @throws EvidenceFormatException if it is no such sequence
     */
    public static List<Bytes> split(Bytes message) {
        List<Bytes> records = new ArrayList<>();
        int start = 0;
        while (start < message.size()) {
            if (records.size() == MAX_RECORDS) {
                throw new EvidenceFormatException("a message carries at most 64 records");
            }
            var in = new CborReader(message, start);
            in.tag(CoseSign1.TAG);
            in.array(4, "a COSE_Sign1");
            in.bytes();
            LogHeader.require(in.map() == 0, "the unprotected header must be empty");
            in.bytes();
            in.bytes();
            records.add(start == 0 && in.position() == message.size() ? message : message.slice(start, in.position()));
            start = in.position();
        }
        LogHeader.require(!records.isEmpty(), "the message is empty");
        return List.copyOf(records);
    }
}
