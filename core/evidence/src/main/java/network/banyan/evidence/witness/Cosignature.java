// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;

/**
 * A witness's word: at this time, this was the largest head it had seen of the log, and each before it was a beginning of
 * it.
 *
 * <p>Source: C2SP tlog-cosignature v1, with Ed25519.
 *
 * @param key the witness's, 32 bytes
 * @param timeSeconds seconds since 1970 by the witness's clock, 0 to the year 9999
 * @param signature 64 bytes
 */
public record Cosignature(Bytes key, long timeSeconds, Bytes signature) {
    /** As evidence carries it: key, time, signature. */
    public static final int BYTES = Ed25519.PUBLIC_KEY_SIZE + Long.BYTES + Ed25519.SIGNATURE_SIZE;

    /** The last second of the year 9999. */
    public static final long MAX_TIME_SECONDS = 253_402_300_799L;

    private static final int LINE_BYTES = Long.BYTES + Ed25519.SIGNATURE_SIZE;

    /**
     * @throws EvidenceFormatException if a part has another size, or the time is out of range
     */
    public Cosignature {
        if (key.size() != Ed25519.PUBLIC_KEY_SIZE || signature.size() != Ed25519.SIGNATURE_SIZE) {
            throw new EvidenceFormatException("a cosignature has a key of 32 bytes and a signature of 64");
        }
        if (timeSeconds < 0 || timeSeconds > MAX_TIME_SECONDS) {
            throw new EvidenceFormatException("a cosignature's time lies between the years 1970 and 9999");
        }
    }

    /** @param text of the head */
    public static Cosignature sign(String text, long timeSeconds, Ed25519.KeyPair witness) {
        return new Cosignature(witness.publicKey(), timeSeconds, witness.sign(message(text, timeSeconds)));
    }

    /** Whether the key signed this text at this time. */
    public boolean isOver(String text) {
        return Ed25519.verify(key, message(text, timeSeconds), signature);
    }

    private static Bytes message(String text, long timeSeconds) {
        return Bytes.wrap(
                "cosignature/v1\ntime %d\n%s".formatted(timeSeconds, text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The line under a note.
     *
     * @param witness the key with its name
     */
    public SignedNote.Line line(NoteKey witness) {
        byte[] blob = ByteBuffer.allocate(LINE_BYTES)
                .putLong(timeSeconds)
                .put(signature.unsafeArray())
                .array();
        return new SignedNote.Line(witness.name(), witness.id(), Bytes.wrap(blob));
    }

    /** Reads a line's time and signature; empty if that is no cosignature. */
    static Optional<Cosignature> of(Bytes key, Bytes blob) {
        if (blob.size() != LINE_BYTES) {
            return Optional.empty();
        }
        long time = ByteBuffer.wrap(blob.unsafeArray()).getLong();
        return time < 0 || time > MAX_TIME_SECONDS
                ? Optional.empty()
                : Optional.of(new Cosignature(key, time, blob.slice(Long.BYTES, LINE_BYTES)));
    }

    /**
     * A witness's newest word under a note; empty if it has none there that holds.
     *
     * @param witness of kind {@link NoteKey.Kind#COSIGNATURE}
     */
    public static Optional<Cosignature> under(SignedNote note, NoteKey witness) {
        return note.signatures().stream()
                .filter(witness::isNamedBy)
                .flatMap(line -> of(witness.key(), line.signature()).stream())
                .filter(cosignature -> cosignature.isOver(note.text()))
                .max(Comparator.comparingLong(Cosignature::timeSeconds));
    }

    public Bytes encode() {
        return Bytes.wrap(ByteBuffer.allocate(BYTES)
                .put(key.unsafeArray())
                .putLong(timeSeconds)
                .put(signature.unsafeArray())
                .array());
    }

    /**
     * @throws EvidenceFormatException if it is anything but what {@link #encode} writes
     */
    public static Cosignature decode(Bytes encoded) {
        if (encoded.size() != BYTES) {
            throw EvidenceFormatException.of("a cosignature has %d bytes, not %d", BYTES, encoded.size());
        }
        int time = Ed25519.PUBLIC_KEY_SIZE;
        return new Cosignature(
                encoded.slice(0, time),
                ByteBuffer.wrap(encoded.unsafeArray()).getLong(time),
                encoded.slice(time + Long.BYTES, BYTES));
    }
}
