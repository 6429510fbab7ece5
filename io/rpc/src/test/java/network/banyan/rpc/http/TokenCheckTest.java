// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCheckTest {
    private static final long NOW = 1_700_000_000;
    private static final byte[] KEY = key();
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private final TokenCheck check = new TokenCheck(new JwtSecret(Bytes.wrap(KEY)), () -> Instant.ofEpochSecond(NOW));

    private static byte[] key() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    private Optional<String> refusal(String token) {
        return check.refusal(new DefaultHttpHeaders().set("Authorization", "Bearer " + token));
    }

    private static String token(String header, String claims, String algorithm, byte[] key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            String signed = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            return signed + "." + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String token(String claims) {
        return token(HEADER, claims, "HmacSHA256", KEY);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Made by Python's hmac and json. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDB9.XABbSuwQCvaK0oQsMxSW-IYJXatKV0bKUHgQqt_8sAg",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3MDAwMDAwMDAsImlkIjoieCJ9."
                        + "7bj-9NFSLbFJ44loreQHtW95wt0oeRFUqgZZIXXnW3w"
            })
    void takesTokensOfOthers(String token) {
        assertThat(refusal(token)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-60, true", "-61, false", "0, true", "60, true", "61, false"})
    void takesATokenForAMinuteEitherWay(long age, boolean taken) {
        assertThat(refusal(token("{\"iat\":%d}".formatted(NOW - age))).isEmpty())
                .isEqualTo(taken);
    }

    @Test
    void heedsAnEnd() {
        assertThat(refusal(token("{\"iat\":%d,\"exp\":%d}".formatted(NOW, NOW + 1))))
                .isEmpty();
        assertThat(refusal(token("{\"iat\":%d,\"exp\":%d}".formatted(NOW, NOW))))
                .contains("the token has expired");
        assertThat(refusal(token("{\"iat\":%d,\"exp\":\"never\"}".formatted(NOW))))
                .contains("the token has expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"iat\":\"1700000000\"}",
                "{\"iat\":null}",
                "{\"iat\":1e999}",
                "{\"iat\":-1700000000}",
                "{\"iat\":99999999999999999999999999}",
                "[1700000000]",
                "1700000000",
                ""
            })
    void refusesATimeThatIsNone(String claims) {
        assertThat(refusal(token(claims))).isPresent();
    }

    @Test
    void refusesEveryOtherAlgorithm() {
        String claims = "{\"iat\":%d}".formatted(NOW);
        String unsigned = base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8)) + ".";
        String why = "the token must be signed with HS256, and nothing else";

        assertThat(refusal(unsigned)).contains(why);
        assertThat(refusal(token("{\"alg\":\"none\"}", claims, "HmacSHA256", KEY)))
                .contains(why);
        assertThat(refusal(token("{\"alg\":\"HS512\"}", claims, "HmacSHA512", KEY)))
                .contains(why);
        assertThat(refusal(token("{\"alg\":[\"HS256\"]}", claims, "HmacSHA256", KEY)))
                .contains(why);
        assertThat(refusal(token("{}", claims, "HmacSHA256", KEY))).contains(why);
        assertThat(refusal(token("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", claims, "HmacSHA256", KEY)))
                .contains(why);
    }

    @Test
    void refusesEveryOtherSignature() {
        String good = token("{\"iat\":%d}".formatted(NOW));
        String why = "the token is not signed with this node's secret";
        byte[] signature = Base64.getUrlDecoder().decode(good.substring(good.lastIndexOf('.') + 1));
        String signed = good.substring(0, good.lastIndexOf('.') + 1);

        assertThat(refusal(good)).isEmpty();
        for (int bit = 0; bit < 256; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refusal(signed + base64(flipped))).contains(why);
        }
        assertThat(refusal(signed)).contains(why);
        assertThat(refusal(signed + base64(new byte[33]))).contains(why);
        assertThat(refusal(token(HEADER, "{\"iat\":%d}".formatted(NOW), "HmacSHA256", new byte[32])))
                .contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "!.!.!", "....", "e30.e30.e30"})
    void refusesWhatIsNoToken(String token) {
        assertThat(refusal(token)).isPresent();
    }

    @Test
    void looksAtOneShortHeaderOnly() {
        String good = "Bearer " + token("{\"iat\":%d}".formatted(NOW));
        String padded = token("{\"iat\":%d,\"id\":\"%s\"}".formatted(NOW, "x".repeat(1_000)));

        assertThat(check.refusal(new DefaultHttpHeaders())).isPresent();
        assertThat(check.refusal(new DefaultHttpHeaders().set("Authorization", List.of(good, good))))
                .isPresent();
        assertThat(check.refusal(new DefaultHttpHeaders().set("Authorization", "Basic eDp5")))
                .isPresent();
        assertThat(check.refusal(new DefaultHttpHeaders().set("Authorization", good.replace("Bearer", "bearer"))))
                .isEmpty();
        assertThat(refusal(padded)).contains("the token is over 1,024 characters");
    }

    @Test
    void hidesTheSecret() {
        assertThat(Access.USUAL.withSecret(new JwtSecret(Bytes.wrap(KEY))).toString())
                .contains("hidden")
                .doesNotContain("1e1f");
        assertThatThrownBy(() -> new JwtSecret(Bytes.wrap(new byte[31]))).isInstanceOf(IllegalArgumentException.class);
    }
}
