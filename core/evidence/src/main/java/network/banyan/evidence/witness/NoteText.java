// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** The small parts of notes, each of which has one spelling. */
final class NoteText {
    private static final int MAX_DIGITS = 16;

    private NoteText() {}

    /** Whether it can stand as a line of its own: not empty, no control characters. */
    static boolean isLine(String line) {
        return !line.isEmpty() && line.chars().allMatch(each -> each >= ' ');
    }

    /** Whether a key may be called so. */
    static boolean isName(String name) {
        return isLine(name)
                && name.codePoints()
                        .noneMatch(each -> each == '+' || Character.isSpaceChar(each) || Character.isWhitespace(each));
    }

    /** UTF-8 without control characters but line feeds. */
    static String text(Bytes bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new EvidenceFormatException("this is not UTF-8");
        }
        if (!text.chars().allMatch(each -> each >= ' ' || each == '\n')) {
            throw new EvidenceFormatException("a note holds no control characters but line feeds");
        }
        return text;
    }

    /** A decimal without leading zeros. */
    static long number(String text, String what) {
        if (!text.matches("0|[1-9][0-9]*") || text.length() > MAX_DIGITS) {
            throw new EvidenceFormatException(
                    what + " is a decimal number without leading zeros, of 16 digits at most");
        }
        return Long.parseLong(text);
    }

    static Hash hash(String text, String what) {
        Bytes bytes = base64(text, what);
        if (bytes.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("%s has 32 bytes, not %d", what, bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }

    /** Base64 (RFC 4648, section 4) in the one form that encoders write: padded, and no stray bits at the end. */
    static Bytes base64(String text, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return Bytes.wrap(bytes);
            }
        } catch (IllegalArgumentException notBase64) {
            // Told below.
        }
        throw new EvidenceFormatException(what + " must be base64");
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.unsafeArray());
    }
}
