// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Optional;
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

    private static void copy(byte[] raw, int from, byte[] encoded, int to) {
        System.arraycopy(raw, from * RAW, encoded, to * FIELD + PADDING, RAW);
    }

    /** The flag that blst's encoding gives to infinity. */
    private static boolean isInfinity(byte[] raw) {
        return (raw[0] & 0x40) != 0;
    }
}
