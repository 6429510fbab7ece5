// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.banyan.state.FrozenState;
import network.banyan.state.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * The states after ends of epochs that others may fetch: the newest, and the one before it for those who are still at it.
 * Each is held for at least as long as the node is told to, because whoever fetches one needs some minutes for it. The
 * replica's thread offers, any thread reads.
 */
public final class Snapshots implements AutoCloseable {
    private final long heldMillis;
    private volatile @Nullable Held newest;
    private volatile @Nullable Held former;

    private record Held(FrozenState state, SnapshotSource source, long sinceMillis) {}

    /**
     * @param heldMillis until the next one takes a snapshot's place, at least
     */
    public Snapshots(long heldMillis) {
        this.heldMillis = heldMillis;
    }

    /**
     * An epoch ended with this block.
     *
     * @param freeze the final state as it is now; not held if it is a later block's already
     */
    public synchronized void ended(long height, long nowMillis, Supplier<FrozenState> freeze) {
        Held last = newest;
        if (last != null && nowMillis - last.sinceMillis() < heldMillis) {
            return;
        }
        FrozenState state = freeze.get();
        Optional<SnapshotSource> source = SnapshotSource.of(state).filter(its -> its.height() == height);
        if (source.isEmpty()) {
            state.close();
            return;
        }
        Held oldest = former;
        former = last;
        newest = new Held(state, source.get(), nowMillis);
        if (oldest != null) {
            oldest.state().close();
        }
    }

    /** Newest first. */
    public List<SnapshotSource> held() {
        return Stream.of(Optional.ofNullable(newest), Optional.ofNullable(former))
                .flatMap(Optional::stream)
                .map(Held::source)
                .toList();
    }

    public Optional<SnapshotSource> at(long height) {
        return held().stream().filter(source -> source.height() == height).findFirst();
    }

    @Override
    public synchronized void close() {
        Stream.of(Optional.ofNullable(newest), Optional.ofNullable(former))
                .flatMap(Optional::stream)
                .forEach(held -> held.state().close());
        newest = null;
        former = null;
    }
}
