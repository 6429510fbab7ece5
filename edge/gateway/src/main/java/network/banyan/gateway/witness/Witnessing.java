// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.TreeHead;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows every anchored head of a gateway's log to its witnesses, each on a thread of its own, so that one that is away holds
 * up nobody: not the other witnesses, not the anchors, not ingest. A witness is only ever asked about the newest anchored
 * head; what it missed is covered by the next, which proves all before it.
 */
public final class Witnessing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);
    private static final long POLL_MILLIS = 250;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    /** To be told what the witness saw, and to ask with that. */
    private static final int ATTEMPTS = 3;

    /** So many heads are looked at for one that all witnesses cosigned. */
    private static final int HEADS_MAX = 64;

    private final RecordLog log;
    private final DeviceSigner signer;
    private final LongSupplier anchored;
    private final CosignedHeads heads;
    private final NoteKey key;
    private final List<Round> rounds = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private Optional<SignedNote> newest = Optional.empty();

    /**
     * Starts to ask.
     *
     * @param signer the gateway's key
     * @param anchored records under a final anchor
     */
    public Witnessing(
            RecordLog log,
            DeviceSigner signer,
            LongSupplier anchored,
            CosignedHeads heads,
            List<WitnessAddress> witnesses) {
        this.log = log;
        this.signer = signer;
        this.anchored = anchored;
        this.heads = heads;
        this.key = NoteKey.ofGateway(log.gateway(), signer.key());
        witnesses.forEach(witness -> rounds.add(new Round(witness)));
    }

    /**
     * How one witness fares.
     *
     * @param cosigned leaves of the last head it cosigned since the start, 0 if none
     * @param problem what is in the way; for people
     */
    public record Standing(String name, long cosigned, Optional<String> problem) {}

    /** The log's key as witnesses must be given it. */
    public NoteKey key() {
        return key;
    }

    /** One for each witness. */
    public List<Standing> standings() {
        return rounds.stream()
                .map(round -> new Standing(round.witness.key().name(), round.cosigned, round.problem))
                .toList();
    }

    /**
     * What witnesses said of the log that was anchored at a size: the first head from there on that all of them cosigned, or
     * the one that most did. Empty if none did.
     */
    public Optional<Witnessed> covering(long size) {
        Optional<Witnessed> most = Optional.empty();
        for (long at : heads.from(size, HEADS_MAX)) {
            if (at > log.size()) {
                break;
            }
            List<Cosignature> said = said(at);
            if (said.size() > most.map(best -> best.cosignatures().size()).orElse(0)) {
                most = Optional.of(new Witnessed(at, log.root(at), log.consistency(size, at), said));
            }
            if (said.size() == rounds.size()) {
                break;
            }
        }
        return most;
    }

    /** The cosignatures under our head of a size, in the order of their keys. */
    private List<Cosignature> said(long size) {
        String text = TreeHead.ofGateway(log.gateway(), size, log.root(size)).text();
        Optional<SignedNote> note = heads.at(size).filter(head -> head.text().equals(text));
        return rounds.stream()
                .flatMap(round -> note.flatMap(head -> Cosignature.under(head, round.witness.key())).stream())
                .sorted(Comparator.comparing(Cosignature::key))
                .toList();
    }

    /** The signed head at a size. Hardware is slow, so witnesses share one signature. */
    private synchronized SignedNote head(long size) {
        TreeHead head = TreeHead.ofGateway(log.gateway(), size, log.root(size));
        Optional<SignedNote> known = newest.filter(note -> note.text().equals(head.text()))
                .or(() -> heads.at(size).filter(note -> note.text().equals(head.text())));
        if (known.isEmpty()) {
            known = Optional.of(new SignedNote(
                    head.text(), List.of(key.line(signer.sign(head.bytes().toArray())))));
        }
        newest = known;
        return known.get();
    }

    /** One witness and the thread that asks it. */
    private final class Round {
        private final WitnessAddress witness;
        private final WitnessClient client;
        private final Thread thread;
        private volatile long cosigned;
        private volatile Optional<String> problem = Optional.empty();

        /** What the witness saw last, as far as is known; it tells if that is wrong. */
        private long seen;

        Round(WitnessAddress witness) {
            this.witness = witness;
            this.client = new WitnessClient(witness);
            this.thread = Thread.ofPlatform().name("gateway-witness").start(this::run);
        }

        private void run() {
            long pause = POLL_MILLIS;
            try {
                while (!stop.await(pause, TimeUnit.MILLISECONDS)) {
                    Optional<String> now = advance();
                    if (stop.getCount() == 0) {
                        return;
                    }
                    pause = now.isEmpty()
                            ? POLL_MILLIS
                            : Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pause));
                    report(now);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        /** @return what is in the way; empty if all that is anchored is cosigned */
        private Optional<String> advance() throws InterruptedException {
            long size = anchored.getAsLong();
            if (size <= cosigned || size > log.size()) {
                return Optional.empty();
            }
            try {
                return ask(size);
            } catch (DeviceException | DeviceSigner.Unavailable | UncheckedIOException | IOException passing) {
                return Optional.of(String.valueOf(passing.getMessage()));
            } catch (RuntimeException broken) {
                LOG.error("asking witness {}", witness.key().name(), broken);
                return Optional.of(broken.toString());
            }
        }

        private Optional<String> ask(long size) throws IOException, InterruptedException {
            SignedNote head = head(size);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                List<Hash> proof = seen == 0 ? List.of() : log.consistency(seen, size);
                switch (client.ask(new AddCheckpoint(seen, proof, head))) {
                    case WitnessClient.Answer.Cosigned(var cosignature) -> {
                        heads.add(size, head, cosignature.line(witness.key()));
                        seen = size;
                        cosigned = size;
                        return Optional.empty();
                    }
                    case WitnessClient.Answer.OtherSize(long other) -> {
                        if (other > size) {
                            return Optional.of(
                                    "it saw %d records of this log, of which %d are anchored here: it was shown another history"
                                            .formatted(other, size));
                        }
                        seen = other;
                    }
                    case WitnessClient.Answer.Refused(String reason) -> {
                        return Optional.of("it refuses: " + reason);
                    }
                    case WitnessClient.Answer.Away(String reason) -> {
                        return Optional.of("it is away: " + reason);
                    }
                }
            }
            return Optional.of("it contradicts itself about what it saw");
        }

        /** Says each problem once, and when it is over. */
        private void report(Optional<String> now) {
            if (!problem.equals(now)) {
                String name = witness.key().name();
                now.ifPresentOrElse(
                        reason -> LOG.warn("witness {}: {}", name, reason),
                        () -> LOG.info("witness {} cosigns again", name));
            }
            problem = now;
        }

        private void end() throws InterruptedException {
            // No interrupt: it could close a file of the log under everybody's hands.
            client.close();
            thread.join(TimeUnit.SECONDS.toMillis(12));
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            for (Round round : rounds) {
                round.end();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
