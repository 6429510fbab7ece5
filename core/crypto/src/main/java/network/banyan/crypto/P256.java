// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * ECDSA over NIST P-256 with SHA-256 (ES256), the signature that secure elements, TPMs and phones can make. Signatures
 * are r || s, 32 bytes each; keys are a point's two coordinates.
 *
 * <p>Checking is BoringSSL's where that is there, else the JDK's. Signing and deriving a public key, which only tests and software keys do here, are
 * BouncyCastle's, because the JDK offers neither RFC 6979 nor the derivation.
 *
 * <p>Source: FIPS 186-5; RFC 6979; RFC 9053, section 2.1.
 */
public final class P256 {
    public static final int SIGNATURE_SIZE = 64;

    private static final BigInteger FIELD =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    /** The order of the group. */
    public static final UInt256 ORDER =
            UInt256.fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final UInt256 HALF_ORDER = UInt256.of(ORDER.toBigInteger().shiftRight(1));
    private static final ECParameterSpec CURVE = curve();
    private static final Optional<BoringP256> FAST = BoringP256.find();

    private P256() {}

    /** A point as its coordinates; whether it is a key at all, {@link #isOnCurve} tells. */
    public record PublicKey(Hash x, Hash y) {
        public boolean isOnCurve() {
            BigInteger px = x.toUInt256().toBigInteger();
            BigInteger py = y.toUInt256().toBigInteger();
            if (px.compareTo(FIELD) >= 0 || py.compareTo(FIELD) >= 0) {
                return false;
            }
            BigInteger right =
                    px.multiply(px).subtract(BigInteger.valueOf(3)).multiply(px).add(B);
            return py.multiply(py).subtract(right).mod(FIELD).signum() == 0;
        }

        /** The 33 bytes of SEC 1, section 2.3.3: the parity of y, then x. */
        public Bytes compressed() {
            byte[] bytes = new byte[1 + Hash.SIZE];
            bytes[0] = (byte) (2 + (y.d() & 1));
            x.writeTo(bytes, 1);
            return Bytes.wrap(bytes);
        }

        /** Empty if the bytes are no compressed point of the curve. */
        public static Optional<PublicKey> ofCompressed(Bytes bytes) {
            return EcPoints.decompress(Domain.P256.getCurve(), bytes)
                    .map(point -> new PublicKey(
                            Hash.of(point.getAffineXCoord().getEncoded()),
                            Hash.of(point.getAffineYCoord().getEncoded())));
        }
    }

    /** Whether the key signed the message. False for a point off the curve and for a signature of another size. */
    public static boolean verify(PublicKey key, byte[] message, Bytes signature) {
        return verifyDigest(key, Sha256.hash(message), signature);
    }

    /** As {@link #verify}, for a message already hashed. */
    public static boolean verifyDigest(PublicKey key, Hash digest, Bytes signature) {
        if (!isInRange(signature) || !key.isOnCurve()) {
            return false;
        }
        return FAST.isPresent() ? FAST.get().verify(key, digest, signature) : verifyByJdk(key, digest, signature);
    }

    static boolean verifyByJdk(PublicKey key, Hash digest, Bytes signature) {
        try {
            var point = new ECPoint(
                    key.x().toUInt256().toBigInteger(), key.y().toUInt256().toBigInteger());
            Signature check = Signature.getInstance("NONEwithECDSAinP1363Format", "SunEC");
            check.initVerify(KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(point, CURVE)));
            check.update(digest.toArray());
            return check.verify(signature.unsafeArray());
        } catch (SignatureException notASignature) {
            return false;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform cannot check P-256 signatures", absent);
        }
    }

    /** Whether s lies in the lower half: of the two signatures that any holder can make from one, only that is taken. */
    public static boolean isLowS(Bytes signature) {
        return isInRange(signature) && scalar(signature, 32).compareTo(HALF_ORDER) <= 0;
    }

    /**
     * The same signature with s in the lower half; secure elements give either.
     *
     * @throws IllegalArgumentException if it is no signature
     */
    public static Bytes toLowS(Bytes signature) {
        if (!isInRange(signature)) {
            throw new IllegalArgumentException("not a P-256 signature");
        }
        if (isLowS(signature)) {
            return signature;
        }
        byte[] low = signature.toArray();
        ORDER.minus(scalar(signature, 32)).writeTo(low, 32);
        return Bytes.wrap(low);
    }

    /** Signs the SHA-256 of a message deterministically (RFC 6979), with s in the lower half.
     *
     * @throws IllegalArgumentException if the key is not a scalar between 1 and the order
     */
    public static Bytes sign(Hash privateKey, byte[] message) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar(privateKey), Domain.P256));
        BigInteger[] pair = signer.generateSignature(Sha256.hash(message).toArray());
        byte[] signature = new byte[SIGNATURE_SIZE];
        UInt256.of(pair[0]).writeTo(signature, 0);
        UInt256.of(pair[1]).writeTo(signature, 32);
        return toLowS(Bytes.wrap(signature));
    }

    /**
     * @throws IllegalArgumentException if the key is not a scalar between 1 and the order
     */
    public static PublicKey publicKey(Hash privateKey) {
        var point = Domain.P256.getG().multiply(scalar(privateKey)).normalize();
        return new PublicKey(
                Hash.of(point.getAffineXCoord().getEncoded()),
                Hash.of(point.getAffineYCoord().getEncoded()));
    }

    private static BigInteger scalar(Hash privateKey) {
        UInt256 scalar = privateKey.toUInt256();
        if (scalar.isZero() || scalar.compareTo(ORDER) >= 0) {
            throw new IllegalArgumentException("not a P-256 private key");
        }
        return scalar.toBigInteger();
    }

    private static boolean isInRange(Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        UInt256 r = scalar(signature, 0);
        UInt256 s = scalar(signature, 32);
        return !r.isZero() && r.compareTo(ORDER) < 0 && !s.isZero() && s.compareTo(ORDER) < 0;
    }

    private static UInt256 scalar(Bytes signature, int offset) {
        return UInt256.at(signature.unsafeArray(), offset);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", "SunEC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform has no P-256", absent);
        }
    }

    /** BouncyCastle's curve, loaded by those who sign or decompress: who only checks has no use for its hundred classes. */
    private static final class Domain {
        private static final ECDomainParameters P256 = named();

        private static ECDomainParameters named() {
            X9ECParameters named = SECNamedCurves.getByName("secp256r1");
            return new ECDomainParameters(named.getCurve(), named.getG(), named.getN(), named.getH());
        }
    }
}
