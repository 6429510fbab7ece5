// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a device measured at one moment, or at a few that follow each other, signed: the unit of everything that Banyan proves. Its name is the SHA-256 of its
 * bytes, and it has one byte form only: deterministic CBOR, no unprotected header, s in the lower half.
 *
 * <p>Records of a device form a chain: each carries its number and the name of the one before, so that none can be left
 * out, doubled or exchanged unseen. Source: docs/spec/evidence.md; RFC 9052 (COSE), RFC 8428 (SenML).
 */
public final class DeviceRecord {
    /** Larger records are refused before anything is decoded. */
    public static final int MAX_BYTES = 16 * 1024;

    public static final int MAX_READINGS = 256;

    /** So that every language's JSON numbers carry a sequence number. */
    public static final long MAX_SEQUENCE = (1L << 53) - 1;

    /** 2^28 seconds after 1970, in July 1978: SenML takes smaller times as relative ones (RFC 8428, section 4.5.3). */
    public static final long MIN_TIME_MILLIS = (1L << 28) * 1000;

    /** The end of the year 9999. */
    public static final long MAX_TIME_MILLIS = 253_402_300_799_999L;

    private final RecordContent content;
    private final CoseSign1 envelope;
    private final Bytes encoded;
    private final Hash id;

    private DeviceRecord(RecordContent content, CoseSign1 envelope, Bytes encoded) {
        this.content = content;
        this.envelope = envelope;
        this.encoded = encoded;
        this.id = Sha256.hash(encoded);
    }

    /** Holds a device's key, or asks the hardware that does. */
    @FunctionalInterface
    public interface Signer {
        /** The ES256 signature of a message: r || s, 64 bytes, s in either half. */
        Bytes sign(byte[] message);
    }

    /**
     * Makes the record that follows another.
     *
     * @param device see {@link RegistryContract#idOf}
     * @param sequence 1 for a device's first record
     * @param previous the {@link #id} of the record before; zero for the first
     * @param timeMillis milliseconds since 1970 by the device's clock
     * @param readings 1 to 256 in the order of their times, the first at {@code timeMillis}; no two of the same name and time
     * @throws EvidenceFormatException if a part is outside its range, or the whole over 16 KiB
     */
    public static DeviceRecord sign(
            Hash device, long sequence, Hash previous, long timeMillis, List<Reading> readings, Signer signer) {
        var content = new RecordContent(device, sequence, previous, timeMillis, readings);
        Bytes header = content.encodeHeader();
        Bytes payload = content.encodePayload();
        Bytes signature = P256.toLowS(signer.sign(CoseSign1.toBeSigned(header, payload)));
        var envelope = new CoseSign1(header, payload, signature);
        Bytes encoded = envelope.encode();
        checkSize(encoded);
        return new DeviceRecord(content, envelope, encoded);
    }

    /**
     * Reads a record, not believing a word of it: whether its signature is its device's, {@link #isSignedBy} tells.
     *
     * @throws EvidenceFormatException if the bytes are anything but one record in its one form
     */
    public static DeviceRecord decode(Bytes encoded) {
        checkSize(encoded);
        CoseSign1 envelope = CoseSign1.decode(encoded);
        if (!P256.isLowS(envelope.signature())) {
            throw new EvidenceFormatException("the signature is not r || s with s in the lower half");
        }
        return new DeviceRecord(
                RecordContent.decode(envelope.protectedHeader(), envelope.payload()), envelope, encoded);
    }

    private static void checkSize(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("a record of %d bytes, over %d", encoded.size(), MAX_BYTES);
        }
    }

    public boolean isSignedBy(P256.PublicKey key) {
        return envelope.isSignedBy(key);
    }

    /** SHA-256 of {@link #encoded}. */
    public Hash id() {
        return id;
    }

    public Bytes encoded() {
        return encoded;
    }

    /** The id of the device that claims to have made it. */
    public Hash device() {
        return content.device();
    }

    public long sequence() {
        return content.sequence();
    }

    public Hash previous() {
        return content.previous();
    }

    /** Milliseconds since 1970 by the device's clock, which nobody vouches for. */
    public long timeMillis() {
        return content.timeMillis();
    }

    public List<Reading> readings() {
        return content.readings();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceRecord that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "record %d of device %s".formatted(sequence(), device());
    }
}
