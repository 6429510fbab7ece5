// SPDX-License-Identifier: Apache-2.0
package network.banyan.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.device.DeviceException;
import network.banyan.device.DeviceSigner;
import network.banyan.primitives.Bytes;
import network.banyan.sdk.WholeFiles;
import network.banyan.twin.Desired;
import network.banyan.twin.DesiredJudge;
import network.banyan.twin.DesiredJudge.Verdict;
import network.banyan.twin.Owners;
import network.banyan.twin.Reported;
import network.banyan.twin.Reported.State;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinException;
import network.banyan.twin.TwinVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracker's own side of its twin: judges what is desired of it, keeps it, does it, and says so under its own key
 * (docs/spec/twin.md, rules 13 to 15). The gateway that brings a document is believed in nothing.
 *
 * <p>One thread uses it, the one that delivers.
 */
public final class TrackerTwin {
    private static final Logger LOG = LoggerFactory.getLogger(TrackerTwin.class);
    private static final String INTERVAL = "interval";
    private static final long JUDGE_AGAIN_NANOS = 5_000_000_000L;
    private static final long REPORT_AGAIN_NANOS = 5_000_000_000L;
    private static final long REPORT_CHANGES_NANOS = 60_000_000_000L;

    private final Path folder;
    private final DeviceSigner signer;
    private final Owners owners;
    private final InstantSource clock;
    private final String software;
    private Optional<Desired> applied = Optional.empty();
    private Optional<Desired> waiting = Optional.empty();
    private SortedMap<String, String> refused = new TreeMap<>();
    private Optional<TwinDocument> reported = Optional.empty();
    private Optional<String> complaint = Optional.empty();
    private boolean isNews = true;
    private long counter;
    private long judgeAtNanos;
    private long reportAtNanos = System.nanoTime();
    private long changesAtNanos = System.nanoTime();

    /**
     * @param folder where the applied document, the counter and the owner are kept
     * @param software what runs here, for people
     * @throws DeviceException if what is kept there cannot be read
     */
    public TrackerTwin(Path folder, DeviceSigner signer, Owners node, InstantSource clock, String software) {
        this.folder = folder;
        this.signer = signer;
        this.clock = clock;
        this.software = software;
        try {
            Files.createDirectories(folder);
        } catch (IOException cannot) {
            throw new DeviceException("%s cannot be made: %s".formatted(folder, cannot.getMessage()), cannot);
        }
        this.owners = new PinnedOwners(folder.resolve("owner"), signer.device(), node);
        this.applied = read("desired").map(this::desired);
        this.counter = read("counter").map(this::number).orElse(0L);
    }

    /** Puts in force again what was applied before. To be called once, before samples are taken. */
    void begin(Pace pace) {
        applied.ifPresent(desired -> enforce(desired.document(), pace));
    }

    /** To be called when the connection is gone: who is there next hears anew how this device fares. */
    void disconnected() {
        isNews = true;
    }

    /**
     * Takes what came, and reports what is new.
     *
     * @param queue records that wait for their receipts
     */
    void advance(GatewayPort port, Pace pace, long queue) throws GatewayPort.Away, InterruptedException {
        port.desired().flatMap(this::decode).filter(this::isLater).ifPresent(desired -> {
            waiting = Optional.of(desired);
            judgeAtNanos = System.nanoTime();
        });
        if (waiting.isPresent() && System.nanoTime() - judgeAtNanos >= 0) {
            judgeAtNanos = System.nanoTime() + JUDGE_AGAIN_NANOS;
            judge(waiting.get(), pace);
        }
        report(port, pace, queue);
    }

    private Optional<Desired> decode(Bytes message) {
        try {
            return Optional.of(Desired.decode(message));
        } catch (TwinException malformed) {
            complain("what the gateway says is desired is none: " + malformed.getMessage());
            return Optional.empty();
        }
    }

    /** What waits is not thrown away for something that comes before it. */
    private boolean isLater(Desired desired) {
        return waiting.filter(held -> held.version().compareTo(desired.version()) > 0)
                .isEmpty();
    }

