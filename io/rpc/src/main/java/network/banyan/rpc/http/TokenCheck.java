// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.HmacSha256;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.RpcException;

/**
 * Whether a request shows that it knows the node's secret: a JSON Web Token signed with it, not a minute old.
 *
 * <p>Source: the engine API's authentication.md (HS256 and nothing else, {@code iat} within 60 s either way), RFC 6750 for the
 * header, RFC 7515 and 7519 for the token. What is wrong is told in a sentence: none of it helps to guess the secret.
 */
final class TokenCheck {
    private static final String SCHEME = "bearer ";
    private static final int TOKEN_CHARS_MAX = 1_024;
    private static final int AGE_SECONDS_MAX = 60;

    private final JwtSecret secret;
    private final InstantSource clock;

    TokenCheck(JwtSecret secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock;
    }

    /** Why the request is refused; empty if it is not. */
    Optional<String> refusal(HttpHeaders request) {
        List<String> headers = request.getAll(HttpHeaderNames.AUTHORIZATION);
        if (headers.isEmpty()) {
            return Optional.of("this node answers only with a token; see rpc.jwt in docs/operating.md");
        }
        String header = headers.getFirst();
        if (headers.size() > 1 || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of("the Authorization header must be one, and say Bearer and a token");
        }
        String token = header.substring(SCHEME.length()).strip();
        if (token.length() > TOKEN_CHARS_MAX) {
            return Optional.of("the token is over %,d characters".formatted(TOKEN_CHARS_MAX));
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.of("the token has not three parts between dots");
        }
        try {
            return refusal(parts[0], parts[1], decoded(parts[2]));
        } catch (IllegalArgumentException | RpcException malformed) {
            return Optional.of("the token is not base64url of JSON");
        }
    }

    private Optional<String> refusal(String header, String claims, byte[] signature) {
        JsonNode algorithm = Json.parse(decoded(header));
        if (!"HS256".equals(algorithm.path("alg").textValue()) || algorithm.has("crit")) {
            return Optional.of("the token must be signed with HS256, and nothing else");
        }
        byte[] signed = (header + "." + claims).getBytes(StandardCharsets.US_ASCII);
        // Takes as long for a signature that is wrong in its first byte as in its last.
        if (!MessageDigest.isEqual(HmacSha256.of(secret.key(), signed).toArray(), signature)) {
            return Optional.of("the token is not signed with this node's secret");
        }
        return wrongTime(Json.parse(decoded(claims)));
    }

    private Optional<String> wrongTime(JsonNode claims) {
        JsonNode issued = claims.path("iat");
        if (!issued.isNumber()) {
            return Optional.of("the token does not say when it was issued (iat)");
        }
        double now = clock.millis() / 1_000.0;
        double age = now - issued.doubleValue();
        if (!(Math.abs(age) <= AGE_SECONDS_MAX)) {
            return Optional.of("the token was issued %.0f s %s; a minute is allowed. Are both clocks right?"
                    .formatted(Math.abs(age), age > 0 ? "ago" : "from now"));
        }
        JsonNode expires = claims.path("exp");
        return expires.isMissingNode() || (expires.isNumber() && expires.doubleValue() > now)
                ? Optional.empty()
                : Optional.of("the token has expired");
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }
}
