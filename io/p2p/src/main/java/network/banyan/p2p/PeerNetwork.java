// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import network.banyan.crypto.Ed25519;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's connections to its peers: at most one to each, authenticated both ways, found again when lost. Carries messages
 * of bytes and knows nothing about them. Safe for any thread; no call waits for the network but {@link #start} and {@link
 * #close}.
 */
public final class PeerNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);
    private static final long TICK_MILLIS = 50;
    private static final int READ_BYTES = 64 << 10;
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(64 << 10, 128 << 10);
    private static final int BACKLOG = 128;

    private final Mesh mesh;
    private final Dialer dialer;
    private final AllowedKeys allowed;
    private final Tls tls;
    private final Gate gate;
    private final Limits limits;
    private final EventLoopGroup thread;
    private final PooledByteBufAllocator allocator;
    private final Channel listener;

    private PeerNetwork(NetworkSettings settings, Ed25519.KeyPair key, AllowedKeys allowed, PeerHandler handler) {
        NodeId self = new NodeId(key.publicKey());
        this.limits = settings.limits();
        this.allowed = allowed;
        this.dialer = new Dialer(self, limits.times(), new SplittableRandom(settings.seed()));
        this.mesh = new Mesh(self, settings, allowed, handler, dialer);
        this.tls = new Tls(key, allowed, limits.times().handshake().toMillis());
        this.gate = new Gate(limits.connections(), mesh.now());
        this.allocator = new PooledByteBufAllocator(true, 1, 1, 8192, 7, 64, 16, false);
        this.thread = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("p2p-" + self, true), NioIoHandler.newFactory());
        this.listener = listen(settings.listen());
    }

    /**
     * Listens and begins to call the peers.
     *
     * @param key who we are
     * @param peers whom to call, and where; an unresolved address is looked up anew for each call
     * @param allowed who may connect, in either direction; the caller keeps it up to date
     * @param handler called from the network's one thread
     * @throws NetworkException if the address cannot be listened on
     */
    public static PeerNetwork start(
            NetworkSettings settings,
            Ed25519.KeyPair key,
            Map<NodeId, InetSocketAddress> peers,
            AllowedKeys allowed,
            PeerHandler handler) {
        PeerNetwork network = new PeerNetwork(settings, key, allowed, handler);
        network.call(peers);
        var _ = network.thread.scheduleWithFixedDelay(network::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return network;
    }

    /** Where we listen, with the port that was free. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Replaces whom to call. Who is connected stays so. */
    public void call(Map<NodeId, InetSocketAddress> peers) {
        Map<NodeId, InetSocketAddress> copy = Map.copyOf(peers);
        execute(() -> dialer.aim(copy, mesh.now()));
    }

    /**
     * Queues a message for a peer.
     *
     * @param message from 1 byte to the lane's limit; not copied, so the caller must not change it afterwards
     * @return false if the peer is not connected or its queue is full of what is at least as urgent. True promises nothing
     *     about arrival: the connection may break, and more urgent messages may displace this one.
     * @throws IllegalArgumentException if the message is empty or over the lane's limit
     */
    public boolean send(NodeId to, Lane lane, byte[] message) {
        Outbox.Parcel parcel = parcel(lane, message);
        Connection connection = mesh.established().get(to);
        return connection != null && connection.offer(lane, parcel);
    }

    /**
     * Queues a message for every connected peer; its bytes are held once.
     *
     * @return for how many peers it was queued
     * @throws IllegalArgumentException if the message is empty or over the lane's limit
     */
    public int broadcast(Lane lane, byte[] message) {
        Outbox.Parcel parcel = parcel(lane, message);
        int queued = 0;
        for (Connection connection : mesh.established().values()) {
            queued += connection.offer(lane, parcel) ? 1 : 0;
        }
        return queued;
    }

    /** The peers connected now. */
    public SortedSet<NodeId> peers() {
        return new TreeSet<>(mesh.established().keySet());
    }

    public Counters counters() {
        Meter meter = mesh.meter();
        return new Counters(
                meter.bytesIn.sum(),
                meter.bytesOut.sum(),
                meter.messagesIn.sum(),
                meter.messagesOut.sum(),
                meter.consensusDropped.sum(),
                meter.bulkDropped.sum(),
                meter.receiveDropped.sum(),
                meter.refused.sum(),
                meter.violations.sum(),
                meter.pauses.sum(),
                mesh.established().size(),
                gate.halfOpen(),
                mesh.outbox().bytes(),
                allocator.pinnedDirectMemory() + allocator.pinnedHeapMemory());
    }

    /** Says farewell to all and stops. Waits for that at most two seconds, unless called by the handler. */
    @Override
    public void close() {
        execute(() -> {
            var _ = listener.close();
            mesh.close();
        });
        var end = thread.shutdownGracefully(50, 1_500, TimeUnit.MILLISECONDS);
        if (!listener.eventLoop().inEventLoop()) {
            end.awaitUninterruptibly(2_000);
        }
    }

    private Outbox.Parcel parcel(Lane lane, byte[] message) {
        int max = limits.messages().bytesMax(lane);
        if (message.length == 0 || message.length > max) {
            throw new IllegalArgumentException(
                    "a message on %s has 1 to %d bytes, not %d".formatted(lane, max, message.length));
        }
        return new Outbox.Parcel(message);
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // Nothing is left to do it for.
        }
    }

    private void tick() {
        try {
            mesh.tick();
            dialer.due(allowed, mesh.now()).forEach(this::dial);
        } catch (RuntimeException bug) {
            // Thrown further, it would end the ticking for good.
            LOG.error("the network's upkeep failed", bug);
        }
    }

    private Channel listen(InetSocketAddress address) {
        var bind = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            var _ = thread.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw new NetworkException(
                    "cannot listen for peers on " + address + ": "
                            + bind.cause().getMessage(),
                    bind.cause());
        }
        return bind.channel();
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        switch (gate.enter(remote.getAddress(), mesh.open(), mesh.now())) {
            case Gate.Verdict.Admitted(Gate.Pass pass) ->
                build(channel, new Connection.Origin.Accepted(pass), tls.accepting(allocator));
            case Gate.Verdict.Refused(String reason) -> {
                mesh.refused(remote, reason);
                channel.config().setSoLinger(0);
                var _ = channel.close();
            }
        }
    }

    private void dial(Dialer.Call call) {
        if (call.address().isUnresolved()) {
            // Looking up a name may take seconds, and the thread has other peers to serve.
            Thread.ofVirtual().name("p2p-lookup").start(() -> {
                var found = new InetSocketAddress(
                        call.address().getHostString(), call.address().getPort());
                execute(() -> connect(new Dialer.Call(call.node(), found)));
            });
        } else {
            connect(call);
        }
    }

    private void connect(Dialer.Call call) {
        if (call.address().isUnresolved()) {
            dialer.ended(call.node(), mesh.now());
            return;
        }
        var _ = new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.times().handshake().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        build(channel, new Connection.Origin.Dialled(call.node()), tls.calling(call.node(), allocator));
                    }
                })
                .connect(call.address())
                .addListener((ChannelFutureListener) done -> {
                    Connection connection = done.channel().pipeline().get(Connection.class);
                    if (!done.isSuccess() && connection != null) {
                        connection.fail(done.cause());
                    }
                });
    }

    private void build(SocketChannel channel, Connection.Origin origin, SslHandler handshake) {
        Throttle throttle = new Throttle(limits.rates(), mesh.meter(), mesh.clock());
        Connection connection = new Connection(mesh, channel, origin, throttle);
        mesh.opened(connection);
        channel.pipeline()
                .addLast(throttle)
                .addLast(handshake)
                .addLast(new FrameDecoder(connection))
                .addLast(connection);
    }
}
