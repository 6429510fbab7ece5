// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.P256;
import network.banyan.crypto.P384;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A key as documents show it, as a Multikey (Controlled Identifiers 1.0, section 2.2.2). Each is valid: a point lies on its
 * curve.
 */
public sealed interface PublicKey {
    /** Its multicodec, in front of the bytes of a Multikey. */
    Bytes codec();

    /** What stands behind the codec. */
    Bytes multikeyBytes();

    /** What the DID registry holds: points as x and y. */
    Bytes chainBytes();

    /** What the DID registry calls its kind. */
    int chainKind();

    /** As people call it: Ed25519, P-256. */
    String algorithm();

    /** Whether this key signed the message, hashed as its algorithm demands. Never, for a key that only agrees on secrets. */
    boolean verify(byte[] message, Bytes signature);

    record Ed25519Key(Bytes bytes) implements PublicKey {
        static final Bytes CODEC = Bytes.fromHex("ed01");

        /**
         * @throws IdentityException if it has not 32 bytes
         */
        public Ed25519Key {
            mustHave(32, bytes, "an Ed25519 key");
        }

        @Override
        public Bytes codec() {
            return CODEC;
        }

        @Override
        public Bytes multikeyBytes() {
            return bytes;
        }

        @Override
        public Bytes chainBytes() {
            return bytes;
        }

        @Override
        public int chainKind() {
            return 1;
        }

        @Override
        public String algorithm() {
            return "Ed25519";
        }

        @Override
        public boolean verify(byte[] message, Bytes signature) {
            return Ed25519.verify(bytes, Bytes.wrap(message), signature);
        }
    }

    record P256Key(P256.PublicKey point) implements PublicKey {
        static final Bytes CODEC = Bytes.fromHex("8024");

        /**
         * @throws IdentityException if the point does not lie on the curve
         */
        public P256Key {
            if (!point.isOnCurve()) {
                throw new IdentityException("that point does not lie on P-256");
            }
        }

        @Override
        public Bytes codec() {
            return CODEC;
        }

        @Override
        public Bytes multikeyBytes() {
            return point.compressed();
        }

        @Override
        public Bytes chainBytes() {
            return joined(point.x().toBytes(), point.y().toBytes());
        }

        @Override
        public int chainKind() {
            return 2;
        }

        @Override
        public String algorithm() {
            return "P-256";
        }

        @Override
        public boolean verify(byte[] message, Bytes signature) {
            return P256.verify(point, message, signature);
        }
    }

    record P384Key(P384.PublicKey point) implements PublicKey {
        static final Bytes CODEC = Bytes.fromHex("8124");

        @Override
        public Bytes codec() {
            return CODEC;
        }

        @Override
        public Bytes multikeyBytes() {
            return point.compressed();
        }

        @Override
        public Bytes chainBytes() {
            return joined(point.x(), point.y());
        }

        @Override
        public int chainKind() {
            return 3;
        }

        @Override
        public String algorithm() {
            return "P-384";
        }

        @Override
        public boolean verify(byte[] message, Bytes signature) {
            return P384.verify(point, message, signature);
        }
    }

    /** For agreeing on secrets (RFC 7748), not for signing. */
    record X25519Key(Bytes bytes) implements PublicKey {
        static final Bytes CODEC = Bytes.fromHex("ec01");

        /**
         * @throws IdentityException if it has not 32 bytes
         */
        public X25519Key {
            mustHave(32, bytes, "an X25519 key");
        }

        @Override
        public Bytes codec() {
            return CODEC;
        }

        @Override
        public Bytes multikeyBytes() {
            return bytes;
        }

        @Override
        public Bytes chainBytes() {
            return bytes;
        }

        @Override
        public int chainKind() {
            return 5;
        }

        @Override
        public String algorithm() {
            return "X25519";
        }

        @Override
        public boolean verify(byte[] message, Bytes signature) {
            return false;
        }
    }

    /** {@code z} and base58 of codec and bytes. */
    default String multikey() {
        return Multibase.base58(joined(codec(), multikeyBytes()));
    }

    /**
     * @throws IdentityException if the text is no Multikey of a kind we know
     */
    static PublicKey ofMultikey(String text) {
        Bytes all = Multibase.ofBase58(text);
        return Multibase.behind(Ed25519Key.CODEC, all)
                .<PublicKey>map(Ed25519Key::new)
                .or(() -> Multibase.behind(P256Key.CODEC, all)
                        .map(bytes -> new P256Key(point(P256.PublicKey.ofCompressed(bytes)))))
                .or(() -> Multibase.behind(P384Key.CODEC, all)
                        .map(bytes -> new P384Key(point(P384.PublicKey.ofCompressed(bytes)))))
                .or(() -> Multibase.behind(X25519Key.CODEC, all).map(X25519Key::new))
                .orElseThrow(() -> new IdentityException("that Multikey is neither Ed25519, P-256, P-384 nor X25519"));
    }

    /**
     * A key as the DID registry holds it.
     *
     * @throws IdentityException if the bytes are no key of that kind
     */
    static PublicKey ofChain(int kind, Bytes bytes) {
        return switch (kind) {
            case 1 -> new Ed25519Key(bytes);
            case 2 -> {
                mustHave(64, bytes, "a P-256 key");
                yield new P256Key(
                        new P256.PublicKey(Hash.at(bytes.unsafeArray(), 0), Hash.at(bytes.unsafeArray(), Hash.SIZE)));
            }
            case 3 -> {
                mustHave(96, bytes, "a P-384 key");
                try {
                    yield new P384Key(new P384.PublicKey(bytes.slice(0, 48), bytes.slice(48, 96)));
                } catch (IllegalArgumentException noPoint) {
                    throw new IdentityException("that point does not lie on P-384");
                }
            }
            case 5 -> new X25519Key(bytes);
            default -> throw IdentityException.of("there is no kind %d of keys", kind);
        };
    }

    private static <T> T point(Optional<T> decompressed) {
        return decompressed.orElseThrow(() -> new IdentityException("that Multikey holds no point of its curve"));
    }

    private static void mustHave(int size, Bytes bytes, String what) {
        if (bytes.size() != size) {
            throw IdentityException.of("%s has %d bytes, not %d", what, size, bytes.size());
        }
    }

    private static Bytes joined(Bytes first, Bytes second) {
        byte[] both = new byte[first.size() + second.size()];
        System.arraycopy(first.unsafeArray(), 0, both, 0, first.size());
        System.arraycopy(second.unsafeArray(), 0, both, first.size(), second.size());
        return Bytes.wrap(both);
    }
}
