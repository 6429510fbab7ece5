// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.ArrayList;
import java.util.List;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.device.Journal;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;

/**
 * Makes one signed record of some samples, and keeps it. Until then its samples are in memory only: who batches by ten
 * loses nine at most with the power.
 */
final class Batcher {
    /** A reading's CBOR is at most so much longer than its name and unit. */
    private static final int READING_OVERHEAD = 40;

    /** Leaves room for header and signature in the 16 KiB of a record. */
    private static final int MAX_PAYLOAD = 15 * 1_024;

    private final DeviceSigner signer;
    private final Journal journal;
    private final int samplesMax;
    private final List<Reading> readings = new ArrayList<>();
    private long startMillis;
    private long lastMillis;
    private int samples;
    private int bytes;
    private long missed;

    /** @param samplesMax samples of a record, from 1 */
    Batcher(DeviceSigner signer, Journal journal, int samplesMax) {
        this.signer = signer;
        this.journal = journal;
        this.samplesMax = samplesMax;
    }

    /**
     * Takes a sample in.
     *
     * @throws DeviceException if a record cannot be signed or kept
     */
    void add(Sample sample) {
        if (sample.timeMillis() < DeviceRecord.MIN_TIME_MILLIS || sample.timeMillis() > DeviceRecord.MAX_TIME_MILLIS) {
            throw new DeviceException("the clock stands before 1978 or after 9999; set it first");
        }
        if (journal.isFull()) {
            missed++;
            return;
        }
        int size = sample.readings().stream().mapToInt(Batcher::bytes).sum();
        if (!fits(sample, size)) {
            finish();
        }
        if (samples == 0) {
            startMillis = sample.timeMillis();
            lastMillis = startMillis - 1;
        }
        // A name stands once at each moment; two samples of one millisecond are a millisecond apart.
        lastMillis = Math.max(sample.timeMillis(), lastMillis + 1);
        for (Reading reading : sample.readings()) {
            if (readings.size() < DeviceRecord.MAX_READINGS && bytes + bytes(reading) <= MAX_PAYLOAD) {
                readings.add(reading.after(lastMillis - startMillis));
                bytes += bytes(reading);
            }
        }
        if (++samples >= samplesMax) {
            finish();
        }
    }

    private boolean fits(Sample sample, int size) {
        return samples > 0
                && sample.timeMillis() >= lastMillis
                && sample.timeMillis() - startMillis < Reading.MAX_AFTER_MILLIS
                && readings.size() + sample.readings().size() <= DeviceRecord.MAX_READINGS
                && bytes + size <= MAX_PAYLOAD;
    }

    private static int bytes(Reading reading) {
        return reading.name().length() + reading.unit().length() + READING_OVERHEAD;
    }

    /** Signs and keeps what there is. Durable once it returns. */
    void finish() {
        if (samples == 0) {
            return;
        }
        journal.append(DeviceRecord.sign(
                signer.device(), journal.lastSequence() + 1, journal.lastId(), startMillis, readings, signer));
        readings.clear();
        samples = 0;
        bytes = 0;
    }

    /** Samples that were not taken because the journal was full. */
    long missed() {
        return missed;
    }
}
