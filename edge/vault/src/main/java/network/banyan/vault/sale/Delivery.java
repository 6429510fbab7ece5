// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.chain.SaleTerms;

/**
 * What a revealed key makes of the ciphertexts.
 *
 * @param records those that are what was sold, in their order
 * @param bad places whose content is not; each decides for the buyer, unless the contract says that the device signed it
 * @param breaks numbers of good records that do not follow the good one in front of them: the device signed two histories
 */
public record Delivery(List<DeviceRecord> records, List<Bad> bad, List<Long> breaks) {
    public Delivery {
        records = List.copyOf(records);
        bad = List.copyOf(bad);
        breaks = List.copyOf(breaks);
    }

    /**
     * @param index in the sale, from 0
     */
    public record Bad(int index, String reason) {}

    public static Delivery open(SaleTerms.Run run, Ciphertexts texts, Hash key) {
        List<DeviceRecord> records = new ArrayList<>();
        List<Bad> bad = new ArrayList<>();
        List<Long> breaks = new ArrayList<>();
        for (int index = 0; index < texts.texts().size(); index++) {
            try {
                DeviceRecord record = DeviceRecord.decode(texts.open(key, index));
                Optional<String> fault = fault(record, run, run.first() + index);
                if (fault.isPresent()) {
                    bad.add(new Bad(index, fault.get()));
                    continue;
                }
                if (!records.isEmpty()
                        && records.getLast().sequence() + 1 == record.sequence()
                        && !records.getLast().id().equals(record.previous())) {
                    breaks.add(record.sequence());
                }
                records.add(record);
            } catch (EvidenceFormatException noRecord) {
                bad.add(new Bad(index, "what stands there is no record: " + noRecord.getMessage()));
            }
        }
        return new Delivery(records, bad, breaks);
    }

    private static Optional<String> fault(DeviceRecord record, SaleTerms.Run run, long number) {
        if (!record.device().equals(run.device())) {
            return Optional.of("it is another device's record");
        }
        if (record.sequence() != number) {
            return Optional.of("it is record %d".formatted(record.sequence()));
        }
        return record.isSignedBy(run.key()) ? Optional.empty() : Optional.of("the device's key did not sign it");
    }

    /** As `data fetch --records` writes them: a CBOR array of byte strings. */
    public Bytes encode() {
        var out = new CborWriter().array(records.size());
        records.forEach(record -> out.bytes(record.encoded()));
        return out.toBytes();
    }
}
