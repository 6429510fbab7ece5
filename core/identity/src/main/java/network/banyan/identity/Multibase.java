// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import network.banyan.primitives.Bytes;

/**
 * Bytes as text that says how it is to be read: {@code z} and base58 of Bitcoin's alphabet, or {@code u} and base64url
 * without padding.
 *
 * <p>Source: Controlled Identifiers 1.0, section 2.4 (Multibase).
 */
public final class Multibase {
    /** Base58 takes time that grows with the square of its length: keys and signatures have no more characters. */
    private static final int MAX_BASE58_LENGTH = 256;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Multibase() {}

    public static String base58(Bytes bytes) {
        var digits = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes.unsafeArray());
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < bytes.size() && bytes.at(i) == 0; i++) {
            digits.append('1');
        }
        return "z" + digits.reverse();
    }

    public static String base64url(Bytes bytes) {
        return "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
    }

    /**
     * @throws IdentityException if the text is not {@code z} and at most 256 characters of base58
     */
    public static Bytes ofBase58(String text) {
        if (!text.startsWith("z") || text.length() > MAX_BASE58_LENGTH) {
            throw new IdentityException("a base58 text begins with z and has at most 256 characters");
        }
        BigInteger number = BigInteger.ZERO;
        int zeros = 0;
        for (int i = 1; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw IdentityException.of("character %d of a base58 text is none of base58", i + 1);
            }
            if (digit == 0 && number.signum() == 0) {
                zeros++;
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        byte[] magnitude = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int skip = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[zeros + magnitude.length - skip];
        System.arraycopy(magnitude, skip, bytes, zeros, magnitude.length - skip);
        return Bytes.wrap(bytes);
    }

    /**
     * @throws IdentityException if the text is not {@code u} and base64url without padding, or not the one of its bytes
     */
    public static Bytes ofBase64url(String text) {
        try {
            if (text.startsWith("u")) {
                Bytes bytes = Bytes.wrap(Base64.getUrlDecoder().decode(text.substring(1)));
                if (base64url(bytes).equals(text)) {
                    return bytes;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below.
        }
        throw new IdentityException("that is not u and base64url without padding");
    }

    /** Bytes behind a prefix; empty if they begin otherwise. */
    static java.util.Optional<Bytes> behind(Bytes prefix, Bytes bytes) {
        int size = prefix.size();
        return bytes.size() >= size && Arrays.equals(bytes.slice(0, size).unsafeArray(), prefix.unsafeArray())
                ? java.util.Optional.of(bytes.slice(size, bytes.size()))
                : java.util.Optional.empty();
    }
}
