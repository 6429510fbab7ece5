// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Turns pages into HTTP responses. */
record Replies(OriginPolicy origins) {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /**
     * @param last whether the connection ends with this response
     */
    FullHttpResponse response(HttpRequest head, Page page, boolean last) {
        String tag = page.headers().get("etag");
        boolean unchanged = tag != null && tag.equals(head.headers().get(HttpHeaderNames.IF_NONE_MATCH));
        int status = unchanged ? NOT_MODIFIED : page.status();
        boolean bodiless =
                status == NO_CONTENT || status == NOT_MODIFIED || head.method().equals(HttpMethod.HEAD);
        ByteBuf body = bodiless
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(page.body().unsafeArray());
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
        page.headers().forEach(response.headers()::set);
        if (status != NO_CONTENT && status != NOT_MODIFIED) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, page.body().size());
        }
        response.headers().set("x-content-type-options", "nosniff");
        if (head.method().equals(HttpMethod.OPTIONS)) {
            origins.addPreflightTo(response.headers(), head.headers());
        } else {
            origins.addTo(response.headers(), head.headers());
        }
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!head.protocolVersion().isKeepAliveDefault()) {
            HttpUtil.setKeepAlive(response.headers(), head.protocolVersion(), true);
        }
        return response;
    }
}
