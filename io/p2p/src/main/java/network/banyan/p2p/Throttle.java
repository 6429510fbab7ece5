// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import network.banyan.peers.TokenBucket;

/**
 * Stands next to the socket, before TLS, and decides when to read from it: once more after each read, or later if the peer
 * speaks too fast. It alone asks for reads. The TLS layer asks too whenever it holds half a record, which would let a peer
 * talk past the limit with records that never end; those requests stop here.
 *
 * <p>It also counts TLS records that carry nothing for us: changes of keys, tickets, padding. An honest peer hardly sends
 * any after the handshake, and each may cost us a handshake's work or an answer, so they are bounded far below frames.
 *
 * <p>Needs a channel that does not read by itself.
 */
final class Throttle extends ChannelDuplexHandler {
    /** A handshake takes about ten. */
    private static final int EMPTY_RECORDS_BURST = 64;

    private static final int EMPTY_RECORDS_PER_SECOND = 1;
    /** Our own frames stop at the high water mark; only answers of the TLS layer itself go beyond. */
    private static final int UNSENT_BYTES_MAX = 512 << 10;

    private record LaneBuckets(TokenBucket bytes, TokenBucket frames) {
        LaneBuckets(Limits.LaneRates rates, long now) {
            this(
                    new TokenBucket(rates.bytesPerSecond(), 2 * rates.bytesPerSecond(), now),
                    new TokenBucket(rates.framesPerSecond(), 2 * rates.framesPerSecond(), now));
        }

        boolean areRelaxed(long now) {
            return bytes.isRelaxed(now) && frames.isRelaxed(now);
        }
    }

    private final TokenBucket bytes;
    private final TokenBucket frames;
    private final Map<Lane, LaneBuckets> lanes = new EnumMap<>(Lane.class);
    private final TokenBucket emptyRecords;
    private final TlsRecords records = new TlsRecords();
    private final long abuseNanos;
    private final Meter meter;
    private final LongSupplier clock;
    private int plaintexts;
    private long debtNanos;
    private boolean pushing;
    private long pushingSince;

    Throttle(Limits limits, Meter meter, LongSupplier clock) {
        Limits.Rates rates = limits.rates();
        long now = clock.getAsLong();
        for (Lane lane : Lane.ALL) {
            lanes.put(lane, new LaneBuckets(limits.lanes().on(lane), now));
        }
        this.bytes = new TokenBucket(rates.bytesPerSecond(), rates.bytesBurst(), now);
        this.frames = new TokenBucket(rates.framesPerSecond(), rates.framesBurst(), now);
        this.emptyRecords = new TokenBucket(EMPTY_RECORDS_PER_SECOND, EMPTY_RECORDS_BURST, now);
        this.abuseNanos = rates.abuseAfter().toNanos();
        this.meter = meter;
        this.clock = clock;
    }

    /** Counts a frame of this peer that carries no message. */
    void countFrame() {
        debtNanos = Math.max(debtNanos, frames.take(1, clock.getAsLong()));
    }

    /** Counts a part of a message on a lane. A lane in debt holds the whole connection: there is one stream to read. */
    void countPart(Lane lane, int size) {
        countFrame();
        long now = clock.getAsLong();
        LaneBuckets buckets = Objects.requireNonNull(lanes.get(lane));
        debtNanos = Math.max(debtNanos, buckets.bytes().take(size, now));
        debtNanos = Math.max(debtNanos, buckets.frames().take(1, now));
    }

    /** Counts a record that carried something. */
    void countPlaintext() {
        plaintexts++;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        context.read();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        // See above: only this handler reads.
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            context.fireChannelRead(message);
            return;
        }
        long now = clock.getAsLong();
        meter.bytesIn.add(buffer.readableBytes());
        debtNanos = Math.max(debtNanos, bytes.take(buffer.readableBytes(), now));
        int ended = records.endingIn(buffer);
        plaintexts = 0;
        // The TLS layer decodes whole records at once, so afterwards it is known which of them carried something.
        context.fireChannelRead(message);
        int empty = ended - plaintexts;
        if (empty > 0 && emptyRecords.take(empty, now) > 0) {
            context.fireExceptionCaught(new ProtocolViolation("sends TLS records without content"));
        } else if (context.channel().bytesBeforeWritable() > UNSENT_BYTES_MAX) {
            context.fireExceptionCaught(new ProtocolViolation("asks without taking the answers"));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (debtNanos == 0) {
            long now = clock.getAsLong();
            pushing &= !(bytes.isRelaxed(now)
                    && frames.isRelaxed(now)
                    && lanes.values().stream().allMatch(buckets -> buckets.areRelaxed(now)));
            context.read();
            return;
        }
        meter.pauses.increment();
        long pauseNanos = debtNanos;
        debtNanos = 0;
        if (isAbuse()) {
            context.fireExceptionCaught(new ProtocolViolation("sends faster than allowed and does not stop"));
            return;
        }
        var _ = context.executor().schedule(context::read, pauseNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf buffer) {
            meter.bytesOut.add(buffer.readableBytes());
        }
        var _ = context.write(message, promise);
    }

    private boolean isAbuse() {
        long now = clock.getAsLong();
        if (!pushing) {
            pushing = true;
            pushingSince = now;
        }
        return now - pushingSince > abuseNanos;
    }
}
