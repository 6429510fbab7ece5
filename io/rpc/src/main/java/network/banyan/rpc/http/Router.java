// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import network.banyan.primitives.Bytes;
import network.banyan.rpc.http.Clients.Client;
import network.banyan.rpc.protocol.Caller;
import network.banyan.rpc.protocol.Dispatcher;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.TraceParent;

/** Decides what a request gets. Pure but for what the pages and methods behind it do. */
record Router(Transport transport) {
    private static final String RETRY_AFTER = "retry-after";

    private static final String GREETING = "This is a Banyan node. It speaks JSON-RPC 2.0: POST to this address, "
            + "or connect to it by WebSocket.\n";

    /** What a request gets. */
    sealed interface Routed {
        record Immediately(Page page) implements Routed {}

        /** Work for another thread. */
        record InWork(Supplier<Page> work) implements Routed {}

        record Upgrade() implements Routed {}
    }

    /** Why a request is refused before its body is read; empty if it is not. */
    Optional<Page> refusal(HttpRequest head) {
        if (!head.decoderResult().isSuccess()) {
            return Optional.of(
                    switch (head.decoderResult().cause()) {
                        case TooLongHttpLineException _ -> Page.text(414, "the request line is too long\n");
                        case TooLongHttpHeaderException _ -> Page.text(431, "the headers are too long\n");
                        case null, default -> Page.text(400, "this is no HTTP request\n");
                    });
        }
        String host = head.headers().get(HttpHeaderNames.HOST);
        if (host == null && head.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return Optional.of(Page.text(400, "the Host header is missing\n"));
        }
        if (host != null && !transport.hosts().allows(host)) {
            return Optional.of(Page.text(403, "this node does not answer to that name; see rpc.hosts\n"));
        }
        if (!transport.origins().allows(head.headers())) {
            return Optional.of(Page.text(403, "this node does not answer to pages of that origin; see rpc.origins\n"));
        }
        Optional<String> noToken = asksForData(head)
                ? transport.tokens().flatMap(tokens -> tokens.refusal(head.headers()))
                : Optional.empty();
        if (noToken.isPresent()) {
            return noToken.map(Router::unauthorized);
        }
        return HttpUtil.getContentLength(head, 0L) > transport.limits().bodyBytesMax()
                ? Optional.of(bodyTooLarge())
                : Optional.empty();
    }

    /** JSON-RPC, by either way. Pages, probes and metrics are for those who watch over the node. */
    private static boolean asksForData(HttpRequest head) {
        return head.method().equals(HttpMethod.POST) || wantsWebSocket(head);
    }

    private static Page unauthorized(String why) {
        Page page = Page.text(401, why + "\n");
        page.headers().put("www-authenticate", "Bearer");
        return page;
    }

    Page bodyTooLarge() {
        return Page.text(
                413,
                "a request has at most %d bytes\n".formatted(transport.limits().bodyBytesMax()));
    }

    static Page overloaded() {
        return Page.text(503, "this node has too much to do; try again later\n");
    }

    Routed route(HttpRequest head, Bytes body, Client client) {
        String path = path(head.uri());
        HttpMethod method = head.method();
        if (method.equals(HttpMethod.POST)) {
            return isRpc(path)
                    ? new Routed.InWork(() ->
                            answer(body, client, TraceParent.of(head.headers().getAll("traceparent"))))
                    : new Routed.Immediately(Page.text(404, "POST to / for JSON-RPC\n"));
        }
        if (method.equals(HttpMethod.OPTIONS)) {
            return new Routed.Immediately(Page.text(204, ""));
        }
        if (method.equals(HttpMethod.GET) && isRpc(path) && wantsWebSocket(head)) {
            return new Routed.Upgrade();
        }
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            String accept = head.headers().get(HttpHeaderNames.ACCEPT, "");
            return new Routed.InWork(() -> page(path, accept, client));
        }
        var headers = new TreeMap<String, String>();
        headers.put("allow", "GET, HEAD, POST, OPTIONS");
        return new Routed.Immediately(new Page(405, "text/plain; charset=utf-8", Bytes.EMPTY, headers));
    }

    private Page answer(Bytes body, Client client, Optional<TraceParent> trace) {
        Caller caller = Caller.oneShot(client.name(), client.allowance(), trace);
        Optional<byte[]> answer = transport.dispatcher().answer(body.unsafeArray(), caller);
        caller.replied();
        OptionalLong retryAfter = caller.retryAfter();
        if (retryAfter.isPresent()) {
            return tooManyRequests(answer.orElse(new byte[0]), retryAfter.getAsLong());
        }
        return answer.map(json -> json(200, json, new TreeMap<>())).orElseGet(() -> Page.text(204, ""));
    }

    private Page page(String path, String accept, Client client) {
        Caller caller = Caller.oneShot(client.name(), client.allowance());
        Optional<RpcException> refused =
                transport.dispatcher().pay(caller, transport.pages().tokens(path));
        if (refused.isPresent()) {
            Page page = Page.text(429, refused.get().getMessage() + "\n");
            caller.retryAfter().ifPresent(seconds -> page.headers().put(RETRY_AFTER, Long.toString(seconds)));
            return page;
        }
        return transport
                .pages()
                .page(path, accept)
                .orElseGet(
                        () -> path.equals("/") ? Page.text(200, GREETING) : Page.text(404, "there is no such page\n"));
    }

    /** What a request gets when its client, or all clients together, have too many in work. */
    static Page tooManyRequests() {
        return tooManyRequests(Dispatcher.failure(RpcException.limit("too many requests at once; try again later")), 1);
    }

    private static Page tooManyRequests(byte[] json, long retryAfterSeconds) {
        var headers = new TreeMap<String, String>();
        headers.put(RETRY_AFTER, Long.toString(retryAfterSeconds));
        return json(429, json, headers);
    }

    private static Page json(int status, byte[] json, TreeMap<String, String> headers) {
        return new Page(status, "application/json", Bytes.wrap(json), headers);
    }

    private static boolean isRpc(String path) {
        return path.equals("/") || path.equals("/rpc") || path.equals("/ws");
    }

    private static boolean wantsWebSocket(HttpRequest head) {
        return head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** The path of a request target; proxies write the whole address there (RFC 9112, section 3.2.2). */
    private static String path(String target) {
        int start = 0;
        if (target.startsWith("http://") || target.startsWith("https://")) {
            start = target.indexOf('/', target.indexOf("//") + 2);
            if (start < 0) {
                return "/";
            }
        }
        int end = target.indexOf('?', start);
        return target.substring(start, end < 0 ? target.length() : end);
    }
}
