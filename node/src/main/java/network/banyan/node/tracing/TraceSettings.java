// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.tracing;

import java.net.URI;

/**
 * Where a node's spans go.
 *
 * @param url of a collector's OTLP over HTTP, with its path, such as {@code http://127.0.0.1:4318/v1/traces}
 * @param percent of the blocks, and of the requests whose callers have no trace, that are told of: 0 to 100
 */
public record TraceSettings(URI url, int percent) {
    /** A busy node has hundreds of requests a second, and one of twenty shows what is slow. */
    public static final int USUAL_PERCENT = 5;

    /**
     * @throws IllegalArgumentException if it is no such address, or has a name or password in it, which would be told in logs
     */
    public TraceSettings {
        String scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new IllegalArgumentException("no address of a collector");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a name or password in an address");
        }
    }
}
