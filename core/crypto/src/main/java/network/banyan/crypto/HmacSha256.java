// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** HMAC with SHA-256 (RFC 2104): a function of a message that is chance to whoever lacks the key. The JDK's. */
public final class HmacSha256 {
    private static final String NAME = "HmacSHA256";

    private HmacSha256() {}

    /**
     * @param key not empty
     * @param parts of the message, one behind the other
     */
    public static Hash of(Bytes key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(key.unsafeArray(), NAME));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return Hash.of(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException absent) {
            throw new IllegalStateException("every Java platform must have " + NAME, absent);
        }
    }
}
