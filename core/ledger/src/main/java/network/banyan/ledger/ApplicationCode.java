// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.primitives.Bytes;

/**
 * The code of an account where a native application stands: {@code 0xefba}, then the application's name in ASCII. No transaction
 * can deploy code that begins with {@code 0xef} (EIP-3541), so only a genesis can place one, and the state root says which
 * (docs/spec/application.md).
 */
public final class ApplicationCode {
    private static final int FIRST = 0xef;
    private static final int SECOND = 0xba;
    private static final int PREFIX = 2;
    private static final int NAME_MAX = 64;

    private ApplicationCode() {}

    /**
     * @throws IllegalArgumentException if the name is not of 1 to 64 visible ASCII characters
     */
    public static Bytes of(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX || !name.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("an application's name has 1 to 64 visible ASCII characters");
        }
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] code = new byte[PREFIX + text.length];
        code[0] = (byte) FIRST;
        code[1] = (byte) SECOND;
        System.arraycopy(text, 0, code, PREFIX, text.length);
        return Bytes.wrap(code);
    }

    /** The name that a code holds; empty if it is code of another kind. */
    public static Optional<String> nameIn(Bytes code) {
        boolean named = code.size() > PREFIX
                && code.size() <= PREFIX + NAME_MAX
                && code.at(0) == (byte) FIRST
                && code.at(1) == (byte) SECOND;
        return named
                ? Optional.of(new String(code.slice(PREFIX, code.size()).unsafeArray(), StandardCharsets.US_ASCII))
                : Optional.empty();
    }
}
