// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import network.banyan.evidence.DeviceRecord;
import network.banyan.gateway.GatewayException;
import network.banyan.gateway.log.RecordLog;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the log's records through the rules, after they were acknowledged, in their order. How far it came, and what
 * had happened until then, is kept on disk; after a restart some records before that go through again, so that the windows
 * are filled, and nothing is left out.
 */
public final class RuleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RuleRunner.class);

    /** So many records before the kept position fill the windows again. */
    private static final long REPLAYED = 4_096;

    private static final int MAX_ALARMS = 256;
    private static final int MAX_HITS = 4_096;

    private final RecordLog log;
    private final RuleBook book;
    private final RuleMemory memory;
    private final Actions actions;
    private final InstantSource clock;
    private final Deque<Alarm> alarms = new ArrayDeque<>();
    private final Deque<Hit> hits = new ArrayDeque<>();
    private final LongAdder alarmed = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder recorded = new LongAdder();
    private long next;
    private long actFrom;
    private volatile String lastError = "";

    /** What the rules may cause. */
    public interface Actions {
        /** The first {@code size} records are worth an anchor when one is due. */
        void log(long size);

        /** This record is wanted on the chain at once. */
        void record(long leaf, Hash device, long sequence);
    }

    public record Alarm(long timeMillis, String rule, Hash device, long sequence) {}

    /** A rule that applied to a record. */
    public record Hit(Hash device, long sequence, String rule, boolean alarm) {}

    /**
     * @param folder where position and hits are kept
     * @throws GatewayException if they are there and cannot be read
     */
    public RuleRunner(RecordLog log, RuleBook book, Path folder, Actions actions, InstantSource clock) {
        this.log = log;
        this.book = book;
        this.memory = new RuleMemory(folder);
        this.actions = actions;
        this.clock = clock;
        RuleMemory.Moment kept = memory.read();
        actFrom = Math.min(log.size(), kept.position());
        kept.alarms().forEach(this::note);
        kept.hits().forEach(this::note);
        next = Math.max(0, actFrom - REPLAYED);
    }

    /** Takes up to so many records further; false if there was none. */
    public boolean advance(int most) {
        long end = Math.min(log.size(), next + most);
        if (next >= end) {
            return false;
        }
        for (; next < end; next++) {
            DeviceRecord record = DeviceRecord.decode(log.leaf(next));
            RuleBook.Verdict verdict = book.judge(record);
            if (next >= actFrom) {
                act(record, verdict);
            }
        }
        return true;
    }

    private void act(DeviceRecord record, RuleBook.Verdict verdict) {
        for (String error : verdict.errors()) {
            errors.increment();
            lastError = error;
            LOG.debug("{} of device {}: {}", record.sequence(), record.device(), error);
        }
        for (String rule : verdict.alarms()) {
            alarmed.increment();
            LOG.warn("alarm \"{}\": record {} of device {}", rule, record.sequence(), record.device());
            note(new Alarm(clock.millis(), rule, record.device(), record.sequence()));
        }
        verdict.hits().forEach(rule -> note(new Hit(record.device(), record.sequence(), rule.name(), rule.alarm())));
        switch (verdict.decision()) {
            case KEEP -> {}
            case LOG -> actions.log(next + 1);
            case RECORD -> {
                recorded.increment();
                actions.record(next, record.device(), record.sequence());
            }
        }
    }

    private synchronized void note(Alarm alarm) {
        if (alarms.size() == MAX_ALARMS) {
            alarms.removeFirst();
        }
        alarms.addLast(alarm);
    }

    private synchronized void note(Hit hit) {
        if (hits.size() == MAX_HITS) {
            hits.removeFirst();
        }
        hits.addLast(hit);
    }

    /** Which rules applied to a device's records, the newest {@value #MAX_HITS} of all devices; the oldest first. */
    public synchronized List<Hit> hits(Hash device) {
        return hits.stream().filter(hit -> hit.device().equals(device)).toList();
    }

    /** The newest alarms, the oldest of them first. */
    public synchronized List<Alarm> alarms() {
        return List.copyOf(alarms);
    }

    public long alarmed() {
        return alarmed.sum();
    }

    /** Evaluations that failed. */
    public long errors() {
        return errors.sum();
    }

    public String lastError() {
        return lastError;
    }

    /** Records that a rule put on the chain. */
    public long recorded() {
        return recorded.sum();
    }

    /** Records that went through the rules. */
    public long position() {
        return next;
    }

    /**
     * Keeps the position with the hits and alarms up to it. To be called when all that was caused so far is done.
     */
    public void save() {
        if (next <= actFrom) {
            return;
        }
        try {
            memory.write(moment());
            actFrom = next;
        } catch (IOException cannot) {
            LOG.warn("the rules' position is not kept: {}", cannot.getMessage());
        }
    }

    private synchronized RuleMemory.Moment moment() {
        return new RuleMemory.Moment(next, List.copyOf(alarms), List.copyOf(hits));
    }
}
