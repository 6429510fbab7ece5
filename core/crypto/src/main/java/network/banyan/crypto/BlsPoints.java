// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Optional;
import java.util.function.Supplier;
import network.banyan.primitives.Bytes;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * Points of BLS12-381 uncompressed, as contracts hand them to precompiles (EIP-2537): each coordinate padded to 64 bytes,
 * the real half of an element of Fp2 before the imaginary one, infinity as zeros. blst writes 48 bytes a coordinate, the
 * imaginary half first.
 */
public final class BlsPoints {
    /** Bytes of a point of G1, and of G2. */
    public static final int G1_SIZE = 128;

    public static final int G2_SIZE = 256;

    private static final int FIELD = 64;
    private static final int PADDING = 16;
    private static final int RAW = FIELD - PADDING;

    private BlsPoints() {}

    /** A public key of 48 bytes in 128; empty if it is none. */
    public static Optional<Bytes> ofKey(Bytes compressed) {
        return Bls.PublicKey.decode(compressed)
                .map(key -> Bytes.wrap(ofG1(new P1_Affine(key.bytes().toArray()).serialize())));
    }

    /** A signature of 96 bytes in 256; empty if it is none. */
    public static Optional<Bytes> ofSignature(Bytes compressed) {
        return Bls.signaturePoint(compressed).map(P2_Affine::serialize).map(raw -> Bytes.wrap(ofG2(raw)));
    }

    /** The 48 bytes of a public key that stands in 128; empty if it is none, or padded with anything but zeros. */
    public static Optional<Bytes> keyOf(Bytes encoded) {
        if (encoded.size() != G1_SIZE) {
            return Optional.empty();
        }
        byte[] raw = raw(encoded.unsafeArray(), 0, 1);
        return compressed(() -> new P1_Affine(raw).compress())
                .filter(key -> ofKey(key).filter(encoded::equals).isPresent());
    }

    /** The 96 bytes of a signature that stands in 256; empty if it is none, or padded with anything but zeros. */
    public static Optional<Bytes> signatureOf(Bytes encoded) {
        if (encoded.size() != G2_SIZE) {
            return Optional.empty();
        }
        byte[] raw = raw(encoded.unsafeArray(), 1, 0, 3, 2);
        return compressed(() -> new P2_Affine(raw).compress())
                .filter(signature ->
                        ofSignature(signature).filter(encoded::equals).isPresent());
    }

    /** @param raw 96 bytes, as blst writes points of G1 */
    public static byte[] ofG1(byte[] raw) {
        byte[] encoded = new byte[G1_SIZE];
        if (!isInfinity(raw)) {
            copy(raw, 0, encoded, 0);
            copy(raw, 1, encoded, 1);
        }
        return encoded;
    }

    /** @param raw 192 bytes, as blst writes points of G2 */
    public static byte[] ofG2(byte[] raw) {
        byte[] encoded = new byte[G2_SIZE];
        if (!isInfinity(raw)) {
            copy(raw, 1, encoded, 0);
            copy(raw, 0, encoded, 1);
            copy(raw, 3, encoded, 2);
            copy(raw, 2, encoded, 3);
        }
        return encoded;
    }

    /** The coordinates as blst reads them, without what pads them; whoever calls compares it afterwards. */
    private static byte[] raw(byte[] encoded, int... order) {
        byte[] raw = new byte[order.length * RAW];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(encoded, order[i] * FIELD + PADDING, raw, i * RAW, RAW);
        }
        return raw;
    }

    /** blst refuses what is no point on the curve by throwing. */
    private static Optional<Bytes> compressed(Supplier<byte[]> point) {
        try {
            return Optional.of(Bytes.wrap(point.get()));
        } catch (RuntimeException noPoint) {
            return Optional.empty();
        }
    }

    private static void copy(byte[] raw, int from, byte[] encoded, int to) {
        System.arraycopy(raw, from * RAW, encoded, to * FIELD + PADDING, RAW);
    }

    /** The flag that blst's encoding gives to infinity. */
    private static boolean isInfinity(byte[] raw) {
        return (raw[0] & 0x40) != 0;
    }
}
