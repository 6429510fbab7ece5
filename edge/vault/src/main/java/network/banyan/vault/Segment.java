// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Aead;
import network.banyan.crypto.HmacSha256;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * Some records of one slot, sealed (docs/spec/vault.md, rules 7 and 8). The key hangs on header and content, so the same key
 * never seals two contents, whatever was restored or done twice; the nonce may therefore be zero.
 *
 * @param salt what of the content the key hangs on; it tells nothing without the slot's key
 */
public record Segment(Header header, Hash salt, Bytes ciphertext) {
    public static final int MAX_BYTES = 1 << 20;
    public static final int MAX_RECORDS = 4_096;

    /** Records of so many bytes always fit, their lengths included. */
    public static final int MAX_CONTENT = MAX_BYTES - 256 - 3 * MAX_RECORDS;

    private static final int VERSION = 1;
    private static final Bytes NONCE = Bytes.wrap(new byte[Aead.NONCE_SIZE]);
    private static final byte[] SALT_LABEL =
            "banyan.vault.salt.v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] KEY_LABEL = "banyan.vault.key.v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /**
     * Which segment it is.
     *
     * @param stream the device's id
     * @param epoch of the keys, 0 to 2^31 - 1
     * @param sequence among those of the slot, from 0
     */
    public record Header(Hash stream, long epoch, long slot, long sequence) {
        /**
         * @throws VaultException if a number is out of range
         */
        public Header {
            if (epoch < 0
                    || epoch > Integer.MAX_VALUE
                    || slot < 0
                    || slot >= SlotRange.SLOTS
                    || sequence < 0
                    || sequence > Integer.MAX_VALUE) {
                throw VaultException.of("there is no segment %d of slot %d in epoch %d", sequence, slot, epoch);
            }
        }

        private void writeTo(CborWriter out) {
            out.integer(VERSION)
                    .bytes(stream.toBytes())
                    .integer(epoch)
                    .integer(slot)
                    .integer(sequence);
        }

        private byte[] encode() {
            var out = new CborWriter().array(5);
            writeTo(out);
            return out.toBytes().unsafeArray();
        }
    }

    /**
     * @param slotKey of the header's slot in its epoch
     * @param records 1 to 4,096, of {@link #MAX_CONTENT} bytes together at most
     */
    public static Segment seal(Header header, Hash slotKey, List<Bytes> records) {
        Invariant.check(!records.isEmpty() && records.size() <= MAX_RECORDS, "%d records", records.size());
        var out = new CborWriter().array(records.size());
        records.forEach(out::bytes);
        Bytes plaintext = out.toBytes();
        Hash salt = salt(header, slotKey, plaintext);
        Bytes sealed = Aead.AES_256_GCM.seal(key(header, slotKey, salt), NONCE, associated(header, salt), plaintext);
        var segment = new Segment(header, salt, sealed);
        Invariant.check(
                segment.encode().size() <= MAX_BYTES,
                "a segment of %d bytes",
                segment.encode().size());
        return segment;
    }

    /**
     * The records.
     *
     * @return empty if this is not what was sealed, or not with this key
     * @throws VaultException if it holds something else than records
     */
    public Optional<List<Bytes>> open(Hash slotKey) {
        return Aead.AES_256_GCM
                .open(key(header, slotKey, salt), NONCE, associated(header, salt), ciphertext)
                .filter(plaintext -> salt(header, slotKey, plaintext).equals(salt))
                .map(Segment::records);
    }

    private static List<Bytes> records(Bytes plaintext) {
        try {
            var in = new CborReader(plaintext);
            int count = in.array();
            if (count < 1 || count > MAX_RECORDS) {
                throw VaultException.of("a segment holds 1 to %d records, not %d", MAX_RECORDS, count);
            }
            List<Bytes> records = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Bytes record = in.bytes();
                if (record.size() > DeviceRecord.MAX_BYTES) {
                    throw VaultException.of("a record of %d bytes in a segment", record.size());
                }
                records.add(record);
            }
            in.end();
            return List.copyOf(records);
        } catch (EvidenceFormatException refused) {
            throw new VaultException("a segment holds no records: " + refused.getMessage(), refused);
        }
    }

    public Bytes encode() {
        var out = new CborWriter().array(7);
        header.writeTo(out);
        return out.bytes(salt.toBytes()).bytes(ciphertext).toBytes();
    }

    /**
     * Reads a segment out of hostile bytes; whether it is the right one, its name tells.
     *
     * @throws VaultException if they are no segment in its one form
     */
    public static Segment decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("a segment of %d bytes is over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            in.array(7, "a segment");
            if (in.unsigned() != VERSION) {
                throw new VaultException("a segment of a version that is not known here");
            }
            var header = new Header(hash(in.bytes()), in.unsigned(), in.unsigned(), in.unsigned());
            var segment = new Segment(header, hash(in.bytes()), in.bytes());
            in.end();
            return segment;
        } catch (EvidenceFormatException refused) {
            throw new VaultException("that is no segment: " + refused.getMessage(), refused);
        }
    }

    /** A hash out of CBOR. */
    static Hash hash(Bytes bytes) {
        if (bytes.size() != Hash.SIZE) {
            throw VaultException.of("a hash has 32 bytes, not %d", bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }

    private static Hash salt(Header header, Hash slotKey, Bytes plaintext) {
        Hash key = HmacSha256.of(slotKey.toBytes(), SALT_LABEL);
        return HmacSha256.of(key.toBytes(), header.encode(), plaintext.unsafeArray());
    }

    private static Bytes key(Header header, Hash slotKey, Hash salt) {
        Hash key = HmacSha256.of(slotKey.toBytes(), KEY_LABEL);
        return HmacSha256.of(key.toBytes(), header.encode(), salt.toArray()).toBytes();
    }

    private static Bytes associated(Header header, Hash salt) {
        byte[] encoded = header.encode();
        byte[] both = java.util.Arrays.copyOf(encoded, encoded.length + Hash.SIZE);
        salt.writeTo(both, encoded.length);
        return Bytes.wrap(both);
    }
}
