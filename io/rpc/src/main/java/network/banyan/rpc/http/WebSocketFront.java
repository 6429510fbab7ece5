// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import network.banyan.rpc.http.Clients.Client;
import network.banyan.rpc.protocol.Caller;
import network.banyan.rpc.protocol.Dispatcher;
import network.banyan.rpc.protocol.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: each text message is a request or a batch. Some are in work at once; when there are too many, or the
 * client does not take its answers, the connection is not read until it has caught up.
 */
final class WebSocketFront extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketFront.class);

    /** At most 123 bytes (RFC 6455, section 5.5). */
    private static final String TOO_SLOW =
            "you read too slowly: connect again, and ask eth_getLogs for what you missed";

    private final Transport transport;
    private final InboundBudget budget;
    private final Client client;
    private final AtomicBoolean cutOff = new AtomicBoolean();

    // Only the event loop touches it.
    private int inWork;

    WebSocketFront(Transport transport, InboundBudget budget, Client client) {
        this.transport = transport;
        this.budget = budget;
        this.client = client;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> take(ctx, ByteBufUtil.getBytes(text.content()));
            case PingWebSocketFrame ping -> {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                settleIfIdle();
            }
            case PongWebSocketFrame _ -> settleIfIdle();
            case CloseWebSocketFrame close ->
                ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            default -> end(ctx.channel(), WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
        }
    }

    private void take(ChannelHandlerContext ctx, byte[] message) {
        var wire = new SocketWire(ctx.channel(), this);
        Caller caller = Caller.connected(client.name(), client.allowance(), wire);
        inWork++;
        boolean accepted = transport.workers().tryRun(client.name(), () -> {
            Optional<byte[]> answer = transport.dispatcher().answer(message, caller);
            // On the event loop, so that the next message is not read before this one has all its effects.
            ctx.executor().execute(() -> {
                answer.ifPresent(wire::answer);
                caller.replied();
                done(ctx);
            });
        });
        if (!accepted) {
            wire.answer(Dispatcher.failure(RpcException.limit("too many requests at once; try again later")));
            done(ctx);
        }
        readOrNot(ctx);
    }

    private void done(ChannelHandlerContext ctx) {
        inWork--;
        settleIfIdle();
        readOrNot(ctx);
    }

    /** What is charged belongs to all messages in work together; with none in work it is known to be answered. */
    private void settleIfIdle() {
        if (inWork == 0) {
            budget.settle();
        }
    }

    private void readOrNot(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        boolean read = inWork < transport.limits().requestsPerConnectionMax() && channel.isWritable();
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readOrNot(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                var _ = ctx.close();
            } else {
                var _ = ctx.writeAndFlush(new PingWebSocketFrame());
            }
            return;
        }
        if (event == InboundBudget.Event.NO_ROOM) {
            end(ctx.channel(), WebSocketCloseStatus.TRY_AGAIN_LATER);
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("WebSocket of {} ends: {}", client.name(), cause.toString());
        var _ = ctx.close();
    }

    private static void end(Channel channel, WebSocketCloseStatus status) {
        channel.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
    }

    /** Any thread may call. */
    private void send(Channel channel, byte[] utf8) {
        if (!channel.isActive() || cutOff.get()) {
            return;
        }
        OutboundBudget outbound = transport.outbound();
        if (!outbound.tryTake(client.name(), utf8.length)) {
            cutOff(channel);
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)))
                .addListener(_ -> outbound.giveBack(client.name(), utf8.length));
    }

    /**
     * Nothing more is written but why. It stands behind what lies here already; a client that does not take that in
     * {@link ConnectionLimits#answerTime} never learns it, and the connection ends.
     */
    private void cutOff(Channel channel) {
        if (cutOff.compareAndSet(false, true)) {
            transport.observer().cutOff();
            channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.POLICY_VIOLATION, TOO_SLOW))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The way back to the client, for answers and for news. Equal if it is the same connection. */
    private record SocketWire(Channel channel, WebSocketFront front) implements Caller.Wire {
        /** Sends an answer. A client that does not take its answers is not read any more, so these are few. */
        void answer(byte[] utf8) {
            front.send(channel, utf8);
        }

        @Override
        public void tell(byte[] utf8) {
            // Not writable: some megabytes lie here already that the client has not taken.
            if (channel.isWritable()) {
                front.send(channel, utf8);
            } else {
                front.cutOff(channel);
            }
        }

        @Override
        public void onClose(Runnable action) {
            channel.closeFuture().addListener(_ -> action.run());
        }
    }
}
