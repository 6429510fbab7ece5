// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.primitives.Bytes;

/** AES-128 in counter mode with the first half of a derived key; encrypting twice is decrypting. By the JDK. */
final class AesCtr {
    static final int IV_BYTES = 16;
    private static final int KEY_BYTES = 16;

    private AesCtr() {}

    static Bytes apply(byte[] derived, Bytes iv, Bytes input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(derived, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(iv.toArray()));
            return Bytes.wrap(cipher.doFinal(input.toArray()));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("this JDK has no AES in counter mode", absent);
        }
    }

    /** What both formats hash to tell a wrong password: the other half of the derived key, then the ciphertext. */
    static byte[] checked(byte[] derived, Bytes ciphertext) {
        byte[] checked = new byte[KEY_BYTES + ciphertext.size()];
        System.arraycopy(derived, KEY_BYTES, checked, 0, KEY_BYTES);
        System.arraycopy(ciphertext.toArray(), 0, checked, KEY_BYTES, ciphertext.size());
        return checked;
    }
}
