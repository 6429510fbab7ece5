// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import network.banyan.primitives.Hash;
import org.jspecify.annotations.Nullable;

/**
 * One connection: TLS handshake, then a greeting from each side, then messages. Only the greeting of the other side shows
 * that it accepted us: in TLS 1.3 the caller finishes the handshake before the called has looked at the caller's key.
 *
 * <p>Owned by the network's thread, but for {@link #offer}.
 */
final class Connection extends ChannelInboundHandlerAdapter implements FrameDecoder.Sink {
    /** What one turn on the network's thread may send, so that no peer keeps the others waiting. */
    private static final int TURN_BYTES = 256 << 10;
    /** Small frames travel together: one buffer, and one TLS record if they fit. */
    private static final int BATCH_BYTES = 16 << 10;

    /** Who began. */
    sealed interface Origin {
        record Dialled(NodeId node) implements Origin {}

        record Accepted(Gate.Pass pass) implements Origin {}
    }

    /** Why a connection ends, and so how it is counted. */
    enum Ending {
        /** As connections do. */
        LOST,
        /** The other side never became a peer. */
        REFUSED,
        /** The peer broke a rule. */
        VIOLATION,
        /** By our own choice. */
        UNNEEDED
    }

    private enum State {
        HANDSHAKE,
        GREETING,
        ESTABLISHED,
        CLOSED
    }

    private final Mesh mesh;
    private final Channel channel;
    private final Origin origin;
    private final Outbox.Queue queue;
    private final Assembly consensus;
    private final Assembly blocks;
    private final Assembly gossip;
    private final Assembly peers;
    private final long since;
    /** As it was, for a closed channel has none. */
    private volatile InetSocketAddress remote;

    private final AtomicBoolean pumpScheduled = new AtomicBoolean();
    private State state = State.HANDSHAKE;
    private @Nullable NodeId peer;
    private @Nullable Future<?> deadline;
    private boolean pumping;
    /** The socket took more while we were pumping. */
    private boolean pumpAgain;

    private long ticksUnheard;
    private long ticksUnspoken;
    private long ticksUnwritable;

    Connection(Mesh mesh, Channel channel, Origin origin) {
        this.mesh = mesh;
        this.channel = channel;
        this.origin = origin;
        this.since = mesh.now();
        this.remote = addressOf(channel);
        this.queue = mesh.outbox().open();
        Limits.Messages messages = mesh.limits().messages();
        this.consensus = new Assembly(messages.bytesMax(Lane.CONSENSUS), mesh.consensusBudget());
        this.blocks = new Assembly(messages.bytesMax(Lane.BLOCKS), mesh.bulkBudget());
        this.gossip = new Assembly(messages.bytesMax(Lane.GOSSIP), mesh.bulkBudget());
        this.peers = new Assembly(messages.bytesMax(Lane.PEERS), mesh.bulkBudget());
    }

    Origin origin() {
        return origin;
    }

