// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.log.LogCheckpoint;
import network.banyan.primitives.Bytes;

/**
 * Where the commits of one log are durable, one behind the other: this machine's disk, or a partition of Kafka. What
 * {@link #write} returned from is there after any crash that the medium promises to survive; of a write that threw,
 * {@link #settle} tells whether it is.
 *
 * <p>One thread recovers once, and then writes and settles; any thread reads leaves.
 */
public interface CommitStore extends AutoCloseable {
    /** The largest commit, in bytes. The pipeline's own bound is below five MiB. */
    int MAX_COMMIT_BYTES = 8 << 20;

    interface Visitor {
        void commit(List<Bytes> records, LogCheckpoint head) throws IOException;
    }

    /**
     * How the store fares.
     *
     * @param failures commits that could not be kept at once, since the process started
     * @param problem what is in the way at the moment
     */
    record Standing(long failures, Optional<String> problem) {}

    /**
     * Tells every commit there is, the first one first, and leaves the store ready for the next.
     *
     * @throws network.banyan.gateway.GatewayException if something was lost or is somebody else's; the message is for people
     */
    void recover(Visitor visitor) throws IOException;

    /** Where the next commit begins, as it will say itself. */
    long start(long firstLeaf) throws IOException;

    /**
     * Returns once the commit is durable. Readers do not see it before {@link #accept}.
     *
     * @throws IOException if it is not, or if nobody can tell; {@link #settle} is to be called before the next one
     * @throws network.banyan.gateway.GatewayException if this process may never write again
     */
    void write(ByteBuffer commit) throws IOException;

    /**
     * Finds out what became of a write that threw. If the last one did not, it may look whether this process may still
     * write.
     *
     * @return whether it is durable after all: then it is to be accepted. Else it is gone for good.
     * @throws IOException if nobody can tell yet
     * @throws network.banyan.gateway.GatewayException if this process may never write again
     */
    boolean settle() throws IOException;

    /**
     * Counts in the commit that was written last.
     *
     * @param offsets where in it each record's entry starts, counted from {@link #start}'s zero
     */
    void accept(List<Integer> offsets, int length);

    /** A record of an accepted commit. */
    Bytes leaf(long index) throws IOException;

    /** Bytes of all commits. */
    long bytes();

    /** The medium, as a person calls it: {@code disk}, {@code Kafka}. */
    String medium();

    /** Which log of that medium it is. */
    String place();

    Standing standing();

    @Override
    void close() throws IOException;
}
