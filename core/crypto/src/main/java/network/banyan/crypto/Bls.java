// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;

/**
 * BLS signatures over BLS12-381 with small public keys: 48-byte keys in G1, 96-byte signatures in G2, and signatures of
 * one message by many keys that add up to a single one. Backed by the native blst.
 *
 * <p>Adding keys up is safe only where each owner has proven to hold its secret key: {@link #verifyPossession}, once, when
 * a key is admitted.
 *
 * <p>Every point from outside is checked to be canonical, on the curve, in the prime-order subgroup and not infinity.
 * Bytes that are not such a point are an empty result or {@code false}, never an exception.
 *
 * <p>Source: draft-irtf-cfrg-bls-signature-05, ciphersuite BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_.
 */
public final class Bls {
    public static final int PUBLIC_KEY_SIZE = 48;
    public static final int SIGNATURE_SIZE = 96;

    /** The order of both groups, r. */
    public static final UInt256 ORDER =
            new UInt256(0x73eda753299d7d48L, 0x3339d80809a1d805L, 0x53bda402fffe5bfeL, 0xffffffff00000001L);

    private static final String SIGN = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
    private static final String PROVE = "BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

    private Bls() {}

    /** A key that signs. Not printable, and equal only to itself, so that it does not leak by accident. */
    public static final class SecretKey {
        private final supranational.blst.SecretKey scalar;
        private final Bytes publicKey;

        private SecretKey(supranational.blst.SecretKey scalar) {
            this.scalar = scalar;
            this.publicKey = Bytes.wrap(new P1(scalar).compress());
        }

        /**
         * Derives a key from 32 secret random bytes (KeyGen of the draft, with empty key_info).
         *
         * @throws IllegalArgumentException unless there are exactly 32 bytes
         */
        public static SecretKey ofSeed(byte[] seed) {
            if (seed.length != 32) {
                throw new IllegalArgumentException("a BLS seed has 32 bytes, not " + seed.length);
            }
            var scalar = new supranational.blst.SecretKey();
            scalar.keygen(seed);
            return new SecretKey(scalar);
        }

        /**
         * The key itself as keystores hold it (EIP-2335).
         *
         * @throws IllegalArgumentException unless it lies between 1 and the order
         */
        public static SecretKey ofScalar(Hash value) {
            UInt256 number = value.toUInt256();
            if (number.isZero() || number.compareTo(ORDER) >= 0) {
                throw new IllegalArgumentException("not a BLS private key");
            }
            var scalar = new supranational.blst.SecretKey();
            scalar.from_bendian(value.toArray());
            return new SecretKey(scalar);
        }

        /** 48 bytes. */
        public Bytes publicKey() {
            return publicKey;
        }

        /** The secret number itself, big-endian, for whoever seals it in a keystore. */
        public Hash scalar() {
            return Hash.of(scalar.to_bendian());
        }

        /** 96 bytes; the same for the same message at any time. */
        public Bytes sign(byte[] message) {
            return sign(message, SIGN);
        }

        /** 96 bytes that show that this key's owner holds it. */
        public Bytes provePossession() {
            return sign(publicKey.unsafeArray(), PROVE);
        }

        private Bytes sign(byte[] message, String domain) {
            return Bytes.wrap(
                    new P2().hash_to(message, domain).sign_with(scalar).compress());
        }
    }

    /** A decoded key that passed every check; decode once, verify often. */
    public static final class PublicKey {
        private final Bytes bytes;
        private final P1_Affine point;

        private PublicKey(Bytes bytes, P1_Affine point) {
            this.bytes = bytes;
            this.point = point;
        }

        /** Empty if the bytes are no usable key. */
        public static Optional<PublicKey> decode(Bytes bytes) {
            if (bytes.size() != PUBLIC_KEY_SIZE) {
                return Optional.empty();
            }
            try {
                var point = new P1_Affine(bytes.toArray());
                return point.is_inf() || !point.in_group()
                        ? Optional.empty()
                        : Optional.of(new PublicKey(bytes, point));
            } catch (RuntimeException noPoint) {
                return Optional.empty();
            }
        }

        public Bytes bytes() {
            return bytes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PublicKey that && bytes.equals(that.bytes);
        }

        @Override
        public int hashCode() {
            return bytes.hashCode();
        }

        @Override
        public String toString() {
            return bytes.toHex();
        }
    }

    public static boolean verify(PublicKey key, byte[] message, Bytes signature) {
        return verify(key.point, message, signature, SIGN);
    }

    /** Whether the proof shows that the key's owner holds its secret half. */
    public static boolean verifyPossession(PublicKey key, Bytes proof) {
        return verify(key.point, key.bytes.unsafeArray(), proof, PROVE);
    }

    /**
     * Adds signatures up. Whether they are true is not checked here: verify the sum.
     *
     * @return 96 bytes; empty if there are no signatures or one of them is no point of the subgroup
     */
    public static Optional<Bytes> aggregate(List<Bytes> signatures) {
        if (signatures.isEmpty()) {
            return Optional.empty();
        }
        var sum = new P2();
        for (Bytes signature : signatures) {
            Optional<P2_Affine> point = signaturePoint(signature);
            if (point.isEmpty()) {
                return Optional.empty();
            }
            sum.add(point.get());
        }
        return Optional.of(Bytes.wrap(sum.compress()));
    }

    /**
     * Whether the signature is the sum of one signature of this message by each of the keys. Each key must have proven
     * its possession.
     */
    public static boolean fastAggregateVerify(List<PublicKey> keys, byte[] message, Bytes signature) {
        if (keys.isEmpty()) {
            return false;
        }
        var sum = new P1();
        for (PublicKey key : keys) {
            sum.add(key.point);
        }
        return verify(sum.to_affine(), message, signature, SIGN);
    }

    private static boolean verify(P1_Affine key, byte[] message, Bytes signature, String domain) {
        return signaturePoint(signature)
                .map(point -> point.core_verify(key, true, message, domain) == BLST_ERROR.BLST_SUCCESS)
                .orElse(false);
    }

    static Optional<P2_Affine> signaturePoint(Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE) {
            return Optional.empty();
        }
        try {
            var point = new P2_Affine(signature.toArray());
            return point.is_inf() || !point.in_group() ? Optional.empty() : Optional.of(point);
        } catch (RuntimeException noPoint) {
            return Optional.empty();
        }
    }
}
