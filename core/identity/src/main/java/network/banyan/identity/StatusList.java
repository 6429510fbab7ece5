// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import network.banyan.primitives.Bytes;

/**
 * One bit for each of many credentials (Bitstring Status List 1.0): entry 0 is the highest bit of the first byte. It is
 * never short, so that a verifier who fetches it does not say which credential it looks at.
 */
public record StatusList(Bytes bits) {
    /** The least number of entries that the recommendation allows. */
    public static final long MIN_ENTRIES = 131_072;

    /** Entries at most: a list is two mebibytes, whatever it is compressed to. */
    public static final long MAX_ENTRIES = 1L << 24;

    /**
     * @throws IdentityException if there are fewer or more entries than allowed
     */
    public StatusList {
        long entries = 8L * bits.size();
        if (entries < MIN_ENTRIES || entries > MAX_ENTRIES) {
            throw IdentityException.of(
                    "a status list has from %d to %d entries, not %d", MIN_ENTRIES, MAX_ENTRIES, entries);
        }
    }

    /** With every bit 0. */
    public static StatusList empty() {
        return new StatusList(Bytes.wrap(new byte[(int) (MIN_ENTRIES / 8)]));
    }

    public long size() {
        return 8L * bits.size();
    }

    /**
     * @throws IdentityException if the list has no such entry
     */
    public boolean get(long index) {
        mustHave(index);
        return (bits.at((int) (index / 8)) >> (7 - index % 8) & 1) == 1;
    }

    /**
     * The list with one bit changed.
     *
     * @throws IdentityException if the list has no such entry
     */
    public StatusList with(long index, boolean set) {
        mustHave(index);
        byte[] changed = bits.toArray();
        int mask = 1 << (7 - index % 8);
        int at = (int) (index / 8);
        changed[at] = (byte) (set ? changed[at] | mask : changed[at] & ~mask);
        return new StatusList(Bytes.wrap(changed));
    }

    /** Compressed (RFC 1952) and as Multibase: what stands in {@code encodedList}. */
    public String encode() {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bits.unsafeArray());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Multibase.base64url(Bytes.wrap(out.toByteArray()));
    }

    /**
     * Never unpacks more than a list may have.
     *
     * @throws IdentityException if the text is no list
     */
    public static StatusList decode(String encoded) {
        byte[] packed = Multibase.ofBase64url(encoded).unsafeArray();
        byte[] unpacked = new byte[(int) (MAX_ENTRIES / 8) + 1];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            int read = in.readNBytes(unpacked, 0, unpacked.length);
            if (read == unpacked.length) {
                throw IdentityException.of("a status list has at most %d entries", MAX_ENTRIES);
            }
            return new StatusList(Bytes.wrap(Arrays.copyOf(unpacked, read)));
        } catch (IOException notGzip) {
            throw new IdentityException("the status list is not GZIP: " + notGzip.getMessage());
        }
    }

    private void mustHave(long index) {
        if (index < 0 || index >= size()) {
            throw IdentityException.of("the status list has no entry %d: they go from 0 to %d", index, size() - 1);
        }
    }
}
