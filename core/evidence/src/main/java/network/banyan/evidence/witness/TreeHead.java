// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A log at one size, as the text of a note:
 *
 * <pre>
 * origin
 * size
 * root in base64
 * </pre>
 *
 * <p>Lines that follow are the log's own affair; they are signed and kept, and nobody vouches for them. Gateways write none,
 * so that the text follows from what they anchor.
 *
 * <p>Source: C2SP tlog-checkpoint.
 *
 * @param origin which log it is, for ever
 * @param size leaves, 0 to 2^53 - 1
 * @param extensions the lines after the root, without their line feeds
 */
public record TreeHead(String origin, long size, Hash root, List<String> extensions) {
    /** What every gateway's origin begins with; its id follows. */
    public static final String GATEWAY = "banyan.network/gateway/";

    /** So that every language's JSON numbers carry it. */
    public static final long MAX_SIZE = (1L << 53) - 1;

    private static final int MANDATORY_LINES = 3;
    private static final int MAX_EXTENSIONS = 16;

    /**
     * @throws EvidenceFormatException if it cannot be written as lines, or a number is out of range
     */
    public TreeHead {
        extensions = List.copyOf(extensions);
        if (size < 0 || size > MAX_SIZE) {
            throw new EvidenceFormatException("a log has 0 to 2^53 - 1 leaves");
        }
        if (size == 0 && !root.equals(MerkleTree.EMPTY)) {
            throw new EvidenceFormatException("the root of an empty log is the hash of nothing");
        }
        if (extensions.size() > MAX_EXTENSIONS) {
            throw new EvidenceFormatException("a tree head has at most 16 lines more");
        }
        if (!Stream.concat(Stream.of(origin), extensions.stream()).allMatch(NoteText::isLine)) {
            throw new EvidenceFormatException("a tree head's lines are not empty and hold no control characters");
        }
    }

    /** The head of a gateway's log. */
    public static TreeHead ofGateway(Hash gateway, long size, Hash root) {
        return new TreeHead(originOf(gateway), size, root, List.of());
    }

    /** The name of a gateway's log. */
    public static String originOf(Hash gateway) {
        return GATEWAY + gateway.toHex();
    }

    /** What is signed: each line with its line feed. */
    public String text() {
        var out = new StringBuilder();
        out.append(origin).append('\n').append(size).append('\n');
        out.append(Base64.getEncoder().encodeToString(root.toArray())).append('\n');
        extensions.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** The text's bytes. */
    public Bytes bytes() {
        return Bytes.wrap(text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws EvidenceFormatException if it is anything else
     */
    public static TreeHead parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() <= MANDATORY_LINES || !lines.getLast().isEmpty()) {
            throw new EvidenceFormatException("a tree head is three lines at least: origin, size, root");
        }
        var head = new TreeHead(
                lines.get(0),
                NoteText.number(lines.get(1), "the size of the log"),
                NoteText.hash(lines.get(2), "the root"),
                lines.subList(MANDATORY_LINES, lines.size() - 1));
        if (!head.text().equals(text)) {
            throw new EvidenceFormatException("this is not as a tree head is written");
        }
        return head;
    }

    /** For people: {@code 12 leaves under root 0x…}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d leaves under root %s", size, root);
    }
}
