// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;

/** Agreement on a secret over Curve25519 (RFC 7748, section 5). Every key is 32 bytes, and all of them are keys. */
public final class X25519 {
    public static final int SIZE = 32;

    private X25519() {}

    public static Bytes publicKey(Bytes secret) {
        check(secret);
        byte[] out = new byte[SIZE];
        org.bouncycastle.math.ec.rfc7748.X25519.scalarMultBase(secret.unsafeArray(), 0, out, 0);
        return Bytes.wrap(out);
    }

    /** Empty if the other's key is one of the few that lead everybody to the same secret. */
    public static Optional<Bytes> agree(Bytes secret, Bytes other) {
        check(secret);
        check(other);
        byte[] out = new byte[SIZE];
        return org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
                        secret.unsafeArray(), 0, other.unsafeArray(), 0, out, 0)
                ? Optional.of(Bytes.wrap(out))
                : Optional.empty();
    }

    private static void check(Bytes key) {
        Invariant.check(key.size() == SIZE, "an X25519 key of %d bytes", key.size());
    }
}
