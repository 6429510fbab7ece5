// SPDX-License-Identifier: Apache-2.0
package network.banyan.sdk;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import network.banyan.crypto.HmacSha256;
import network.banyan.primitives.Bytes;

/**
 * What a node that answers only to some shares with them ({@code rpc.jwt}). It is never sent or shown: each request carries a
 * token made of it and of the time, as the engine API's authentication.md says.
 */
public final class NodeSecret {
    private static final int SIZE = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\"}");

    private final Bytes key;
    private final InstantSource clock;

    /**
     * @param key 32 bytes
     * @param clock its seconds must be within a minute of the node's
     * @throws IllegalArgumentException if the key has another size
     */
    public NodeSecret(Bytes key, InstantSource clock) {
        if (key.size() != SIZE) {
            throw new IllegalArgumentException("a node's secret has %d bytes, not %d".formatted(SIZE, key.size()));
        }
        this.key = key;
        this.clock = clock;
    }

    /** A token of this second, as a JSON Web Token in its compact form. */
    String token() {
        String signed = HEADER + "." + encoded("{\"iat\":%d}".formatted(clock.millis() / 1_000));
        return signed + "."
                + BASE64.encodeToString(HmacSha256.of(key, signed.getBytes(StandardCharsets.US_ASCII))
                        .toArray());
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.US_ASCII));
    }
}
