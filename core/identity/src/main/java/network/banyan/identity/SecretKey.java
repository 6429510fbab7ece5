// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.P256;
import network.banyan.crypto.P384;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A signing key in memory. As a file it is a Multikey with {@code secretKeyMultibase} (Controlled Identifiers 1.0, section
 * 2.2.2), which other software reads, too.
 */
public final class SecretKey implements ProofSigner {
    /** Which algorithm a key is for, with its multicodec as a secret. */
    public enum Kind {
        ED25519("8026", 32),
        P256("8626", 32),
        P384("8726", 48);

        private final Bytes codec;
        private final int size;

        Kind(String codec, int size) {
            this.codec = Bytes.fromHex(codec);
            this.size = size;
        }

        /** Bytes of a secret. */
        public int size() {
            return size;
        }
    }

    private final Kind kind;
    private final Bytes secret;
    private final PublicKey publicKey;

    /**
     * @param secret a seed, or a scalar in big-endian bytes; of chance, as many as the kind says
     * @throws IdentityException if it is no secret of the kind
     */
    public SecretKey(Kind kind, Bytes secret) {
        if (secret.size() != kind.size) {
            throw IdentityException.of("a secret for %s has %d bytes, not %d", kind, kind.size, secret.size());
        }
        this.kind = kind;
        this.secret = secret;
        try {
            this.publicKey = switch (kind) {
                case ED25519 ->
                    new PublicKey.Ed25519Key(Ed25519.KeyPair.fromSeed(secret).publicKey());
                case P256 -> new PublicKey.P256Key(P256.publicKey(Hash.of(secret.unsafeArray())));
                case P384 -> new PublicKey.P384Key(P384.publicKey(secret));
            };
        } catch (IllegalArgumentException outOfRange) {
            throw IdentityException.of("that is no secret for %s", kind);
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(byte[] message) {
        return switch (kind) {
            case ED25519 -> Ed25519.KeyPair.fromSeed(secret).sign(Bytes.wrap(message));
            case P256 -> P256.sign(Hash.of(secret.unsafeArray()), message);
            case P384 -> P384.sign(secret, message);
        };
    }

    /** The file's content. */
    public ObjectNode toJson() {
        byte[] all = new byte[kind.codec.size() + kind.size];
        System.arraycopy(kind.codec.unsafeArray(), 0, all, 0, kind.codec.size());
        System.arraycopy(secret.unsafeArray(), 0, all, kind.codec.size(), kind.size);
        return Json.object()
                .put("type", "Multikey")
                .put("publicKeyMultibase", publicKey.multikey())
                .put("secretKeyMultibase", Multibase.base58(Bytes.wrap(all)));
    }

    /**
     * @throws IdentityException if that is no such file, or its halves do not fit
     */
    public static SecretKey ofJson(ObjectNode file) {
        Bytes all = Multibase.ofBase58(Json.text(file, "secretKeyMultibase"));
        for (Kind kind : Kind.values()) {
            var secret = Multibase.behind(kind.codec, all);
            if (secret.isPresent()) {
                var key = new SecretKey(kind, secret.get());
                if (!key.publicKey.multikey().equals(Json.text(file, "publicKeyMultibase"))) {
                    throw new IdentityException("its public key is not that of its secret");
                }
                return key;
            }
        }
        throw new IdentityException("its secret is neither of Ed25519, P-256 nor P-384");
    }

    @Override
    public String toString() {
        return "secret of " + publicKey.multikey();
    }
}
