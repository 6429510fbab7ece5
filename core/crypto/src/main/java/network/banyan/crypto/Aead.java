// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/**
 * Authenticated encryption with associated data (RFC 5116, RFC 8439), by the JDK. A nonce has 12 bytes, and no two messages
 * under one key may share it; the tag of 16 bytes stands behind the ciphertext.
 */
public enum Aead {
    AES_128_GCM(1, 16, "AES/GCM/NoPadding", "AES"),
    AES_256_GCM(2, 32, "AES/GCM/NoPadding", "AES"),
    CHACHA20_POLY1305(3, 32, "ChaCha20-Poly1305", "ChaCha20");

    public static final int NONCE_SIZE = 12;
    public static final int TAG_SIZE = 16;

    private final int id;
    private final int keySize;
    private final String transformation;
    private final String keyName;

    Aead(int id, int keySize, String transformation, String keyName) {
        this.id = id;
        this.keySize = keySize;
        this.transformation = transformation;
        this.keyName = keyName;
    }

    /** Its number in HPKE's registry (RFC 9180, section 7.3). */
    public int id() {
        return id;
    }

    /** In bytes. */
    public int keySize() {
        return keySize;
    }

    public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes plaintext) {
        try {
            return Bytes.wrap(run(Cipher.ENCRYPT_MODE, key, nonce, associated, plaintext));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Empty if ciphertext, nonce, key or associated data are not those of one sealing. */
    public Optional<Bytes> open(Bytes key, Bytes nonce, Bytes associated, Bytes ciphertext) {
        if (ciphertext.size() < TAG_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(Bytes.wrap(run(Cipher.DECRYPT_MODE, key, nonce, associated, ciphertext)));
        } catch (AEADBadTagException notSealedSo) {
            return Optional.empty();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private byte[] run(int mode, Bytes key, Bytes nonce, Bytes associated, Bytes input)
            throws GeneralSecurityException {
        Invariant.check(key.size() == keySize && nonce.size() == NONCE_SIZE, "a key or nonce of the wrong size");
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, new SecretKeySpec(key.unsafeArray(), keyName), parameters(nonce.unsafeArray()));
        cipher.updateAAD(associated.unsafeArray());
        return cipher.doFinal(input.unsafeArray());
    }

    private AlgorithmParameterSpec parameters(byte[] nonce) {
        return switch (this) {
            case AES_128_GCM, AES_256_GCM -> new GCMParameterSpec(8 * TAG_SIZE, nonce);
            case CHACHA20_POLY1305 -> new IvParameterSpec(nonce);
        };
    }
}
