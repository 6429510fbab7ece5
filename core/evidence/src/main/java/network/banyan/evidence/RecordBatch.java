// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.crypto.MerkleTree;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * Records of one device that follow each other, put under one Merkle root (RFC 9162, SHA-256) to be anchored at once. The
 * leaves are the records' bytes.
 */
public final class RecordBatch {
    /** As many records as a batch of ours may have; the contract would take 2^32 - 1. */
    public static final int MAX_RECORDS = 65_536;

    private final AnchorContract.Batch batch;
    private final List<Hash> leaves;

    private RecordBatch(AnchorContract.Batch batch, List<Hash> leaves) {
        this.batch = batch;
        this.leaves = leaves;
    }

    /**
     * @param records 1 to 65,536 of them, each following the one before it
     */
    public static RecordBatch of(List<DeviceRecord> records) {
        Invariant.check(!records.isEmpty() && records.size() <= MAX_RECORDS, "a batch of %d records", records.size());
        for (int i = 1; i < records.size(); i++) {
            Invariant.check(
                    records.get(i).previous().equals(records.get(i - 1).id()),
                    "%s does not follow %s",
                    records.get(i),
                    records.get(i - 1));
        }
        DeviceRecord first = records.getFirst();
        return of(
                first.device(),
                first.sequence(),
                records.stream().map(DeviceRecord::encoded).toList());
    }

    /** As {@link #of(List)}, for records that were checked before and need not be decoded again. */
    public static RecordBatch of(Hash device, long firstSequence, List<Bytes> records) {
        List<Hash> leaves = records.stream().map(MerkleTree::leafHash).toList();
        return new RecordBatch(
                new AnchorContract.Batch(device, MerkleTree.root(leaves), firstSequence, leaves.size()), leaves);
    }

    /** What is anchored. */
    public AnchorContract.Batch batch() {
        return batch;
    }

    /** The way from a record to the root. */
    public EvidenceBundle.Inclusion inclusion(long sequence) {
        Invariant.check(batch.covers(sequence), "record %d is not in this batch", sequence);
        int index = (int) (sequence - batch.firstSequence());
        return new EvidenceBundle.Inclusion(index, leaves.size(), MerkleTree.path(leaves, index));
    }
}
