// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.attestation;

import java.util.Arrays;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;

/**
 * Reads what a TPM wrote: big-endian numbers, and byte strings with their length in two bytes in front. Every refusal is an
 * {@link EvidenceFormatException}. Source: TPM 2.0 Library, part 2.
 */
public final class TpmReader {
    private final byte[] buffer;
    private int position;

    public TpmReader(Bytes input) {
        this.buffer = input.unsafeArray();
    }

    /** A number of one byte. */
    public int u8() {
        return (int) number(1);
    }

    public int u16() {
        return (int) number(2);
    }

    public long u32() {
        return number(4);
    }

    /** A number of eight bytes, as they are: those over 2^63 come out negative. */
    public long u64() {
        return number(8);
    }

    /** A TPM2B: two bytes of length, then as many. */
    public Bytes sized() {
        return bytes(u16());
    }

    public Bytes bytes(int count) {
        int from = advance(count);
        return Bytes.wrap(Arrays.copyOfRange(buffer, from, position));
    }

    /** What is left. */
    public Bytes rest() {
        return bytes(buffer.length - position);
    }

    public void end() {
        if (position != buffer.length) {
            throw EvidenceFormatException.of("%d bytes too many in what a TPM wrote", buffer.length - position);
        }
    }

    private long number(int size) {
        int from = advance(size);
        long value = 0;
        for (int i = from; i < position; i++) {
            value = (value << 8) | (buffer[i] & 0xff);
        }
        return value;
    }

    private int advance(int count) {
        if (count < 0 || count > buffer.length - position) {
            throw new EvidenceFormatException("what a TPM wrote ends too early");
        }
        position += count;
        return position - count;
    }
}
