// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** SHA-256 (FIPS 180-4): what names device records and builds their Merkle trees. The JDK's, which uses the CPU's. */
public final class Sha256 {
    private Sha256() {}

    public static Hash hash(byte[] input) {
        return Hash.at(digest().digest(input), 0);
    }

    public static Hash hash(Bytes input) {
        return hash(input.unsafeArray());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform must have SHA-256", absent);
        }
    }
}
