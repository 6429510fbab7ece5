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
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The Netty side of a network: its one thread, its buffers, the listening socket, and the calls to others. Builds
 * connections and hands them to the mesh.
 */
final class Sockets {
    private static final int READ_BYTES = 64 << 10;
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(64 << 10, 128 << 10);
    private static final int BACKLOG = 128;
    private static final int PAGE_BYTES = 8 << 10;
    /** Buffers come from chunks of 1 MiB: no network takes more at a time. */
    private static final int CHUNK_ORDER = 7;

    private static final long FAREWELL_MILLIS = 1_000;

    private final Mesh mesh;
    private final Dialer dialer;
    private final Tls tls;
    private final Gate gate;
    private final EventLoopGroup thread;
    private final PooledByteBufAllocator allocator =
            new PooledByteBufAllocator(true, 1, 1, PAGE_BYTES, CHUNK_ORDER, 64, 16, false);
    private final Channel listener;

    /**
     * @throws NetworkException if the address cannot be listened on
     */
    Sockets(InetSocketAddress listen, NodeId self, Mesh mesh, Dialer dialer, Tls tls) {
        this.mesh = mesh;
        this.dialer = dialer;
        this.tls = tls;
        this.gate = new Gate(mesh.limits().connections(), mesh.conduct(), mesh.now());
        this.thread = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("p2p-" + self, true), NioIoHandler.newFactory());
        this.listener = listen(listen);
    }

    /** The thread that owns the network. */
    EventLoopGroup thread() {
        return thread;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    int halfOpen() {
        return gate.halfOpen();
    }

    long bufferBytes() {
        return allocator.pinnedDirectMemory() + allocator.pinnedHeapMemory();
    }

    /** Runs on the network's thread; does nothing once the network is closed. */
    void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            // Nothing is left to do it for.
        }
    }

    /** Whom the gate need not take for strangers. */
    void expectOnly(Set<NodeId> nodes) {
        gate.expectOnly(nodes);
    }

    /**
     * Ends the thread. Waits for that, but not if called by the thread itself.
     *
     * @param farewell done first, on the thread: a loop that is asked to end closes its channels the hard way
     */
    void close(Runnable farewell) {
        if (listener.eventLoop().inEventLoop()) {
            var _ = listener.close();
            farewell.run();
            var _ = thread.shutdownGracefully(0, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        try {
            thread.submit(() -> {
                        var _ = listener.close();
                        farewell.run();
                    })
                    .awaitUninterruptibly(FAREWELL_MILLIS);
        } catch (RejectedExecutionException closedBefore) {
            return;
        }
        thread.shutdownGracefully(0, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * FAREWELL_MILLIS);
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

    void dial(Dialer.Call call) {
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
        gate.expect(call.node(), call.address().getAddress());
        var _ = new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        mesh.limits().times().handshake().toMillis())
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
        Throttle throttle = new Throttle(mesh.limits(), mesh.meter(), mesh.clock());
        Connection connection = new Connection(mesh, channel, origin);
        mesh.opened(connection);
        channel.pipeline()
                .addLast(throttle)
                .addLast(handshake)
                .addLast(new FrameDecoder(throttle, connection))
                .addLast(connection);
    }
}
