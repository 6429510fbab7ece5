// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import network.banyan.primitives.Hex;
import network.banyan.primitives.UInt256;
import org.conscrypt.Conscrypt;

/**
 * 0x100: verifies an ECDSA signature over P-256 (EIP-7951): hash, r, s, x, y of 32 bytes each. The word 1 if it holds,
 * else no output. Through BoringSSL (Conscrypt), ten times as fast as the JDK's own.
 */
final class P256Verify implements Precompile {
    private static final int INPUT_SIZE = 160;
    private static final byte[] REFUSED = new byte[0];

    /** What stands before the 64 bytes of an uncompressed point in a SubjectPublicKeyInfo (RFC 5480). */
    private static final byte[] KEY_PREFIX = Hex.decode("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final UInt256 ORDER =
            UInt256.fromHex("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private static final UInt256 FIELD =
            UInt256.fromHex("0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff");

    private final Provider provider = Conscrypt.newProvider();

    @Override
    public long gas(byte[] input) {
        return 6_900;
    }

    @Override
    public byte[] run(byte[] input) {
        if (input.length != INPUT_SIZE) {
            return REFUSED;
        }
        UInt256 r = UInt256.at(input, 32);
        UInt256 s = UInt256.at(input, 64);
        boolean inRange = isScalar(r)
                && isScalar(s)
                && UInt256.at(input, 96).compareTo(FIELD) < 0
                && UInt256.at(input, 128).compareTo(FIELD) < 0;
        return inRange && verifies(input, r, s) ? UInt256.ONE.toArray() : REFUSED;
    }

    private static boolean isScalar(UInt256 value) {
        return !value.isZero() && value.compareTo(ORDER) < 0;
    }

    private boolean verifies(byte[] input, UInt256 r, UInt256 s) {
        byte[] key = Arrays.copyOf(KEY_PREFIX, KEY_PREFIX.length + 64);
        System.arraycopy(input, 96, key, KEY_PREFIX.length, 64);
        try {
            Signature verifier = Signature.getInstance("NONEwithECDSA", provider);
            verifier.initVerify(KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(key)));
            verifier.update(input, 0, 32);
            return verifier.verify(der(r, s));
        } catch (GeneralSecurityException notAPointOrSignature) {
            return false;
        }
    }

    /** The signature as ASN.1 DER: a sequence of two integers. */
    private static byte[] der(UInt256 r, UInt256 s) {
        byte[] first = r.toBigInteger().toByteArray();
        byte[] second = s.toBigInteger().toByteArray();
        byte[] der = new byte[6 + first.length + second.length];
        der[0] = 0x30;
        der[1] = (byte) (der.length - 2);
        der[2] = 0x02;
        der[3] = (byte) first.length;
        System.arraycopy(first, 0, der, 4, first.length);
        int at = 4 + first.length;
        der[at] = 0x02;
        der[at + 1] = (byte) second.length;
        System.arraycopy(second, 0, der, at + 2, second.length);
        return der;
    }
}
