// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;

/**
 * A text with signatures under it, each a line {@code — name base64(key id, signature)}. What unknown keys signed is passed
 * on and believed in nothing.
 *
 * <p>Source: C2SP signed-note.
 *
 * @param text with the line feed at its end
 * @param signatures 1 to 64
 */
public record SignedNote(String text, List<Line> signatures) {
    /** Larger notes are refused before anything is decoded. */
    public static final int MAX_BYTES = 64 * 1024;

    public static final int MAX_SIGNATURES = 64;

    private static final String DASH = "\u2014 ";
    private static final int KEY_ID_BYTES = Integer.BYTES;

    /**
     * @throws EvidenceFormatException if it cannot be written as a note
     */
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new EvidenceFormatException("a note's text ends with a line feed");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new EvidenceFormatException("a note has 1 to 64 signatures");
        }
    }

    /**
     * One signature.
     *
     * @param name of the key
     * @param keyId the short hash of name and key that tells keys apart; anybody can find a key with the same
     * @param signature in the form of the key's kind
     */
    public record Line(String name, int keyId, Bytes signature) {
        /**
         * @throws EvidenceFormatException if no key may be called so, or there is no signature
         */
        public Line {
            if (!NoteText.isName(name)) {
                throw new EvidenceFormatException("a key's name is not empty and has neither spaces nor a plus");
            }
            if (signature.isEmpty()) {
                throw new EvidenceFormatException("a signature line holds a key id and a signature");
            }
        }

        /** With its line feed. */
        public String text() {
            byte[] blob = ByteBuffer.allocate(KEY_ID_BYTES + signature.size())
                    .putInt(keyId)
                    .put(signature.unsafeArray())
                    .array();
            return DASH + name + " " + NoteText.base64(Bytes.wrap(blob)) + "\n";
        }

        /**
         * Reads a line without its line feed.
         *
         * @throws EvidenceFormatException if it is none
         */
        public static Line parse(String line) {
            int space = line.lastIndexOf(' ');
            if (!line.startsWith(DASH) || space < DASH.length()) {
                throw new EvidenceFormatException("a signature line is an em dash, a name and base64");
            }
            Bytes blob = NoteText.base64(line.substring(space + 1), "a signature");
            if (blob.size() <= KEY_ID_BYTES) {
                throw new EvidenceFormatException("a signature line holds a key id and a signature");
            }
            return new Line(
                    line.substring(DASH.length(), space),
                    ByteBuffer.wrap(blob.unsafeArray()).getInt(),
                    blob.slice(KEY_ID_BYTES, blob.size()));
        }
    }

    public Bytes encode() {
        var out = new StringBuilder(text).append('\n');
        signatures.forEach(line -> out.append(line.text()));
        return Bytes.wrap(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a note, not believing a word of it.
     *
     * @throws EvidenceFormatException if the bytes are anything but one note
     */
    public static SignedNote parse(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw new EvidenceFormatException("a note has at most 64 KiB");
        }
        String all = NoteText.text(encoded);
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n")) {
            throw new EvidenceFormatException("a note is a text, an empty line and signature lines");
        }
        return new SignedNote(all.substring(0, blank + 1), lines(all.substring(blank + 2)));
    }

    /**
     * Reads signature lines alone, each with its line feed, as a witness answers them.
     *
     * @throws EvidenceFormatException if they are anything else
     */
    public static List<Line> lines(String text) {
        if (!text.endsWith("\n")) {
            throw new EvidenceFormatException("a signature line ends with a line feed");
        }
        String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
        if (lines.length > MAX_SIGNATURES) {
            throw new EvidenceFormatException("a note has 1 to 64 signatures");
        }
        List<Line> signatures = new ArrayList<>(lines.length);
        for (String line : lines) {
            signatures.add(Line.parse(line));
        }
        return signatures;
    }

    /** Whether a key signed it. If any line of the key's does not hold, nothing of the key's counts. */
    public boolean isSignedBy(NoteKey key) {
        List<Line> own = signatures.stream().filter(key::isNamedBy).toList();
        return !own.isEmpty() && own.stream().allMatch(line -> key.holds(text, line.signature()));
    }
}
