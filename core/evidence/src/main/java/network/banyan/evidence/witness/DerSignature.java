// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;

/**
 * ECDSA signatures as notes hold them: SEQUENCE { r INTEGER, s INTEGER } in DER, which has one form. Ours are r || s.
 *
 * <p>Source: RFC 3279, section 2.2.3; X.690, chapters 8.3 and 10.
 */
final class DerSignature {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int HALF = P256.SIGNATURE_SIZE / 2;

    private DerSignature() {}

    static Bytes encode(Bytes signature) {
        byte[] r = new BigInteger(1, signature.slice(0, HALF).unsafeArray()).toByteArray();
        byte[] s = new BigInteger(1, signature.slice(HALF, P256.SIGNATURE_SIZE).unsafeArray()).toByteArray();
        // Each is 33 bytes at most, so every length fits one byte.
        return Bytes.wrap(ByteBuffer.allocate(6 + r.length + s.length)
                .put((byte) SEQUENCE)
                .put((byte) (4 + r.length + s.length))
                .put((byte) INTEGER)
                .put((byte) r.length)
                .put(r)
                .put((byte) INTEGER)
                .put((byte) s.length)
                .put(s)
                .array());
    }

    /** Empty if it is none, or not in its one form. */
    static Optional<Bytes> decode(Bytes der) {
        ByteBuffer in = ByteBuffer.wrap(der.unsafeArray());
        if (in.remaining() < 8 || in.get() != SEQUENCE || in.get() != in.remaining()) {
            return Optional.empty();
        }
        ByteBuffer out = ByteBuffer.allocate(P256.SIGNATURE_SIZE);
        for (int half = 0; half < 2; half++) {
            if (in.remaining() < 3 || in.get() != INTEGER) {
                return Optional.empty();
            }
            int length = in.get();
            if (length < 1 || length > HALF + 1 || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] number = new byte[length];
            in.get(number);
            var value = new BigInteger(number);
            if (value.signum() < 0 || value.bitLength() > 8 * HALF) {
                return Optional.empty();
            }
            byte[] shortest = value.toByteArray();
            int skipped = Math.max(0, shortest.length - HALF);
            out.position(half * HALF + HALF - (shortest.length - skipped));
            out.put(shortest, skipped, shortest.length - skipped);
        }
        Bytes signature = Bytes.wrap(out.array());
        return encode(signature).equals(der) ? Optional.of(signature) : Optional.empty();
    }
}
