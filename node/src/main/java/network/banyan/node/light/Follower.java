// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.Handover;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.light.FalseAnswer;
import network.banyan.light.KnownHeader;
import network.banyan.light.VerifiedChain;
import network.banyan.primitives.Hash;
import network.banyan.sdk.RpcFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes after the chain: asks each source, on a virtual thread of its own, for what is new, and takes what is proven. So the
 * highest that anybody can prove is what is known, and who is silent or slow keeps nobody waiting.
 */
final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** Fewer missing headers are fetched at once; more of them when somebody asks for one. */
    private static final int BETWEEN_MAX = 64;

    private static final int HANDOVERS = 16;

    /** While one source shows what is new the others need not; but whoever is slow is not waited for. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(1);
    private static final Duration WRITTEN_EVERY = Duration.ofSeconds(30);

    private final Sources sources;
    private final LightFile file;
    private final Duration trusting;
    private final Duration pause;
    private final InstantSource clock;
    private final long chainId;
    private final Hash genesis;
    private final Consumer<Throwable> failure;
    private final AtomicReference<@Nullable Turn> turn = new AtomicReference<>();
    private final Object swap = new Object();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile VerifiedChain chain;

    // Guarded by swap.
    private long writtenNanos;
    private long writtenEpoch;
    private boolean isCurrent;

    /**
     * @param intervalMillis between the chain's blocks
     * @param trusting how long a committee is trusted
     * @param failure told if it cannot go on, as when the trust in the committee has run out
     */
    record Setting(
            long chainId,
            Hash genesis,
            long intervalMillis,
            Duration trusting,
            InstantSource clock,
            Consumer<Throwable> failure) {}

    /** Who shows what is new, and since when. */
    private record Turn(Source source, long sinceNanos) {
        boolean isOver() {
            return System.nanoTime() - sinceNanos > TURN.toNanos();
        }
    }

    Follower(VerifiedChain start, Sources sources, LightFile file, Setting setting) {
        this.chain = start;
        this.sources = sources;
        this.file = file;
        this.trusting = setting.trusting();
        this.clock = setting.clock();
        this.chainId = setting.chainId();
        this.genesis = setting.genesis();
        this.failure = setting.failure();
        Duration interval = Duration.ofMillis(setting.intervalMillis() / 2);
        this.pause = interval.compareTo(LEAST_PAUSE) < 0
                ? LEAST_PAUSE
                : interval.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : interval;
        this.writtenNanos = System.nanoTime();
        this.writtenEpoch = -1;
    }

    void start() {
        for (Source source : sources.all()) {
            threads.add(Thread.ofVirtual().name("light-" + source.url()).start(() -> follow(source)));
        }
    }

    /** What is known now. */
    VerifiedChain chain() {
        return chain;
    }

    private void follow(Source source) {
        try {
            while (!closing.await(0, TimeUnit.NANOSECONDS)) {
                Duration rest = source.restLeft();
                boolean more = rest.isZero() && round(source);
                Duration wait = more ? Duration.ZERO : rest.compareTo(pause) > 0 ? rest : pause;
                if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Trust.Ended over) {
            LOG.error("the light node stops: {}", over.getMessage());
            failure.accept(over);
        } catch (RuntimeException bug) {
            LOG.error("the light node stops", bug);
            failure.accept(bug);
        }
    }

    /** Whether there is more to come at once. */
    private boolean round(Source source) {
        try {
            SourceTalk.Claim claim = source.talk().claim();
            if (claim.chainId() != chainId || !claim.genesis().equals(genesis)) {
                throw new FalseAnswer("it is a node of another chain, %d from genesis %s"
                        .formatted(claim.chainId(), claim.genesis()));
            }
            source.claimed(claim.height());
            boolean more = claim.height() > chain.newest().number() && stepTo(claim.height(), source);
            if (claim.height() <= chain.newest().number()) {
                // It did not have to prove what somebody else proved before.
                source.proved(claim.height());
            }
            return more;
        } catch (FalseAnswer lie) {
            source.lied(String.valueOf(lie.getMessage()));
        } catch (RpcFailure.Refused refused) {
            source.refused(String.valueOf(refused.getMessage()));
        } catch (RpcFailure.Unreachable silent) {
            if (closing.getCount() > 0) {
                source.silent(String.valueOf(silent.getMessage()));
            }
        } catch (Trust.Ended over) {
            throw over;
        } catch (RuntimeException unforeseen) {
            // Whatever a source may say, it must not end the node.
            LOG.error("what {} answered could not be judged", source.url(), unforeseen);
            source.lied("its answer could not be judged: " + unforeseen);
        }
        return false;
    }

    private boolean stepTo(long height, Source source) {
        Turn before = turn.get();
        if (before != null && !before.isOver()) {
            return false;
        }
        Turn ours = new Turn(source, System.nanoTime());
        turn.set(ours);
        try {
            VerifiedChain from = chain;
            if (height <= from.newest().number()) {
                return false;
            }
            trustStill(from);
            VerifiedChain after = step(from, height, source.talk());
            source.proved(after.newest().number());
            return isTaken(from, after) && after.newest().number() < height;
        } finally {
            turn.compareAndSet(ours, null);
        }
    }

    /** Somebody may have been quicker; then what was shown is shown once more, from there. */
    private boolean isTaken(VerifiedChain from, VerifiedChain after) {
        synchronized (swap) {
            if (chain == from) {
                chain = after;
                keep(after);
                return true;
            }
            return false;
        }
    }

    /** One question or two further. */
    private VerifiedChain step(VerifiedChain before, long height, SourceTalk talk) {
        long sitting = before.committee().epoch();
        long epoch = before.epochOf(height);
        if (epoch <= sitting) {
            Certificate certificate = talk.certificate(height);
            long certified = certificate.subject().height();
            if (certified < height) {
                throw new FalseAnswer("the certificate of block %d is of block %d".formatted(height, certified));
            }
            return advanced(before, talk.headers(List.of(certified)).getFirst(), certificate, talk);
        }
        VerifiedChain after = before;
        int count = (int) Math.min(HANDOVERS, epoch - sitting);
        for (Handover handover : talk.handovers(sitting, count)) {
            BlockHeader last = handover.header();
            if (last.number() > after.newest().number()
                    && last.number() - after.newest().number() <= BETWEEN_MAX) {
                // So the window goes on over the end of an epoch.
                after = advanced(after, last, handover.certificate(), talk);
            }
            after = after.follow(handover);
        }
        return after;
    }

    private static VerifiedChain advanced(
            VerifiedChain before, BlockHeader header, Certificate certificate, SourceTalk talk) {
        long first = before.newest().number() + 1;
        long missing = header.number() - first;
        List<BlockHeader> between = missing > 0 && missing <= BETWEEN_MAX
                ? talk.headers(LongStream.range(first, header.number()).boxed().toList())
                : List.of();
        return before.advance(header, certificate, between);
    }

    /**
     * Whoever follows from genesis passes committees as old as the chain, and that is a limit (docs/spec/light-client.md, rule
     * 16). Once the present is reached, nobody is trusted for longer than the period.
     */
    private void trustStill(VerifiedChain now) {
        Optional<Checkpoint> checkpoint = now.checkpoint();
        if (checkpoint.isEmpty()) {
            return;
        }
        long age = clock.millis() - checkpoint.get().timeMillis();
        synchronized (swap) {
            if (age < trusting.toMillis()) {
                isCurrent = true;
            } else if (isCurrent) {
                throw Trust.tooOld(age, trusting.toMillis());
            }
        }
    }

    private void keep(VerifiedChain now) {
        trustStill(now);
        boolean isKept = isCurrent || now.checkpoint().isEmpty();
        boolean isDue =
                now.committee().epoch() != writtenEpoch || System.nanoTime() - writtenNanos > WRITTEN_EVERY.toNanos();
        if (isKept && isDue) {
            write(now);
        }
    }

    private void write(VerifiedChain now) {
        writtenNanos = System.nanoTime();
        writtenEpoch = now.committee().epoch();
        try {
            file.write(now);
        } catch (IOException failed) {
            LOG.warn("what is known cannot be written to {}: {}", file.path(), failed.getMessage());
        }
    }

    /**
     * The header of a final block of the window, fetched if it is not there yet.
     *
     * @param number {@link #isWithinReach}
     * @throws Sources.NobodyAnswers if no source tells what lies between
     */
    KnownHeader header(long number) {
        Optional<KnownHeader> known = chain.header(number);
        return known.orElseGet(() -> deepened(number));
    }

    /** Whether a header could be had: neither newer than the newest nor beyond the window. */
    boolean isWithinReach(long number) {
        return reaches(chain, number);
    }

    private static boolean reaches(VerifiedChain now, long number) {
        long newest = now.newest().number();
        return number >= 0 && number <= newest && number > newest - VerifiedChain.WINDOW;
    }

    private KnownHeader deepened(long number) {
        while (true) {
            VerifiedChain before = chain;
            Optional<KnownHeader> known = before.header(number);
            if (known.isPresent()) {
                return known.get();
            }
            if (!reaches(before, number)) {
                throw new Sources.NobodyAnswers("block %d has left the window meanwhile".formatted(number));
            }
            long lowest = before.lowest().number();
            List<Long> numbers = LongStream.iterate(
                            lowest - 1, next -> next >= Math.max(number, lowest - BETWEEN_MAX), next -> next - 1)
                    .boxed()
                    .toList();
            VerifiedChain deeper = sources.ask(talk -> before.deepen(talk.headers(numbers)));
            synchronized (swap) {
                // Somebody may have gone on meanwhile; then the headers are tied to that once more.
                VerifiedChain now = chain;
                if (now.lowest().number() == lowest) {
                    chain = now.deepen(numbers.stream()
                            .filter(each -> reaches(now, each))
                            .map(each -> deeper.header(each).orElseThrow().header())
                            .toList());
                }
            }
        }
    }

    /** What sources in good standing say they have, which they will have to prove. */
    long highest() {
        return sources.all().stream()
                .filter(Source::isAsked)
                .mapToLong(source -> source.standing().claimed())
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        closing.countDown();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Source.TIME_MAX);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (swap) {
            VerifiedChain last = chain;
            if (last.certificate().isPresent()
                    && (isCurrent || last.checkpoint().isEmpty())) {
                write(last);
            }
        }
    }
}
