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

    private final Transport transport;
    private final InboundBudget budget;
    private final String client;

    // Only the event loop touches it.
    private int inWork;

    WebSocketFront(Transport transport, InboundBudget budget, String client) {
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
        var wire = new SocketWire(ctx.channel(), transport.outbound());
        Caller caller = Caller.connected(client, wire);
        inWork++;
        boolean accepted = transport.workers().tryRun(client, () -> {
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
        LOG.debug("WebSocket of {} ends: {}", client, cause.toString());
        var _ = ctx.close();
    }

    private static void end(Channel channel, WebSocketCloseStatus status) {
        channel.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
    }

    /** The way back to the client, for answers and for news. Equal if it is the same connection. */
    private record SocketWire(Channel channel, ByteBudget outbound) implements Caller.Wire {
        /** Sends an answer. A client that does not take its answers is not read any more, so these are few. */
        void answer(byte[] utf8) {
            if (!channel.isActive()) {
                return;
            }
            if (!outbound.tryTake(utf8.length)) {
                var _ = channel.close();
                return;
            }
            channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)))
                    .addListener(_ -> outbound.giveBack(utf8.length));
        }

        @Override
        public void tell(byte[] utf8) {
            // Not writable: some megabytes lie here already that the client has not taken.
            if (channel.isWritable()) {
                answer(utf8);
            } else {
                var _ = channel.close();
            }
        }

        @Override
        public void onClose(Runnable action) {
            channel.closeFuture().addListener(_ -> action.run());
        }
    }
}
