// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.ingest;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import network.banyan.evidence.log.Refusal;

/** What the pipeline counts, since the process started. */
public final class Counts {
    private final LongAdder taken = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    public Counts() {
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    void committed() {
        commits.increment();
    }

    void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Taken it -> (it.isNew() ? taken : repeated).increment();
            case Outcome.Refused it -> adder(it.refusal()).increment();
        }
    }

    private LongAdder adder(Refusal refusal) {
        return network.banyan.primitives.Invariant.present(refused.get(refusal));
    }

    /** Records taken. */
    public long taken() {
        return taken.sum();
    }

    /** Records that were known already. */
    public long repeated() {
        return repeated.sum();
    }

    public long commits() {
        return commits.sum();
    }

    public long refused(Refusal refusal) {
        return adder(refusal).sum();
    }
}
