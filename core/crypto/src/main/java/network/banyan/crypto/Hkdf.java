// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.primitives.Bytes;

/** Derivation of keys by HMAC (RFC 5869), by the JDK; the numbers are HPKE's (RFC 9180, section 7.2). */
public enum Hkdf {
    SHA256(1, "HKDF-SHA256", 32),
    SHA512(3, "HKDF-SHA512", 64);

    private final int id;
    private final String name;
    private final int size;

    Hkdf(int id, String name, int size) {
        this.id = id;
        this.name = name;
        this.size = size;
    }

    /** Its number in HPKE's registry. */
    public int id() {
        return id;
    }

    /** Bytes of what {@link #extract} gives. */
    public int size() {
        return size;
    }

    public Bytes extract(Bytes salt, Bytes material) {
        // HMAC pads its key with zeros, so one zero is the same salt as none; the JDK refuses none.
        byte[] padded = salt.isEmpty() ? new byte[1] : salt.unsafeArray();
        return derive(HKDFParameterSpec.ofExtract()
                .addSalt(padded)
                .addIKM(material.unsafeArray())
                .extractOnly());
    }

    /**
     * @param key from {@link #extract}
     * @param length at most 255 times {@link #size}
     */
    public Bytes expand(Bytes key, Bytes info, int length) {
        return derive(
                HKDFParameterSpec.expandOnly(new SecretKeySpec(key.unsafeArray(), "HKDF"), info.unsafeArray(), length));
    }

    private Bytes derive(HKDFParameterSpec parameters) {
        try {
            return Bytes.wrap(KDF.getInstance(name).deriveData(parameters));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
