// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.WitnessRule;
import network.banyan.evidence.witness.WitnessRule.Verdict;

/** The witness itself: judges by the rule, makes durable what it accepts, and only then cosigns. Any thread may ask. */
public final class Witness {
    private final WitnessFolder folder;
    private final NoteKey key;
    private final InstantSource clock;
    private final Lies lies;
    private final Map<String, Watched> logs;

    /**
     * @param name that cosignatures bear
     * @param logs whose heads it looks at
     * @throws WitnessException if what it holds of one of them is damaged, or two have one name
     */
    public Witness(WitnessFolder folder, String name, Collection<NoteKey> logs, InstantSource clock) {
        this.folder = folder;
        this.key = NoteKey.ofWitness(name, folder.key().publicKey());
        this.clock = clock;
        this.lies = folder.lies();
        SortedMap<String, Watched> watched = new TreeMap<>();
        for (NoteKey log : logs) {
            if (log.kind() == NoteKey.Kind.COSIGNATURE) {
                throw new WitnessException("%s is a witness's key, not a log's".formatted(log.text()));
            }
            if (watched.put(log.name(), new Watched(folder.read(log))) != null) {
                throw new WitnessException("two keys are given for log %s".formatted(log.name()));
            }
        }
        this.logs = Collections.unmodifiableSortedMap(watched);
    }

    /** What is held of one log; requests for it go one after the other. */
    private static final class Watched {
        private WitnessRule rule;

        Watched(WitnessRule rule) {
            this.rule = rule;
        }
    }

    /** What became of a request. */
    sealed interface Answer {
        record Cosigned(SignedNote.Line line) implements Answer {}

        /** It watches no log of that name. */
        record Unknown() implements Answer {}

        /** The rule refused it. */
        record Refused(Verdict verdict) implements Answer {}

        /** The disk did not take it, so nothing was signed. */
        record NotKept(String reason) implements Answer {}
    }

    /** With this key its cosignatures are checked. */
    public NoteKey key() {
        return key;
    }

    /** The logs it watches, with the sizes it saw last. */
    public SortedMap<String, Long> sizes() {
        SortedMap<String, Long> sizes = new TreeMap<>();
        logs.forEach((name, watched) -> {
            synchronized (watched) {
                sizes.put(name, watched.rule.size());
            }
        });
        return sizes;
    }

    Answer judge(AddCheckpoint request) {
        Optional<Watched> log = Optional.ofNullable(logs.get(request.head().origin()));
        return log.<Answer>map(watched -> judge(watched, request)).orElseGet(Answer.Unknown::new);
    }

    private Answer judge(Watched log, AddCheckpoint request) {
        synchronized (log) {
            Verdict verdict = log.rule.judge(request);
            switch (verdict) {
                case Verdict.Cosign() -> {
                    WitnessRule next = log.rule.after(request);
                    try {
                        // The same head needs no second write; whoever lost the answer may ask as often as they like.
                        if (!next.last()
                                .map(SignedNote::text)
                                .equals(log.rule.last().map(SignedNote::text))) {
                            folder.write(next);
                            log.rule = next;
                        }
                    } catch (IOException full) {
                        return new Answer.NotKept(String.valueOf(full.getMessage()));
                    }
                }
                case Verdict.Fork(SignedNote seen) -> lies.keep(Lies.Kind.FORK, log.rule.key(), seen, request);
                case Verdict.Unproven(SignedNote seen) -> lies.keep(Lies.Kind.UNPROVEN, log.rule.key(), seen, request);
                case Verdict.Unsigned(), Verdict.OtherSize(long _) -> {}
            }
            return verdict instanceof Verdict.Cosign ? cosigned(request) : new Answer.Refused(verdict);
        }
    }

    private Answer cosigned(AddCheckpoint request) {
        long now = clock.instant().getEpochSecond();
        var cosignature = Cosignature.sign(request.note().text(), now, folder.key());
        return new Answer.Cosigned(cosignature.line(key));
    }
}
