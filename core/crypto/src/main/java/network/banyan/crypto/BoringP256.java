// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;
import org.conscrypt.Conscrypt;

/** Checks P-256 signatures with BoringSSL (Conscrypt), some twenty times as fast as the JDK. Not on every platform. */
final class BoringP256 {
    /** What stands before the 64 bytes of an uncompressed point in a SubjectPublicKeyInfo (RFC 5480). */
    private static final byte[] KEY_PREFIX = Hex.decode("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private final Provider provider;

    private BoringP256(Provider provider) {
        this.provider = provider;
    }

    /** Empty where Conscrypt has no native library; the caller then does with the JDK. */
    static Optional<BoringP256> find() {
        return Conscrypt.isAvailable() ? Optional.of(new BoringP256(Conscrypt.newProvider())) : Optional.empty();
    }

    /** @param signature r || s, both in range; the key is on the curve */
    boolean verify(P256.PublicKey key, Hash digest, Bytes signature) {
        byte[] encoded = Arrays.copyOf(KEY_PREFIX, KEY_PREFIX.length + 2 * Hash.SIZE);
        key.x().writeTo(encoded, KEY_PREFIX.length);
        key.y().writeTo(encoded, KEY_PREFIX.length + Hash.SIZE);
        try {
            Signature check = Signature.getInstance("NONEwithECDSA", provider);
            check.initVerify(KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(digest.toArray());
            return check.verify(der(signature.unsafeArray()));
        } catch (GeneralSecurityException notAPointOrSignature) {
            return false;
        }
    }

    /** The signature as ASN.1 DER: a sequence of two integers. */
    private static byte[] der(byte[] signature) {
        byte[] der = new byte[2 + 2 * (2 + 1 + Hash.SIZE)];
        int end = integer(signature, Hash.SIZE, der, integer(signature, 0, der, 2));
        der[0] = 0x30;
        der[1] = (byte) (end - 2);
        return Arrays.copyOf(der, end);
    }

    /** Writes 32 bytes as a positive INTEGER in its shortest form; returns where it ends. */
    private static int integer(byte[] from, int start, byte[] der, int at) {
        int first = start;
        while (first < start + Hash.SIZE - 1 && from[first] == 0) {
            first++;
        }
        int pad = from[first] < 0 ? 1 : 0;
        int length = start + Hash.SIZE - first;
        der[at] = 0x02;
        der[at + 1] = (byte) (length + pad);
        System.arraycopy(from, first, der, at + 2 + pad, length);
        return at + 2 + pad + length;
    }
}
