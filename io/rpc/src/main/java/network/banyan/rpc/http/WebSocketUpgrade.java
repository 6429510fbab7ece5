// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;

/** Turns an HTTP connection into a WebSocket (RFC 6455, section 4). */
final class WebSocketUpgrade {
    private static final int SILENCE_SECONDS_MAX = 90;
    private static final int PING_AFTER_SECONDS = 30;

    private WebSocketUpgrade() {}

    /** Starts the handshake, after which {@code front} stands in the handler's place; or tells why there is none. */
    static Optional<Page> start(
            ChannelHandlerContext ctx, HttpRequest head, WebSocketFront front, ConnectionLimits limits) {
        var request = new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
        WebSocketDecoderConfig decoding = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.messageBytesMax())
                .allowExtensions(false)
                .closeOnProtocolViolation(true)
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("/", null, decoding).newHandshaker(request);
        if (handshaker == null) {
            var headers = new TreeMap<String, String>();
            headers.put("sec-websocket-version", "13");
            return Optional.of(new Page(426, "text/plain; charset=utf-8", Bytes.EMPTY, headers));
        }
        try {
            handshaker.handshake(ctx.channel(), request).addListener(done -> {
                if (done.isSuccess()) {
                    install(ctx, front, limits);
                } else {
                    var _ = ctx.close();
                }
            });
            return Optional.empty();
        } catch (WebSocketHandshakeException malformed) {
            return Optional.of(Page.text(400, "this is no WebSocket handshake\n"));
        }
    }

    private static void install(ChannelHandlerContext ctx, WebSocketFront front, ConnectionLimits limits) {
        ChannelPipeline pipeline = ctx.pipeline();
        String name = ctx.name();
        pipeline.addBefore(name, null, new IdleStateHandler(SILENCE_SECONDS_MAX, PING_AFTER_SECONDS, 0));
        pipeline.addBefore(name, null, new WebSocketFrameAggregator(limits.messageBytesMax()));
        pipeline.replace(name, null, front);
        ctx.channel().config().setAutoRead(true);
    }
}
