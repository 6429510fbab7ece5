// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.time.InstantSource;
import java.util.List;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;

/** The near side of the agent: sensor, signature, journal. It needs no network and never waits for one. */
final class Recorder {
    private final DeviceSigner signer;
    private final Sensor sensor;
    private final Journal journal;
    private final InstantSource clock;

    Recorder(DeviceSigner signer, Sensor sensor, Journal journal, InstantSource clock) {
        this.signer = signer;
        this.sensor = sensor;
        this.journal = journal;
        this.clock = clock;
    }

    sealed interface Outcome {
        /** The record is durable and will be published. */
        record Kept(DeviceRecord record) implements Outcome {}

        /** The sensor showed nothing. */
        record Nothing() implements Outcome {}

        /** The journal is full, because the node or the chain has been away for long; this reading was not taken. */
        record Full() implements Outcome {}
    }

    /**
     * Measures once.
     *
     * @throws DeviceException if the record cannot be signed or kept
     */
    Outcome measure() {
        if (journal.isFull()) {
            return new Outcome.Full();
        }
        List<Reading> readings = sensor.read();
        if (readings.isEmpty()) {
            return new Outcome.Nothing();
        }
        long now = clock.millis();
        if (now < DeviceRecord.MIN_TIME_MILLIS) {
            throw new DeviceException("this machine's clock stands in " + clock.instant() + "; set it first");
        }
        DeviceRecord record =
                DeviceRecord.sign(signer.device(), journal.lastSequence() + 1, journal.lastId(), now, readings, signer);
        journal.append(record);
        return new Outcome.Kept(record);
    }
}
