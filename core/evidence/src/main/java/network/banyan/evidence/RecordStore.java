// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The port behind which a node keeps published records and where they were anchored. Made for a store of ordered keys:
 *
 * <ul>
 *   <li>record id to its bytes;
 *   <li>device, sequence to record id (the newest record is the last key of the device);
 *   <li>arrival number to record id, for the newest of all devices;
 *   <li>device, first sequence to {@link AnchorPlace} (a record's batch is the last key not above it);
 *   <li>one entry with the height up to which anchors are indexed.
 * </ul>
 *
 * <p>Any thread may read; one at a time writes.
 */
public interface RecordStore {
    /**
     * Keeps records, all or none; once it returns they survive a power cut. Each gets the next arrival number. The shelf
     * calls it with records that are not there yet, and never with two of the same device and sequence.
     */
    void append(List<DeviceRecord> records);

    /** A record's bytes by its SHA-256. */
    Optional<Bytes> record(Hash id);

    Optional<Hash> idAt(Hash device, long sequence);

    /** The highest sequence number kept of a device; 0 if none is. */
    long lastSequence(Hash device);

    /**
     * Ids in the order of arrival, newest first.
     *
     * @param before only those with a lower arrival number; {@link Long#MAX_VALUE} for the newest
     */
    List<Arrival> arrivals(long before, int limit);

    /** @param number from 1, without a gap */
    record Arrival(long number, Hash id) {}

    /**
     * Keeps the batches that a finalised block anchored, together with the block's height, all or none. Called for every
     * block in order, also for those that anchor nothing; again for the same block does no harm. It need not be durable at
     * once: after a crash the node asks {@link #indexedHeight} and calls again from there.
     */
    void index(long block, List<AnchorPlace> places);

    /** The height of the last indexed block; 0 at first, for genesis anchors nothing. */
    long indexedHeight();

    /** The batch that covers a record; empty if it is not anchored in any indexed block. */
    Optional<AnchorPlace> place(Hash device, long sequence);

    /** The last sequence number that is anchored for a device in any indexed block; 0 if none is. */
    long anchoredThrough(Hash device);
}