    Optional<NodeId> peer() {
        return Optional.ofNullable(peer);
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** The address at the other end; the wildcard where there is none yet. */
    InetAddress remoteAddress() {
        return remote.getAddress();
    }

    boolean isDialled() {
        return origin instanceof Origin.Dialled;
    }

    /** When it began. */
    long since() {
        return since;
    }

    /** Queues a message; any thread. False if it was dropped at once. */
    boolean offer(Lane lane, Outbox.Parcel parcel) {
        if (!queue.offer(lane, parcel)) {
            return false;
        }
        if (pumpScheduled.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::pump);
            } catch (RejectedExecutionException networkClosed) {
                return false;
            }
        }
        return true;
    }

    /** The mesh took this connection as its peer's. */
    void establish() {
        state = State.ESTABLISHED;
        settle();
    }

    void close(Ending ending, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        boolean neverAPeer = state != State.ESTABLISHED && origin instanceof Origin.Accepted;
        state = State.CLOSED;
        settle();
        queue.close();
        consensus.close();
        blocks.close();
        gossip.close();
        peers.close();
        mesh.closed(this, neverAPeer && ending != Ending.UNNEEDED ? Ending.REFUSED : ending, reason);
        var _ = channel.close();
    }

    /**
     * Looks after the connection, every {@link Mesh#TICK_MILLIS}. Time is counted in ticks: if this node was the one that
     * stood still, its peers are not to blame.
     */
    void tick() {
        if (state != State.ESTABLISHED) {
            return;
        }
        Limits.Times times = mesh.limits().times();
        ticksUnwritable = channel.isWritable() ? 0 : ticksUnwritable + 1;
        ticksUnheard++;
        ticksUnspoken++;
        if (ticksUnheard > ticks(times.idle())) {
            close(Ending.LOST, "silent for " + times.idle().toMillis() + " ms");
        } else if (ticksUnwritable > ticks(times.idle())) {
            close(Ending.LOST, "takes nothing for " + times.idle().toMillis() + " ms");
        } else if (ticksUnspoken >= ticks(times.keepalive()) && channel.isWritable()) {
            write(Frames.keepalive(channel.alloc()));
            channel.flush();
        }
    }

    private static long ticks(Duration time) {
        return Math.ceilDiv(time.toMillis(), Mesh.TICK_MILLIS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long wait = mesh.limits().times().handshake().toNanos();
        deadline = channel.eventLoop()
                .schedule(() -> close(Ending.LOST, "no greeting in time"), wait, TimeUnit.NANOSECONDS);
        // Unlike the end of activity, this comes for calls that nobody answered, too.
        var _ = channel.closeFuture().addListener(closed -> close(Ending.LOST, "the other side ended it"));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && state == State.HANDSHAKE) {
            if (handshake.isSuccess()) {
                authenticate(context.pipeline().get(SslHandler.class));
            } else {
                close(Ending.REFUSED, describe(handshake.cause()));
            }
        }
    }

    @Override
    public void frame(int type, ByteBuf payload) {
        ticksUnheard = 0;
        switch (state) {
            case GREETING -> greeted(type, payload);
            case ESTABLISHED -> established(type, payload);
            case HANDSHAKE, CLOSED -> {
                // Before the handshake nothing is decoded; after the end nothing counts.
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            pump();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        fail(thrown);
    }

    void fail(Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Ending ending = switch (cause) {
            case ProtocolViolation violation -> Ending.VIOLATION;
            case SSLException tls -> Ending.REFUSED;
            default -> Ending.LOST;
        };
        close(ending, describe(cause));
    }

    private static InetSocketAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && !address.isUnresolved()
                ? address
                : new InetSocketAddress(0);
    }

    private void authenticate(SslHandler tls) {
        // A call that we make has no address before it stands.
        remote = addressOf(channel);
        Optional<NodeId> shown = Tls.peerOf(tls);
        if (shown.isEmpty() || !mesh.mayConnect(shown.get())) {
            close(Ending.REFUSED, "the key " + shown.map(NodeId::toString).orElse("(none)") + " is not allowed");
            return;
        }
        peer = shown.get();
        if (!mesh.hasRoom(this, peer)) {
            close(Ending.UNNEEDED, "there is no room for more strangers");
            return;
        }
        if (!mesh.choose(this, peer)) {
            close(Ending.UNNEEDED, "another connection stands");
            return;
        }
        state = State.GREETING;
        write(Frames.hello(channel.alloc(), mesh.network()));
        channel.flush();
    }

    private void greeted(int type, ByteBuf payload) {
        if (type != Frames.HELLO || payload.readableBytes() != Frames.HELLO_SIZE) {
            throw new ProtocolViolation("the first frame is no greeting");
        }
        int version = payload.readUnsignedShort();
        byte[] label = new byte[Hash.SIZE];
        payload.readBytes(label);
        if (version != Frames.VERSION) {
            close(Ending.REFUSED, "speaks version " + version + " of the protocol, we " + Frames.VERSION);
        } else if (!Hash.of(label).equals(mesh.network())) {
            close(Ending.REFUSED, "belongs to another network: " + Hash.of(label));
        } else {
            mesh.greeted(this, peer().orElseThrow());
        }
    }

    private void established(int type, ByteBuf payload) {
        if (type == Frames.KEEPALIVE) {
            return;
        }
        Lane lane = Frames.laneOf(type).orElseThrow(() -> new ProtocolViolation("a second greeting"));
        byte[] message = assembly(lane).add(payload);
        if (message != null) {
            mesh.received(this, peer().orElseThrow(), lane, message);
        }
    }

    /** Sends what waits, as far as the socket takes it. */
    private void pump() {
        pumpScheduled.set(false);
        if (pumping || state != State.ESTABLISHED) {
            pumpAgain = pumping;
            return;
        }
        pumping = true;
        pumpAgain = false;
        try {
            int written = 0;
            while (channel.isWritable() && written < TURN_BYTES) {
                Optional<ByteBuf> batch = nextBatch();
                if (batch.isEmpty()) {
                    break;
                }
                written += batch.get().readableBytes();
                write(batch.get());
                if (!channel.isWritable()) {
                    channel.flush();
                }
            }
            channel.flush();
            if ((pumpAgain || written >= TURN_BYTES) && pumpScheduled.compareAndSet(false, true)) {
                channel.eventLoop().execute(this::pump);
            }
        } finally {
            pumping = false;
        }
    }

    private Optional<ByteBuf> nextBatch() {
        Optional<Outbox.Part> part = queue.take();
        if (part.isEmpty()) {
            return Optional.empty();
        }
        ByteBuf batch = channel.alloc().heapBuffer(Frames.sizeOf(part.get()));
        while (part.isPresent()) {
            Frames.append(batch, part.get());
            part = batch.readableBytes() < BATCH_BYTES ? queue.take() : Optional.empty();
        }
        return Optional.of(batch);
    }

    private void write(ByteBuf frame) {
        ticksUnspoken = 0;
        var _ = channel.write(frame, channel.voidPromise());
    }

    /** Neither deadline nor place among the half-open any more. */
    private void settle() {
        if (deadline != null) {
            var _ = deadline.cancel(false);
        }
        switch (origin) {
            case Origin.Accepted(Gate.Pass pass) -> pass.leave();
            case Origin.Dialled dialled -> {}
        }
    }

    @Override
    public String toString() {
        return switch (origin) {
            case Origin.Dialled(NodeId node) -> node.toString();
            case Origin.Accepted accepted -> (peer == null ? "" : peer + " at ") + channel.remoteAddress();
        };
    }

    private Assembly assembly(Lane lane) {
        return switch (lane) {
            case CONSENSUS -> consensus;
            case BLOCKS -> blocks;
            case GOSSIP -> gossip;
            case PEERS -> peers;
        };
    }

    /** The JDK's own words are sometimes only that there was an exception. */
    private static String words(SSLException tls) {
        Throwable behind = tls.getCause();
        return behind == null ? String.valueOf(tls.getMessage()) : tls.getMessage() + " (" + behind + ")";
    }

    private static String describe(Throwable cause) {
        return switch (cause) {
            case ProtocolViolation violation -> String.valueOf(violation.getMessage());
            case NotSslRecordException noTls -> "does not speak TLS";
            case SSLException tls -> "TLS: " + QuietLog.printable(words(tls));
            case IOException broken -> QuietLog.printable(String.valueOf(broken.getMessage()));
            default -> QuietLog.printable(cause.toString());
        };
    }
}