    private void judge(Desired desired, Pace pace) {
        switch (new DesiredJudge(signer.device(), owners).judge(desired, applied)) {
            case Verdict.Good() -> {
                // Durable first: what this device says it does, it does after a power cut, too.
                keep("desired", desired.encode().toArray());
                applied = Optional.of(desired);
                waiting = Optional.empty();
                enforce(desired.document(), pace);
                isNews = true;
                complaint = Optional.empty();
                LOG.info("device {}: applies {} of what is desired", signer.device(), desired.version());
            }
            case Verdict.Known() -> {
                waiting = Optional.empty();
                isNews |= reported.isEmpty();
            }
            case Verdict.Refused(var refusal, String reason) -> {
                complain("%s is not applied: %s: %s".formatted(desired.version(), refusal.code(), reason));
                if (!refusal.isPassing()) {
                    waiting = Optional.empty();
                }
            }
        }
    }

    private void enforce(TwinDocument document, Pace pace) {
        refused = new TreeMap<>();
        Optional<Interval> interval = Optional.empty();
        for (String name : document.names()) {
            JsonNode value = document.get(name).orElseThrow();
            if (name.equals(INTERVAL)) {
                interval = value.isTextual() ? Interval.parse(value.textValue()) : Optional.empty();
                if (interval.isEmpty()) {
                    refuse(name, Interval.FORM);
                }
            } else {
                refuse(name, "this device knows no such setting; it takes interval");
            }
        }
        pace.set(interval);
    }

    private void refuse(String name, String reason) {
        if (refused.size() < Reported.MAX_REFUSED) {
            refused.put(TwinDocument.pointer(name), reason);
        }
    }

    private void report(GatewayPort port, Pace pace, long queue) throws GatewayPort.Away, InterruptedException {
        long now = System.nanoTime();
        boolean mayHaveChanged = now - changesAtNanos >= 0;
        if (now - reportAtNanos < 0 || (!isNews && !mayHaveChanged)) {
            return;
        }
        changesAtNanos = now + REPORT_CHANGES_NANOS;
        TwinDocument document = document(pace, queue);
        if (!isNews && reported.filter(document::equals).isPresent()) {
            return;
        }
        reportAtNanos = now + REPORT_AGAIN_NANOS;
        long millis = clock.millis();
        counter = Math.max(counter + 1, millis);
        keep("counter", (counter + "\n").getBytes(StandardCharsets.US_ASCII));
        TwinVersion version = applied.map(Desired::version).orElse(TwinVersion.NONE);
        var state = new State(signer.device(), counter, millis, version, document, refused);
        Optional<String> no;
        try {
            no = port.report(Reported.sign(state, signer).encoded());
        } catch (DeviceSigner.Unavailable away) {
            complain("the report waits for the key: " + away.getMessage());
            return;
        }
        if (no.isPresent()) {
            complain("the gateway refuses the report: " + printable(no.get()));
        } else {
            isNews = false;
            reported = Optional.of(document);
            reportAtNanos = System.nanoTime();
        }
    }

    private TwinDocument document(Pace pace, long queue) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        pace.now().ifPresent(interval -> json.put(INTERVAL, interval.text()));
        return TwinDocument.of(json.put("queue", queue).put("software", software));
    }

    /** Says each problem once. */
    private void complain(String words) {
        if (complaint.filter(words::equals).isEmpty()) {
            LOG.warn("device {}: {}", signer.device(), words);
            complaint = Optional.of(words);
        }
    }

    /** A stranger's words, for a terminal and a log. */
    private static String printable(String words) {
        return words.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private void keep(String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            WholeFiles.replace(file, content);
        } catch (IOException cannot) {
            throw new DeviceException("%s cannot be written: %s".formatted(file, cannot.getMessage()), cannot);
        }
    }

    private Optional<Bytes> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Optional.of(Bytes.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException first) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new DeviceException("%s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    private Desired desired(Bytes kept) {
        try {
            return Desired.decode(kept);
        } catch (TwinException damaged) {
            throw new DeviceException(
                    "%s is damaged: %s; delete it to hear the owner anew"
                            .formatted(folder.resolve("desired"), damaged.getMessage()),
                    damaged);
        }
    }

    private long number(Bytes kept) {
        try {
            return Long.parseLong(new String(kept.toArray(), StandardCharsets.US_ASCII).strip());
        } catch (NumberFormatException damaged) {
            throw new DeviceException("%s is damaged; delete it".formatted(folder.resolve("counter")), damaged);
        }
    }
}
