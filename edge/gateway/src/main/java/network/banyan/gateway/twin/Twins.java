// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.twin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import network.banyan.crypto.P256;
import network.banyan.evidence.log.Refusal;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.gateway.twin.TwinFolder.Side;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.twin.Desired;
import network.banyan.twin.DesiredJudge;
import network.banyan.twin.DesiredRefusal;
import network.banyan.twin.Owners;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what owners desire and devices report, keeps the newest of each, and hands desired documents on. Whatever it says
 * was taken is on disk (docs/spec/twin.md, rules 8 to 10).
 *
 * <p>Any thread may call. Reports are judged on a thread of its own, one of a device at a time.
 */
public final class Twins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Twins.class);
    private static final int MAX_WAITING = 4_096;
    private static final long PATIENCE_SECONDS = 2;

    private final TwinFolder folder;
    private final DeviceKeys keys;
    private final Owners owners;
    private final InstantSource clock;
    private final ReentrantLock judging = new ReentrantLock();
    private final Set<Hash> reporting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("gateway-twins").factory());
    private volatile Consumer<Desired> carrier = _ -> {};

    /** What became of a desired document. */
    public sealed interface Desire {
        /** It is on disk. */
        record Taken(Twin.Wanted desired) implements Desire {}

        /** @param reason a sentence, for people */
        record Refused(DesiredRefusal refusal, String reason) implements Desire {}
    }

    /** Why a report was not taken; with the codes of records. */
    public record ReportRefused(Refusal refusal, String reason) {}

    /**
     * @throws GatewayException if the folder cannot be made or read
     */
    public Twins(Path folder, DeviceKeys keys, Owners owners, InstantSource clock) {
        this.folder = new TwinFolder(folder);
        this.keys = keys;
        this.owners = owners;
        this.clock = clock;
    }

    /** @param carrier is told each desired document that was taken, after it is durable, and must not throw */
    public void carriedBy(Consumer<Desired> carrier) {
        this.carrier = carrier;
    }

    /** Devices that have a twin. */
    public int devices() {
        return folder.devices();
    }

    /** A device's newest documents; empty if it has neither. */
    public Optional<Twin> of(Hash device) {
        return folder.has(device) ? Optional.of(new Twin(wanted(device), told(device))) : Optional.empty();
    }

    private Optional<Twin.Wanted> wanted(Hash device) {
        return folder.read(device, Side.DESIRED, Desired::decode)
                .map(kept -> new Twin.Wanted(kept.takenAt(), kept.content()));
    }

    private Optional<Twin.Told> told(Hash device) {
        return folder.read(device, Side.REPORTED, Reported::decode)
                .map(kept -> new Twin.Told(kept.takenAt(), kept.content()));
    }

    /** Judges what somebody wants of a device. May wait for the node. */
    public Desire desire(Hash device, Bytes text) {
        Desired desired;
        try {
            desired = Desired.decode(text);
        } catch (TwinException malformed) {
            return new Desire.Refused(
                    DesiredRefusal.MALFORMED, "no desired document of a twin: " + malformed.getMessage());
        }
        Desire outcome = take(device, desired);
        if (outcome instanceof Desire.Taken) {
            carrier.accept(desired);
        }
        return outcome;
    }

    /** One at a time, so that two of one number cannot both be taken; whoever waits for a node that hangs does not wait long. */
    private Desire take(Hash device, Desired desired) {
        try {
            if (!judging.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Desire.Refused(DesiredRefusal.BUSY, "another document is being judged; send it again");
            }
            try {
                return judged(device, desired);
            } finally {
                judging.unlock();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Desire.Refused(DesiredRefusal.BUSY, "the gateway stops");
        }
    }

    private Desire judged(Hash device, Desired desired) {
        Optional<Twin.Wanted> held = wanted(device);
        return switch (new DesiredJudge(device, owners).judge(desired, held.map(Twin.Wanted::content))) {
            case DesiredJudge.Verdict.Known() -> new Desire.Taken(held.orElseThrow());
            case DesiredJudge.Verdict.Refused(var refusal, var reason) -> new Desire.Refused(refusal, reason);
            case DesiredJudge.Verdict.Good() -> keep(device, desired);
        };
    }

    private Desire keep(Hash device, Desired desired) {
        if (!folder.hasRoom(device)) {
            return new Desire.Refused(DesiredRefusal.BUSY, "this gateway keeps twins of 10,000 devices, and has them");
        }
        long now = clock.millis();
        try {
            folder.put(device, Side.DESIRED, now, desired.encode());
        } catch (IOException full) {
            return new Desire.Refused(DesiredRefusal.BUSY, "the disk does not take it: " + full.getMessage());
        }
        LOG.info("device {}: {} is desired", device, desired.version());
        return new Desire.Taken(new Twin.Wanted(now, desired));
    }

    /**
     * Takes a report in.
     *
     * @param device whom the connection is known to be
     * @param reply is told once, from another thread; empty if the report is on disk
     * @return false if there is no room, or one of this device is being judged: no reply comes then
     */
    public boolean report(Hash device, Bytes message, Consumer<Optional<ReportRefused>> reply) {
        if (!reporting.add(device)) {
            return false;
        }
        boolean isComing = later(() -> {
            Optional<ReportRefused> refused;
            try {
                refused = judge(device, message);
            } finally {
                reporting.remove(device);
            }
            reply.accept(refused);
        });
        if (!isComing) {
            reporting.remove(device);
        }
        return isComing;
    }

    private Optional<ReportRefused> judge(Hash device, Bytes message) {
        Reported reported;
        try {
            reported = Reported.decode(message);
        } catch (TwinException malformed) {
            return no(Refusal.MALFORMED, "no report of a twin: " + malformed.getMessage());
        }
        if (!reported.state().device().equals(device)) {
            return no(
                    Refusal.SPOOFED,
                    "the report names device " + reported.state().device());
        }
        return switch (keys.of(device)) {
            case DeviceKeys.Answer.Unregistered() ->
                no(Refusal.UNREGISTERED, "device %s is not registered, or was revoked".formatted(device));
            case DeviceKeys.Answer.Unknown(String reason) -> no(Refusal.BUSY, reason);
            case DeviceKeys.Answer.Registered(P256.PublicKey key) ->
                reported.isSignedBy(key)
                        ? keep(device, reported)
                        : no(Refusal.BAD_SIGNATURE, "the device's registered key did not sign it");
        };
    }

    private Optional<ReportRefused> keep(Hash device, Reported reported) {
        Optional<Reported> last = told(device).map(Twin.Told::content);
        if (last.isPresent()) {
            long counter = last.get().state().counter();
            if (last.get().encoded().equals(reported.encoded())) {
                return Optional.empty();
            }
            if (reported.state().counter() == counter) {
                return no(Refusal.FORK, "another report of number %d was taken".formatted(counter));
            }
            if (reported.state().counter() < counter) {
                return no(Refusal.TOO_OLD, "report %d was taken already".formatted(counter));
            }
        }
        if (!folder.hasRoom(device)) {
            return no(Refusal.BUSY, "this gateway keeps twins of 10,000 devices, and has them");
        }
        try {
            folder.put(device, Side.REPORTED, clock.millis(), reported.encoded());
            return Optional.empty();
        } catch (IOException full) {
            return no(Refusal.BUSY, "the disk does not take it: " + full.getMessage());
        }
    }

    private static Optional<ReportRefused> no(Refusal refusal, String reason) {
        return Optional.of(new ReportRefused(refusal, reason));
    }

    /** Has the newest desired document of a device carried to it, if there is one; soon, and from another thread. */
    public void carry(Hash device) {
        if (folder.has(device)
                && !later(() -> wanted(device).map(Twin.Wanted::content).ifPresent(carrier))) {
            LOG.warn("device {} is not sent what is desired of it now: too much waits", device);
        }
    }

    private boolean later(Runnable work) {
        try {
            thread.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the twins' thread does not stop");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
