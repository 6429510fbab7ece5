// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.primitives.Hash;

/** The rule that a device's records form one chain (docs/spec/evidence.md, rules 6 to 9). */
public final class RecordChain {
    private RecordChain() {}

    /** How a record relates to the newest known one of its device. */
    public sealed interface Outcome {
        /** It follows directly. */
        record Next() implements Outcome {}

        /** It is the newest known record again. */
        record Replay() implements Outcome {}

        /** It is older than the newest known record: known already, or a fork further back. */
        record Older() implements Outcome {}

        /** Records are missing before it, from {@code expected} on. */
        record Gap(long expected) implements Outcome {}

        /**
         * The device signed two histories.
         *
         * @param sequence the first number at which they are known to differ
         */
        record Fork(long sequence) implements Outcome {}

        record OtherDevice(Hash expected) implements Outcome {}

        /** The device's key did not sign it. */
        record BadSignature() implements Outcome {}
    }

    /**
     * @param previous the newest known record; empty if none is
     * @param key the device's registered key
     */
    public static Outcome accept(Optional<DeviceRecord> previous, DeviceRecord next, P256.PublicKey key) {
        if (previous.isPresent() && !previous.get().device().equals(next.device())) {
            return new Outcome.OtherDevice(previous.get().device());
        }
        // A record that is known needs no second look at its signature, which is what makes a check dear.
        if (previous.isPresent() && previous.get().equals(next)) {
            return new Outcome.Replay();
        }
        if (!next.isSignedBy(key)) {
            return new Outcome.BadSignature();
        }
        long last = previous.map(DeviceRecord::sequence).orElse(0L);
        if (next.sequence() == last) {
            return new Outcome.Fork(last);
        }
        if (next.sequence() < last) {
            return new Outcome.Older();
        }
        if (next.sequence() > last + 1) {
            return new Outcome.Gap(last + 1);
        }
        Hash expected = previous.map(DeviceRecord::id).orElse(Hash.ZERO);
        return next.previous().equals(expected) ? new Outcome.Next() : new Outcome.Fork(last);
    }
}
