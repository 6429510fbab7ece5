// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;
import java.util.OptionalLong;

/** Where samples come from, in the order of their times. One thread asks; any thread may close. */
public interface SampleSource extends AutoCloseable {
    /**
     * Waits until the next sample is due.
     *
     * @return empty when there will be none any more, or after {@link #close}
     * @throws network.banyan.device.DeviceException if the source broke
     */
    Optional<Sample> next() throws InterruptedException;

    /** Lines or points so far that were not taken, because they are damaged or hostile. */
    default long refused() {
        return 0;
    }

    /** The time between two samples, if the source decides it itself. */
    default OptionalLong everyMillis() {
        return OptionalLong.empty();
    }

    /**
     * Sets that time, from any thread and at once. A source that cannot, such as a recording or a receiver, changes nothing;
     * of its samples some are left out then.
     */
    default void every(long millis) {}

    /** Ends a {@link #next} that waits. */
    @Override
    void close();
}
