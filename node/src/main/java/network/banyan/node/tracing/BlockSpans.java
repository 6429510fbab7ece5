// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Supplier;
import network.banyan.ledger.Block;
import network.banyan.ledger.Slot;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView.FinalizedBlock;
import network.banyan.replica.Stage;
import network.banyan.replica.Stages;

/**
 * A span for each final block, from its own timestamp until it was final here, with one inside for each stage of the work
 * that it made. What lies between those was waiting: for the network, and for votes.
 */
public final class BlockSpans {
    /** Blocks that were worked on and are not final; those that never will be make room for younger ones. */
    private static final int MAX_PENDING = 64;

    private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("banyan.block.number");
    private static final AttributeKey<String> HASH = AttributeKey.stringKey("banyan.block.hash");
    private static final AttributeKey<Long> TRANSACTIONS = AttributeKey.longKey("banyan.block.transactions");
    private static final AttributeKey<Long> GAS = AttributeKey.longKey("banyan.block.gas_used");
    private static final AttributeKey<Long> EPOCH = AttributeKey.longKey("banyan.epoch");
    private static final AttributeKey<Long> VIEW = AttributeKey.longKey("banyan.view");

    private final Tracer tracer;
    private final TraceIds ids;
    private final InstantSource clock;
    private final SequencedMap<Hash, List<Work>> pending = new LinkedHashMap<>();

    private record Work(Stage stage, Instant from, Duration took) {}

    /**
     * @param tracer whose trace ids are these
     */
    BlockSpans(Tracer tracer, TraceIds ids, InstantSource clock) {
        this.tracer = tracer;
        this.ids = ids;
        this.clock = clock;
    }

    /** Times what another one times, too. */
    public Stages around(Stages inner) {
        return new Stages() {
            @Override
            public <T> T run(Stage stage, Supplier<T> work) {
                return inner.run(stage, work);
            }

            @Override
            public <T> T run(Stage stage, Hash block, Supplier<T> work) {
                Instant from = clock.instant();
                long start = System.nanoTime();
                try {
                    return inner.run(stage, work);
                } finally {
                    worked(block, new Work(stage, from, Duration.ofNanos(System.nanoTime() - start)));
                }
            }
        };
    }

    private synchronized void worked(Hash block, Work work) {
        pending.computeIfAbsent(block, _ -> new ArrayList<>(Stage.values().length))
                .add(work);
        if (pending.size() > MAX_PENDING) {
            pending.pollFirstEntry();
        }
    }

    /** Blocks whose work was timed and who are not final. */
    synchronized int pending() {
        return pending.size();
    }

    /** A block became final, just now. */
    public synchronized void finalized(FinalizedBlock it) {
        Block block = it.block();
        Instant end = clock.instant();
        List<Work> works = pending.getOrDefault(block.hash(), List.of());
        pending.remove(block.hash());
        Slot slot = block.slot();
        ids.next(block.hash());
        Span whole = tracer.spanBuilder("block")
                .setNoParent()
                .setStartTimestamp(start(block, works, end))
                .setAttribute(NUMBER, block.number())
                .setAttribute(HASH, block.hash().toHex())
                .setAttribute(TRANSACTIONS, (long) block.transactions().size())
                .setAttribute(GAS, block.header().gasUsed())
                .setAttribute(EPOCH, slot.epoch())
                .setAttribute(VIEW, slot.view())
                .startSpan();
        for (Work work : works) {
            tracer.spanBuilder(work.stage().name().toLowerCase(Locale.ROOT))
                    .setParent(Context.root().with(whole))
                    .setStartTimestamp(work.from())
                    .startSpan()
                    .end(work.from().plus(work.took()));
        }
        whole.end(end);
    }

    /** Its timestamp, unless the clock of whoever made it is ahead of ours. */
    private static Instant start(Block block, List<Work> works, Instant end) {
        Instant claimed = Instant.ofEpochMilli(Slot.timeMillis(block.header()));
        Instant seen = works.isEmpty() ? end : works.getFirst().from();
        return claimed.isBefore(seen) ? claimed : seen;
    }
}
