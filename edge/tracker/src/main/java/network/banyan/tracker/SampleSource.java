// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import java.util.Optional;

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

    /** Ends a {@link #next} that waits. */
    @Override
    void close();
}
