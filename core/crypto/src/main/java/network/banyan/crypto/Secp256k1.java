// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Arrays;
import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * ECDSA over secp256k1, as Ethereum accounts sign: 32-byte digest in, (r, s, y-parity) out, signer recovered from them.
 * Backed by the native libsecp256k1.
 */
public final class Secp256k1 {
    /** The order of the group. */
    public static final UInt256 ORDER = new UInt256(-1L, -2L, 0xbaaedce6af48a03bL, 0xbfd25e8cd0364141L);

    private static final UInt256 HALF_ORDER =
            new UInt256(0x7fffffffffffffffL, -1L, 0x5d576e7357a4501dL, 0xdfe92f46681b20a0L);
    private static final fr.acinq.secp256k1.Secp256k1 NATIVE = fr.acinq.secp256k1.Secp256k1.Companion.get();

    private Secp256k1() {}

    /** A signature as transactions carry it. The parity is 0 or 1. */
    public record Signature(int yParity, UInt256 r, UInt256 s) {
        /** Whether r and s are in range and s in the lower half, as EIP-2 demands of transactions. */
        public boolean isCanonical() {
            return inRange(r) && inRange(s) && s.compareTo(HALF_ORDER) <= 0 && (yParity == 0 || yParity == 1);
        }
    }

    private static boolean inRange(UInt256 scalar) {
        return !scalar.isZero() && scalar.compareTo(ORDER) < 0;
    }

    /** Signs deterministically (RFC 6979), with s in the lower half.
     *
     * @throws IllegalArgumentException if the key is not a scalar between 1 and the order
     */
    public static Signature sign(Hash digest, Hash privateKey) {
        if (!inRange(privateKey.toUInt256())) {
            throw new IllegalArgumentException("not a secp256k1 private key");
        }
        byte[] message = digest.toArray();
        byte[] compact = NATIVE.sign(message, privateKey.toArray(), null);
        byte[] expected = NATIVE.pubkeyCreate(privateKey.toArray());
        // The library returns no parity; the right one recovers our own key.
        int yParity = Arrays.equals(NATIVE.ecdsaRecover(compact, message, 0), expected) ? 0 : 1;
        return new Signature(yParity, UInt256.at(compact, 0), UInt256.at(compact, 32));
    }

    /** The signer's uncompressed public key without its 0x04 prefix, 64 bytes; empty if no key made this signature. */
    public static Optional<byte[]> recover(Hash digest, Signature signature) {
        if (!inRange(signature.r()) || !inRange(signature.s())) {
            return Optional.empty();
        }
        byte[] compact = new byte[64];
        signature.r().writeTo(compact, 0);
        signature.s().writeTo(compact, 32);
        try {
            byte[] key = NATIVE.ecdsaRecover(compact, digest.toArray(), signature.yParity());
            return Optional.of(Arrays.copyOfRange(key, 1, 65));
        } catch (fr.acinq.secp256k1.Secp256k1Exception noSuchPoint) {
            return Optional.empty();
        }
    }

    /** The signer's account; empty if no key made this signature. */
    public static Optional<Address> recoverAddress(Hash digest, Signature signature) {
        return recover(digest, signature).map(Secp256k1::address);
    }

    /** The account of a private key. */
    public static Address addressOf(Hash privateKey) {
        byte[] key = NATIVE.pubkeyCreate(privateKey.toArray());
        return address(Arrays.copyOfRange(key, 1, 65));
    }

    private static Address address(byte[] publicKey) {
        return Address.at(Keccak.hash(publicKey).toArray(), 12);
    }
}
