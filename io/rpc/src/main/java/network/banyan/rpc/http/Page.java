// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;

/**
 * What a GET request sees.
 *
 * @param status as in HTTP: 200, 404, 503
 * @param headers besides content type and length; names in lower case. An {@code etag} among them is honoured.
 */
public record Page(int status, String contentType, Bytes body, SortedMap<String, String> headers) {
    public static Page text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Page json(int status, String json) {
        return of(status, "application/json", json);
    }

    public static Page of(int status, String contentType, String text) {
        return new Page(status, contentType, Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)), new TreeMap<>());
    }
}
