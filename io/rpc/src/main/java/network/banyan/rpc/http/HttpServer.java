// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import network.banyan.rpc.protocol.Dispatcher;
import network.banyan.rpc.protocol.RpcObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and sets up each connection. */
public final class HttpServer implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final int BACKLOG = 1_024;
    private static final int REQUEST_LINE_BYTES_MAX = 4_096;
    private static final int HEADER_BYTES_MAX = 16_384;
    private static final WriteBufferWaterMark OUTBOUND_MARKS = new WriteBufferWaterMark(1 << 20, 4 << 20);

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration CLOSING_TIME_MAX = Duration.ofSeconds(10);

    private final EventLoopGroup loops;
    private final Channel listener;
    private final Workers workers;

    private HttpServer(EventLoopGroup loops, Channel listener, Workers workers) {
        this.loops = loops;
        this.listener = listener;
        this.workers = workers;
    }

    /**
     * @throws UncheckedIOException if the address cannot be listened on
     */
    public static HttpServer start(
            InetSocketAddress bind,
            Access access,
            Dispatcher dispatcher,
            PageSource pages,
            ConnectionLimits limits,
            RpcObserver observer) {
        var transport = new Transport(
                dispatcher,
                pages,
                new OriginPolicy(access.origins()),
                new HostCheck(access.hosts()),
                access.secret().map(secret -> new TokenCheck(secret, InstantSource.system())),
                new Clients(access),
                limits,
                new Workers(limits),
                new ByteBudget(limits.inboundBytesMax()),
                new OutboundBudget(limits.outboundBytesMax()),
                observer);
        var loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND_MARKS)
                .childHandler(new Connections(transport))
                .bind(bind)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            Throwable cause = bound.cause();
            throw new UncheckedIOException(
                    "cannot listen on %s:%d: %s".formatted(bind.getHostString(), bind.getPort(), cause.getMessage()),
                    cause instanceof IOException io ? io : new IOException(cause));
        }
        return new HttpServer(loops, bound.channel(), transport.workers());
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Ends every connection, and comes back when no request is in work any more. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        if (!workers.close(CLOSING_TIME_MAX)) {
            LOG.warn("some requests are still in work {} s after closing", CLOSING_TIME_MAX.toSeconds());
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Sets up a connection, or ends it if there are too many. */
    private static final class Connections extends ChannelInitializer<SocketChannel> {
        private final Transport transport;
        private final ClientCounts counts;

        Connections(Transport transport) {
            this.transport = transport;
            this.counts = new ClientCounts(
                    transport.limits().connectionsMax(), transport.limits().connectionsPerClientMax());
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            InetSocketAddress remote = channel.remoteAddress();
            if (remote == null) {
                var _ = channel.close();
                return;
            }
            InetAddress address = remote.getAddress();
            // All clients behind a proxy come from one address, and only the limit of all holds for it.
            String client = transport.clients().isProxy(address) ? channel.id().asLongText() : Clients.name(address);
            if (!counts.tryEnter(client)) {
                var _ = channel.close();
                return;
            }
            channel.closeFuture().addListener(_ -> counts.leave(client));
            var budget = new InboundBudget(transport.inbound());
            channel.pipeline()
                    .addLast(budget)
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                            .setMaxHeaderSize(HEADER_BYTES_MAX)))
                    .addLast(new FlowControlHandler())
                    .addLast(new WriteTimeoutHandler(
                            transport.limits().answerTime().toMillis(), TimeUnit.MILLISECONDS))
                    .addLast(new HttpFront(transport, budget, address));
        }
    }
}
