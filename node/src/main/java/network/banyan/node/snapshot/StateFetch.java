// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.banyan.node.Declined;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainSeed;
import network.banyan.sdk.RpcFailure;
import network.banyan.state.SnapshotPart;
import network.banyan.state.SnapshotRestore;
import network.banyan.state.SnapshotRestore.Want;

/** Fetches the parts of a state from all nodes that hold it at once; one thread for each of them. */
final class StateFetch {
    private static final int PARTS = 32;
    private static final int CODES = 16;
    private static final long TELL_MILLIS = 1_000;
    private static final long IDLE_MILLIS = 20;

    private final Sources sources;
    private final ChainSeed seed;
    private final SnapshotRestore restore;
    private final long height;

    StateFetch(Sources sources, ChainSeed seed, SnapshotRestore restore, long height) {
        this.sources = sources;
        this.seed = seed;
        this.restore = restore;
        this.height = height;
    }

    SnapshotRestore restore() {
        return restore;
    }

    /**
     * @throws Sources.NobodyLeft if parts are missing
     */
    void run(Restoration.Told told) {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = sources.left().stream()
                    .<Future<?>>map(peer -> workers.submit(() -> work(peer)))
                    .toList();
            for (Future<?> worker : running) {
                await(worker, told);
            }
        }
        if (!isWhole()) {
            throw new Sources.NobodyLeft();
        }
        tell(told);
    }

    private void await(Future<?> worker, Restoration.Told told) {
        while (true) {
            try {
                worker.get(TELL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                tell(told);
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException own ? own : new IllegalStateException(failed);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new Declined("Interrupted. What came is kept: the same command goes on with it.");
            }
        }
    }

    private synchronized void tell(Restoration.Told told) {
        SnapshotRestore.Progress progress = restore.progress();
        told.progress(
                "state",
                progress.thousandths() / 1_000.0,
                "%,d accounts, %,d slots".formatted(progress.accounts(), progress.slots()));
    }

    private synchronized boolean isWhole() {
        return restore.isWhole();
    }

    private void work(SnapshotPeer peer) {
        while (!isWhole() && sources.isLeft(peer)) {
            List<Want> wants = wants();
            List<Hash> codes = wants.isEmpty() ? codes() : List.of();
            try {
                if (!wants.isEmpty()) {
                    take(wants, peer.parts(height, wants));
                    sources.answered(peer);
                } else if (!codes.isEmpty()) {
                    takeCodes(codes, peer.codes(height, codes));
                    sources.answered(peer);
                } else {
                    Thread.sleep(IDLE_MILLIS); // the others have all that is known to be missing
                }
            } catch (SnapshotPeer.Nonsense wrong) {
                giveBack(wants, codes);
                sources.drop(peer, String.valueOf(wrong.getMessage()));
            } catch (RpcFailure away) {
                giveBack(wants, codes);
                sources.silent(peer, String.valueOf(away.getMessage()));
                Sources.rest();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized List<Want> wants() {
        return new ArrayList<>(restore.wanted(PARTS));
    }

    private synchronized List<Hash> codes() {
        return new ArrayList<>(restore.wantedCodes(CODES));
    }

    private synchronized void giveBack(List<Want> wants, List<Hash> codes) {
        wants.forEach(restore::giveBack);
        codes.forEach(restore::giveBack);
    }

    /** Takes what came off the list of what was wanted, and gives the rest back. */
    private synchronized void take(List<Want> wants, List<SnapshotPart> parts) throws SnapshotPeer.Nonsense {
        try {
            for (SnapshotPart part : parts) {
                seed.put(restore.take(wants.getFirst(), part));
                wants.removeFirst();
            }
        } catch (SnapshotRestore.Wrong wrong) {
            throw new SnapshotPeer.Nonsense(String.valueOf(wrong.getMessage()));
        }
        wants.forEach(restore::giveBack);
    }

    private synchronized void takeCodes(List<Hash> hashes, List<Bytes> codes) throws SnapshotPeer.Nonsense {
        try {
            for (Bytes code : codes) {
                seed.put(restore.take(hashes.getFirst(), code));
                hashes.removeFirst();
            }
        } catch (SnapshotRestore.Wrong wrong) {
            throw new SnapshotPeer.Nonsense(String.valueOf(wrong.getMessage()));
        }
        hashes.forEach(restore::giveBack);
    }
}
