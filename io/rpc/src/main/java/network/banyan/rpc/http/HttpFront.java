// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.http.Clients.Client;
import network.banyan.rpc.http.Router.Routed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP connection: gathers a request, has it answered, writes the answer, and only then reads on. Every method runs
 * on the connection's event loop.
 */
final class HttpFront extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    /** So much of a refused request is read and thrown away: closing at once could lose the refusal on its way. */
    private static final long DRAINED_BYTES_MAX = 16L << 20;

    private final Transport transport;
    private final Router router;
    private final Replies replies;
    private final InboundBudget budget;
    private final InetAddress remote;

    /** Whoever sent the request in work: behind a proxy each may come from another. */
    private String client;

    private @Nullable HttpRequest request;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private @Nullable ChannelFuture refusal;
    private long drained;
    private @Nullable Future<?> deadline;

    HttpFront(Transport transport, InboundBudget budget, InetAddress remote) {
        this.transport = transport;
        this.router = new Router(transport);
        this.replies = new Replies(transport.origins());
        this.budget = budget;
        this.remote = remote;
        this.client = Clients.name(remote);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest head && refusal == null) {
                begin(ctx, head);
            }
            if (message instanceof HttpContent content) {
                take(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        request = head;
        // Nothing follows what could not be read, and nothing need follow a head that waits for an invitation.
        boolean bodyFollows = head.decoderResult().isSuccess() && !HttpUtil.is100ContinueExpected(head);
        router.refusal(head).ifPresent(page -> refuse(ctx, head, page, !bodyFollows));
        if (refusal == null && HttpUtil.is100ContinueExpected(head)) {
            var _ = ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void take(ChannelHandlerContext ctx, HttpContent content) {
        HttpRequest head = request;
        if (head == null) {
            return;
        }
        boolean isLast = content instanceof LastHttpContent;
        if (refusal != null) {
            drain(content.content().readableBytes(), isLast);
            return;
        }
        if (content.decoderResult().isFailure()) {
            refuse(ctx, head, Page.text(400, "the body is malformed\n"), true);
            return;
        }
        int size = content.content().readableBytes();
        if (body.readableBytes() + size > transport.limits().bodyBytesMax()) {
            refuse(ctx, head, router.bodyTooLarge(), false);
            drain(size, isLast);
            return;
        }
        if (size > 0) {
            if (body.capacity() == 0) {
                body = ctx.alloc().heapBuffer(size);
            }
            body.writeBytes(content.content());
        }
        if (isLast) {
            finish(ctx, head);
        }
    }

    private void drain(long bytes, boolean isLast) {
        budget.settle();
        drained += bytes;
        if (refusal != null && (isLast || drained > DRAINED_BYTES_MAX)) {
            refusal.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void finish(ChannelHandlerContext ctx, HttpRequest head) {
        ctx.channel().config().setAutoRead(false);
        stopWaiting();
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        dropBody();
        Client asker = transport.clients().of(remote, head.headers());
        client = asker.name();
        switch (router.route(head, Bytes.wrap(bytes), asker)) {
            case Routed.Immediately(Page page) -> reply(ctx, head, page);
            case Routed.InWork(Supplier<Page> work) -> work(ctx, head, work);
            case Routed.Upgrade() -> upgrade(ctx, head, asker);
        }
    }

    private void work(ChannelHandlerContext ctx, HttpRequest head, Supplier<Page> work) {
        boolean accepted = transport.workers().tryRun(client, () -> {
            Page page;
            try {
                page = work.get();
            } catch (RuntimeException | Error bug) {
                LOG.error("{} {} failed", head.method(), head.uri(), bug);
                page = Page.text(500, "internal error\n");
            }
            Page made = page;
            ctx.executor().execute(() -> reply(ctx, head, made));
        });
        if (!accepted) {
            reply(ctx, head, Router.tooManyRequests());
        }
    }

    private void reply(ChannelHandlerContext ctx, HttpRequest head, Page page) {
        boolean last = !HttpUtil.isKeepAlive(head);
        ChannelFuture written = write(ctx, head, page, last);
        budget.settle();
        if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        } else {
            written.addListener(_ -> next(ctx));
        }
    }

    /**
     * @param atOnce whether the connection ends with the refusal; otherwise the rest of the request is read first
     */
    private void refuse(ChannelHandlerContext ctx, HttpRequest head, Page page, boolean atOnce) {
        dropBody();
        ChannelFuture written = write(ctx, head, page, true);
        if (atOnce) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
        refusal = written;
    }

    private ChannelFuture write(ChannelHandlerContext ctx, HttpRequest head, Page page, boolean last) {
        int size = page.body().size();
        String holder = client;
        if (!transport.outbound().tryTake(holder, size)) {
            return ctx.writeAndFlush(replies.response(head, Router.overloaded(), last));
        }
        FullHttpResponse response = replies.response(head, page, last);
        ChannelFuture written = ctx.writeAndFlush(response);
        written.addListener(_ -> transport.outbound().giveBack(holder, size));
        return written;
    }

    private void next(ChannelHandlerContext ctx) {
        request = null;
        awaitRequest(ctx);
        ctx.channel().config().setAutoRead(true);
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest head, Client asker) {
        budget.settle();
        WebSocketUpgrade.start(ctx, head, new WebSocketFront(transport, budget, asker), transport.limits())
                .ifPresent(refused -> reply(ctx, head, refused));
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        deadline = ctx.executor()
                .schedule(() -> end(ctx), transport.limits().requestTime().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void end(ChannelHandlerContext ctx) {
        var _ = ctx.close();
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void dropBody() {
        body.release();
        body = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == InboundBudget.Event.NO_ROOM) {
            HttpRequest head = request;
            if (head != null && refusal == null) {
                refuse(ctx, head, Router.overloaded(), true);
            } else {
                var _ = ctx.close();
            }
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopWaiting();
        dropBody();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of {} ends: {}", remote.getHostAddress(), cause.toString());
        var _ = ctx.close();
    }
}
