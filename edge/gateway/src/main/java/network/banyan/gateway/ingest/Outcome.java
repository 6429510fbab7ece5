// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.evidence.log.RecordAnswer;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Hash;

/** What became of one record of a message. */
public sealed interface Outcome {
    /**
     * It is in the log, durably.
     *
     * @param head of the log, with the leaf
     * @param isNew false if it was there before
     */
    record Taken(Hash record, long leaf, LogCheckpoint head, boolean isNew) implements Outcome {}

    /** @param record SHA-256 of what was sent */
    record Refused(Hash record, Refusal refusal, String reason) implements Outcome {}

    /** As the device is told. */
    default RecordAnswer answer(RecordLog log) {
        return switch (this) {
            case Taken(Hash record, long leaf, LogCheckpoint head, boolean _) ->
                new RecordAnswer.Taken(record, log.receipt(head, leaf));
            case Refused(Hash record, Refusal refusal, String reason) ->
                new RecordAnswer.Refused(record, refusal, reason);
        };
    }
}
