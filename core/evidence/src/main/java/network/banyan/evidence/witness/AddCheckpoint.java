// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a log asks of a witness: here is my head, and the proof that it only adds to the one of this size, which you saw.
 *
 * <pre>
 * old 12
 * hash in base64        ; 0 to 63 of them
 *
 * the head, a signed note
 * </pre>
 *
 * <p>Source: C2SP tlog-witness, add-checkpoint.
 *
 * @param oldSize leaves of the head that the witness saw last, 0 if it saw none
 * @param head what the note says
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, TreeHead head, SignedNote note) {
    public static final int MAX_PROOF = 63;

    /** Larger requests are refused before anything is decoded. */
    public static final int MAX_BYTES = SignedNote.MAX_BYTES + 4 * 1024;

    private static final String OLD = "old ";

    /**
     * @throws EvidenceFormatException if it cannot be asked so
     */
    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (proof.size() > MAX_PROOF) {
            throw new EvidenceFormatException("a consistency proof has at most 63 lines");
        }
        if (oldSize < 0 || oldSize > head.size()) {
            throw new EvidenceFormatException("the old size is larger than the checkpoint's");
        }
        if (oldSize == 0 && !proof.isEmpty()) {
            throw new EvidenceFormatException("from old size 0 there is nothing to prove");
        }
    }

    public AddCheckpoint(long oldSize, List<Hash> proof, SignedNote note) {
        this(oldSize, proof, TreeHead.parse(note.text()), note);
    }

    public Bytes encode() {
        var out = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> out.append(NoteText.base64(hash.toBytes())).append('\n'));
        out.append('\n').append(new String(note.encode().unsafeArray(), StandardCharsets.UTF_8));
        return Bytes.wrap(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a request, not believing a word of it.
     *
     * @throws EvidenceFormatException if the bytes are anything but one request
     */
    public static AddCheckpoint parse(Bytes body) {
        if (body.size() > MAX_BYTES) {
            throw new EvidenceFormatException("a request has at most 68 KiB");
        }
        String text = NoteText.text(body);
        int blank = text.indexOf("\n\n");
        if (!text.startsWith(OLD) || blank < 0) {
            throw new EvidenceFormatException(
                    "a request is the line \"old SIZE\", the lines of a consistency proof, an empty line and a checkpoint");
        }
        String[] lines = text.substring(OLD.length(), blank).split("\n", -1);
        if (lines.length > 1 + MAX_PROOF) {
            throw new EvidenceFormatException("a consistency proof has at most 63 lines");
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(NoteText.hash(lines[i], "a line of the consistency proof"));
        }
        SignedNote note = SignedNote.parse(Bytes.wrap(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8)));
        return new AddCheckpoint(NoteText.number(lines[0], "the old size"), proof, note);
    }
}
