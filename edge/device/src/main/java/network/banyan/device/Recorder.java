// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.Reading;

/** The near side of the agent: sensor, signature, journal. It needs no network and never waits for one. */
final class Recorder {
    /** How many measurements wait in memory for a key that is away: an hour of one a second. */
    private static final int WAITING_MAX = 3_600;

    private final DeviceSigner signer;
    private final Sensor sensor;
    private final Journal journal;
    private final InstantSource clock;
    private final Deque<Measured> waiting = new ArrayDeque<>();

    private record Measured(long timeMillis, List<Reading> readings) {}

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

        /** The key cannot be reached; what was measured waits, with its time, to be signed later. */
        record Waiting(String reason) implements Outcome {}

        /** The journal is full, because the node or the chain has been away for long, or too much waits for the key; this reading was not taken. */
        record Full() implements Outcome {}
    }

    /**
     * Measures once.
     *
     * @throws DeviceException if the record cannot be signed or kept
     */
    Outcome measure() {
        if (waiting.size() >= WAITING_MAX) {
            signWaiting();
        }
        if (journal.isFull() || waiting.size() >= WAITING_MAX) {
            return new Outcome.Full();
        }
        List<Reading> readings = sensor.read();
        if (readings.isEmpty()) {
            return waiting.isEmpty() ? new Outcome.Nothing() : signWaiting();
        }
        long now = clock.millis();
        if (now < DeviceRecord.MIN_TIME_MILLIS) {
            throw new DeviceException("this machine's clock stands in " + clock.instant() + "; set it first");
        }
        waiting.add(new Measured(now, readings));
        return signWaiting();
    }

    /** Measurements that are in no record yet. */
    int waiting() {
        return waiting.size();
    }

    /** In the order in which they were measured; as many as key and journal take. */
    private Outcome signWaiting() {
        Outcome outcome = new Outcome.Full();
        while (!waiting.isEmpty() && !journal.isFull()) {
            Measured next = waiting.getFirst();
            try {
                DeviceRecord record = DeviceRecord.sign(
                        signer.device(),
                        journal.lastSequence() + 1,
                        journal.lastId(),
                        next.timeMillis(),
                        next.readings(),
                        signer);
                journal.append(record);
                waiting.removeFirst();
                outcome = new Outcome.Kept(record);
            } catch (DeviceSigner.Unavailable away) {
                return new Outcome.Waiting(String.valueOf(away.getMessage()));
            }
        }
        return outcome;
    }
}
