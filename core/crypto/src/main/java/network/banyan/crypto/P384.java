// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * ECDSA over NIST P-384 with SHA-384, which credentials of some issuers are signed with. Signatures are r || s, 48 bytes
 * each; keys are a point's two coordinates, 48 bytes each. Checking is the JDK's, the rest BouncyCastle's, as for P-256.
 *
 * <p>Source: FIPS 186-5; RFC 6979.
 */
public final class P384 {
    public static final int COORDINATE_SIZE = 48;
    public static final int SIGNATURE_SIZE = 2 * COORDINATE_SIZE;

    private static final ECParameterSpec CURVE = curve();
    private static final ECDomainParameters DOMAIN = domain();

    private P384() {}

    /** A point of the curve, by its coordinates. */
    public record PublicKey(Bytes x, Bytes y) {
        /**
         * @throws IllegalArgumentException if no point has these coordinates
         */
        public PublicKey {
            if (x.size() != COORDINATE_SIZE || y.size() != COORDINATE_SIZE) {
                throw new IllegalArgumentException("a coordinate of P-384 has 48 bytes");
            }
            try {
                DOMAIN.getCurve().validatePoint(positive(x), positive(y));
            } catch (IllegalArgumentException | ArithmeticException notOnCurve) {
                throw new IllegalArgumentException("that point does not lie on P-384", notOnCurve);
            }
        }

        /** The 49 bytes of SEC 1, section 2.3.3. */
        public Bytes compressed() {
            return Bytes.wrap(
                    DOMAIN.getCurve().createPoint(positive(x), positive(y)).getEncoded(true));
        }

        /** Empty if the bytes are no compressed point of the curve. */
        public static Optional<PublicKey> ofCompressed(Bytes bytes) {
            return EcPoints.decompress(DOMAIN.getCurve(), bytes)
                    .map(point -> new PublicKey(
                            Bytes.wrap(point.getAffineXCoord().getEncoded()),
                            Bytes.wrap(point.getAffineYCoord().getEncoded())));
        }
    }

    /** Whether the key signed the message. False for a signature of another size. */
    public static boolean verify(PublicKey key, byte[] message, Bytes signature) {
        if (signature.size() != SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA384withECDSAinP1363Format", "SunEC");
            var point = new ECPoint(positive(key.x()), positive(key.y()));
            check.initVerify(KeyFactory.getInstance("EC", "SunEC").generatePublic(new ECPublicKeySpec(point, CURVE)));
            check.update(message);
            return check.verify(signature.toArray());
        } catch (SignatureException notASignature) {
            return false;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform cannot check P-384 signatures", absent);
        }
    }

    /**
     * Signs the SHA-384 of a message deterministically (RFC 6979).
     *
     * @param privateKey 48 bytes, big-endian
     * @throws IllegalArgumentException if the key is not a scalar between 1 and the order
     */
    public static Bytes sign(Bytes privateKey, byte[] message) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA384Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar(privateKey), DOMAIN));
        BigInteger[] pair = signer.generateSignature(sha384(message));
        byte[] signature = new byte[SIGNATURE_SIZE];
        write(pair[0], signature, 0);
        write(pair[1], signature, COORDINATE_SIZE);
        return Bytes.wrap(signature);
    }

    /**
     * @throws IllegalArgumentException if the key is not a scalar between 1 and the order
     */
    public static PublicKey publicKey(Bytes privateKey) {
        var point = DOMAIN.getG().multiply(scalar(privateKey)).normalize();
        return new PublicKey(
                Bytes.wrap(point.getAffineXCoord().getEncoded()),
                Bytes.wrap(point.getAffineYCoord().getEncoded()));
    }

    private static BigInteger scalar(Bytes privateKey) {
        BigInteger scalar = positive(privateKey);
        if (privateKey.size() != COORDINATE_SIZE || scalar.signum() == 0 || scalar.compareTo(DOMAIN.getN()) >= 0) {
            throw new IllegalArgumentException("not a P-384 private key");
        }
        return scalar;
    }

    private static byte[] sha384(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-384").digest(message);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform has no SHA-384", absent);
        }
    }

    private static BigInteger positive(Bytes bytes) {
        return new BigInteger(1, bytes.unsafeArray());
    }

    private static void write(BigInteger number, byte[] target, int offset) {
        byte[] bytes = number.toByteArray();
        int used = Math.min(bytes.length, COORDINATE_SIZE);
        System.arraycopy(bytes, bytes.length - used, target, offset + COORDINATE_SIZE - used, used);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC", "SunEC");
            parameters.init(new ECGenParameterSpec("secp384r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this Java platform has no P-384", absent);
        }
    }

    private static ECDomainParameters domain() {
        X9ECParameters named = SECNamedCurves.getByName("secp384r1");
        return new ECDomainParameters(named.getCurve(), named.getG(), named.getN(), named.getH());
    }
}
