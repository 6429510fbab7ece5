// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import network.banyan.primitives.Bytes;

/**
 * Ed25519 as RFC 8032 defines it (pure, no context): deterministic signatures over messages of any length. Names nodes on
 * the network and devices in their records.
 *
 * <p>The JDK signs and verifies. It has no way from a seed to a public key, so BouncyCastle derives that.
 */
public final class Ed25519 {
    public static final int SEED_SIZE = 32;
    public static final int PUBLIC_KEY_SIZE = 32;
    public static final int SIGNATURE_SIZE = 64;

    private static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    /** A key that can sign. Not a record, so that no log line ever prints the secret. */
    public static final class KeyPair {
        private final Bytes publicKey;
        private final PrivateKey privateKey;

        private KeyPair(Bytes publicKey, PrivateKey privateKey) {
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        /**
         * The key pair of RFC 8032 section 5.1.5.
         *
         * @param seed 32 secret bytes
         * @throws IllegalArgumentException unless there are exactly 32 bytes
         */
        public static KeyPair fromSeed(Bytes seed) {
            if (seed.size() != SEED_SIZE) {
                throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.size());
            }
            byte[] publicKey = new byte[PUBLIC_KEY_SIZE];
            org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed.toArray(), 0, publicKey, 0);
            try {
                var spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.toArray());
                return new KeyPair(
                        Bytes.wrap(publicKey), KeyFactory.getInstance(ALGORITHM).generatePrivate(spec));
            } catch (GeneralSecurityException missing) {
                throw noEd25519(missing);
            }
        }

        /** 32 bytes. */
        public Bytes publicKey() {
            return publicKey;
        }

        /** 64 bytes, the same for the same message. */
        public Bytes sign(Bytes message) {
            try {
                Signature signature = Signature.getInstance(ALGORITHM);
                signature.initSign(privateKey);
                signature.update(message.unsafeArray());
                return Bytes.wrap(signature.sign());
            } catch (GeneralSecurityException missing) {
                throw noEd25519(missing);
            }
        }

        /** For the JDK's own users of keys, such as TLS. */
        public java.security.KeyPair toJdk() {
            return new java.security.KeyPair(jdkKey(publicKey).orElseThrow(), privateKey);
        }

        @Override
        public String toString() {
            return "Ed25519 key pair of " + publicKey;
        }
    }

    /** Whether the key signed the message; false too for a key that is no point or bytes of the wrong size. */
    public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        Optional<PublicKey> key = jdkKey(publicKey);
        if (key.isEmpty() || signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key.get());
            verifier.update(message.unsafeArray());
            return verifier.verify(signature.unsafeArray());
        } catch (InvalidKeyException | SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException missing) {
            throw noEd25519(missing);
        }
    }

    /** The 32 bytes of a key that came as a JDK type, such as from a certificate; empty if it is no Ed25519 key. */
    public static Optional<Bytes> publicKeyOf(PublicKey key) {
        if (!(key instanceof EdECPublicKey edwards)
                || !edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return Optional.empty();
        }
        BigInteger y = edwards.getPoint().getY();
        if (y.bitLength() > 255) {
            return Optional.empty();
        }
        byte[] bigEndian = y.toByteArray();
        byte[] encoded = new byte[PUBLIC_KEY_SIZE];
        for (int i = 0; i < Math.min(bigEndian.length, PUBLIC_KEY_SIZE); i++) {
            encoded[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (edwards.getPoint().isXOdd()) {
            encoded[PUBLIC_KEY_SIZE - 1] |= (byte) 0x80;
        }
        return Optional.of(Bytes.wrap(encoded));
    }

    private static Optional<PublicKey> jdkKey(Bytes publicKey) {
        if (publicKey.size() != PUBLIC_KEY_SIZE) {
            return Optional.empty();
        }
        byte[] bigEndian = new byte[PUBLIC_KEY_SIZE];
        for (int i = 0; i < PUBLIC_KEY_SIZE; i++) {
            bigEndian[i] = publicKey.at(PUBLIC_KEY_SIZE - 1 - i);
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        var point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
        try {
            return Optional.of(KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
        } catch (InvalidKeySpecException notAPoint) {
            return Optional.empty();
        } catch (GeneralSecurityException missing) {
            throw noEd25519(missing);
        }
    }

    private static IllegalStateException noEd25519(GeneralSecurityException cause) {
        return new IllegalStateException("this JDK has no Ed25519", cause);
    }
}
