// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import network.banyan.sdk.JsonRpcClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node that is asked, and how it behaved. One that lied rests long, one that was silent a little, and each time longer.
 * Any thread may use it.
 */
final class Source implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Source.class);

    static final Duration TIME_MAX = Duration.ofSeconds(10);

    /** The largest block in hex, with room for JSON around it. */
    private static final long ANSWER_BYTES_MAX = 24L << 20;

    private static final Duration LIED_REST = Duration.ofMinutes(5);
    private static final Duration LIED_REST_MAX = Duration.ofHours(4);
    private static final Duration SILENT_REST = Duration.ofSeconds(2);
    private static final Duration SILENT_REST_MAX = Duration.ofMinutes(1);
    private static final int REASON_MAX = 300;

    private final URI url;
    private final JsonRpcClient rpc;
    private final SourceTalk talk;
    private Standing standing = new Standing(0, 0, 0, 0, Optional.empty(), Optional.empty());

    /**
     * @param claimed height of what it says is its last final block
     * @param proved height of the last of them that it proved, or that was known before
     * @param lies of this process' time
     * @param silences in a row
     * @param rest since when and for how long it is not asked
     * @param trouble what was last wrong with it; empty if nothing is
     */
    record Standing(long claimed, long proved, int lies, int silences, Optional<Rest> rest, Optional<String> trouble) {
        /** A rest goes on until it is over, whatever a question that was under way comes to. */
        private Standing well(long nowClaimed, long nowProved) {
            boolean rests =
                    rest.filter(its -> its.left(System.nanoTime()).isPositive()).isPresent();
            return new Standing(
                    nowClaimed, nowProved, lies, rests ? silences : 0, rest, rests ? trouble : Optional.empty());
        }

        private Standing troubled(int nowLies, int nowSilences, Optional<Rest> nowRest, String why) {
            return new Standing(claimed, proved, nowLies, nowSilences, nowRest, Optional.of(why));
        }
    }

    record Rest(long sinceNanos, Duration time) {
        Duration left(long nowNanos) {
            return time.minusNanos(nowNanos - sinceNanos);
        }
    }

    Source(URI url) {
        this.url = url;
        this.rpc = new JsonRpcClient(url, TIME_MAX, ANSWER_BYTES_MAX);
        this.talk = new SourceTalk(rpc);
    }

    URI url() {
        return url;
    }

    SourceTalk talk() {
        return talk;
    }

    synchronized Standing standing() {
        return standing;
    }

    boolean isAsked() {
        return restLeft().isZero();
    }

    /** How long it will not be asked yet; zero if it may be. */
    Duration restLeft() {
        return standing()
                .rest()
                .map(rest -> rest.left(System.nanoTime()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** It answered, and what it said is true. */
    synchronized void answered() {
        standing = standing.well(standing.claimed, standing.proved);
    }

    /** It says that it has a final block of this height. */
    synchronized void claimed(long height) {
        standing = new Standing(
                height, standing.proved, standing.lies, standing.silences, standing.rest, standing.trouble);
    }

    /** It showed that a block is final. */
    synchronized void proved(long height) {
        standing = standing.well(standing.claimed, Math.max(standing.proved, height));
    }

    /** It said something that does not hold. */
    synchronized void lied(String what) {
        int lies = standing.lies + 1;
        Duration rest = doubled(LIED_REST, lies, LIED_REST_MAX);
        standing = standing.troubled(lies, standing.silences, begun(rest), shown(what));
        LOG.warn("{} said what is not true, and is not asked for {} s: {}", url, rest.toSeconds(), shown(what));
    }

    /** It said nothing, or nothing sensible. */
    synchronized void silent(String why) {
        int silences = standing.silences + 1;
        if (silences == 1) {
            LOG.info("{} does not answer: {}", url, shown(why));
        }
        Duration rest = doubled(SILENT_REST, silences, SILENT_REST_MAX);
        standing = standing.troubled(standing.lies, silences, begun(rest), shown(why));
    }

    /** It refused a question, which it may; who is behind, or keeps less, does. */
    synchronized void refused(String why) {
        standing = standing.troubled(standing.lies, 0, standing.rest, shown(why));
    }

    private static Optional<Rest> begun(Duration rest) {
        return Optional.of(new Rest(System.nanoTime(), rest));
    }

    private static Duration doubled(Duration first, int times, Duration most) {
        Duration rest = first.multipliedBy(1L << Math.min(times - 1, 10));
        return rest.compareTo(most) < 0 ? rest : most;
    }

    /** What a stranger says to people: so much of it, and nothing that a terminal obeys. */
    private static String shown(String reason) {
        return reason.substring(0, Math.min(reason.length(), REASON_MAX)).replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public void close() {
        rpc.close();
    }
}
