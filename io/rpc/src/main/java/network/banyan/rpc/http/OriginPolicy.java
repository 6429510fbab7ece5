// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may ask (the Fetch standard's CORS protocol). Who sends no Origin header is no web page, and may. A page
 * of the node itself always may.
 */
final class OriginPolicy {
    private static final String MAX_AGE_SECONDS = "86400";

    private final boolean any;
    private final Set<String> origins = new TreeSet<>();

    OriginPolicy(List<String> origins) {
        this.any = origins.contains("*");
        origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
    }

    boolean allows(HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        return origin == null || any || isListed(origin) || isOwn(origin, request.get(HttpHeaderNames.HOST));
    }

    private boolean isListed(String origin) {
        return origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    /** Tells the browser that the page may read the answer. */
    void addTo(HttpHeaders response, HttpHeaders request) {
        String origin = request.get(HttpHeaderNames.ORIGIN);
        if (any) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else {
            response.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
            if (origin != null && allows(request)) {
                response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            }
        }
    }

    /** The answer to a preflight. */
    void addPreflightTo(HttpHeaders response, HttpHeaders request) {
        addTo(response, request);
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS")
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization")
                .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        if (request.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK)) {
            response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_PRIVATE_NETWORK, "true");
        }
    }
}
