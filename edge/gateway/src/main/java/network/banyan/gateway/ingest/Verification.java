// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.log.RecordSequence;
import network.banyan.evidence.log.Refusal;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Everything about a message that needs no other message: form, sender, signature. */
final class Verification {
    private final DeviceKeys keys;

    Verification(DeviceKeys keys) {
        this.keys = keys;
    }

    /** A message whose records were looked at, in their order. */
    record Verified(Message message, List<Item> items) {}

    sealed interface Item {
        /** Its device signed it. */
        record Good(DeviceRecord record, Hash leafHash) implements Item {}

        /** @param sequence as it says itself, which nobody has checked; 0 if it says none */
        record Bad(Outcome.Refused refused, long sequence) implements Item {}
    }

    /** The number of a message's first record, as it says itself; empty if it says none. */
    static OptionalLong firstSequence(Bytes payload) {
        try {
            return OptionalLong.of(
                    DeviceRecord.decode(RecordSequence.split(payload).getFirst())
                            .sequence());
        } catch (EvidenceFormatException | NoSuchElementException malformed) {
            return OptionalLong.empty();
        }
    }

    Verified verify(Message message) {
        List<Bytes> pieces;
        try {
            pieces = RecordSequence.split(message.payload());
        } catch (EvidenceFormatException noSequence) {
            return new Verified(
                    message,
                    List.of(bad(
                            message.payload(),
                            0,
                            Refusal.MALFORMED,
                            "no sequence of records: " + noSequence.getMessage())));
        }
        DeviceKeys.Answer key = keys.of(message.device());
        List<Item> items = new ArrayList<>(pieces.size());
        for (Bytes piece : pieces) {
            items.add(verify(message.device(), key, piece));
        }
        return new Verified(message, items);
    }

    private static Item verify(Hash device, DeviceKeys.Answer answer, Bytes encoded) {
        DeviceRecord record;
        try {
            record = DeviceRecord.decode(encoded);
        } catch (EvidenceFormatException malformed) {
            return bad(encoded, 0, Refusal.MALFORMED, "no record: " + malformed.getMessage());
        }
        if (!record.device().equals(device)) {
            return bad(
                    encoded,
                    0,
                    Refusal.SPOOFED,
                    "the record names device %s, the connection is that of %s".formatted(record.device(), device));
        }
        return switch (answer) {
            case DeviceKeys.Answer.Unregistered() ->
                bad(
                        encoded,
                        record.sequence(),
                        Refusal.UNREGISTERED,
                        "device %s is not registered, or was revoked".formatted(device));
            case DeviceKeys.Answer.Unknown(String reason) -> bad(encoded, record.sequence(), Refusal.BUSY, reason);
            case DeviceKeys.Answer.Registered(var key) ->
                record.isSignedBy(key)
                        ? new Item.Good(record, MerkleTree.leafHash(encoded))
                        : bad(
                                encoded,
                                record.sequence(),
                                Refusal.BAD_SIGNATURE,
                                "the device's registered key did not sign it");
        };
    }

    private static Item bad(Bytes sent, long sequence, Refusal refusal, String reason) {
        String bounded = reason.length() <= 400 ? reason : reason.substring(0, 400);
        return new Item.Bad(new Outcome.Refused(Sha256.hash(sent), refusal, bounded), sequence);
    }
}
