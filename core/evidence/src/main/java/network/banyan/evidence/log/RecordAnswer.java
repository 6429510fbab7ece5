// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A gateway's answer to one record, as it stands on the device's {@code receipts} topic:
 *
 * <pre>
 * [0, record's name, receipt]          ; taken
 * [1, record's name, code, reason]     ; refused
 * </pre>
 *
 * <p>A message is a CBOR sequence of answers, in the order of the records.
 */
public sealed interface RecordAnswer {
    /** As many answers as a message carries. */
    int MAX_ANSWERS = RecordSequence.MAX_RECORDS;

    /** The longest reason, in characters. */
    int MAX_REASON = 512;

    /** SHA-256 of what was sent: the record's name if it was one. */
    Hash record();

    /** The record is in the log, durably. */
    record Taken(Hash record, Receipt receipt) implements RecordAnswer {}

    /** @param reason a sentence for people */
    record Refused(Hash record, Refusal refusal, String reason) implements RecordAnswer {
        public Refused {
            LogHeader.require(reason.length() <= MAX_REASON, "a reason has at most 512 characters");
        }
    }

    default Bytes encode() {
        return switch (this) {
            case Taken(Hash record, Receipt receipt) ->
                new CborWriter()
                        .array(3)
                        .integer(0)
                        .bytes(record.toArray())
                        .bytes(receipt.encode())
                        .toBytes();
            case Refused(Hash record, Refusal refusal, String reason) ->
                new CborWriter()
                        .array(4)
                        .integer(1)
                        .bytes(record.toArray())
                        .text(refusal.code())
                        .text(reason)
                        .toBytes();
        };
    }

    /** Reads a message of answers.
     *
     * @throws EvidenceFormatException if it is none
     */
    static List<RecordAnswer> decode(Bytes message) {
        List<RecordAnswer> answers = new ArrayList<>();
        var in = new CborReader(message);
        while (in.position() < message.size()) {
            LogHeader.require(answers.size() < MAX_ANSWERS, "a message has at most 64 answers");
            int items = in.array();
            long kind = in.unsigned();
            Hash record = LogHeader.hash(in.bytes());
            if (kind == 0 && items == 3) {
                answers.add(new Taken(record, Receipt.decode(in.bytes())));
            } else if (kind == 1 && items == 4) {
                answers.add(new Refused(record, refusal(in.text()), in.text()));
            } else {
                throw new EvidenceFormatException("no such answer");
            }
        }
        return answers;
    }

    private static Refusal refusal(String code) {
        return Stream.of(Refusal.values())
                .filter(refusal -> refusal.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new EvidenceFormatException("no such refusal"));
    }
}
