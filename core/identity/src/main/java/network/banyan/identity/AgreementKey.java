// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.crypto.X25519;
import network.banyan.primitives.Bytes;

/**
 * An X25519 secret in memory: opens what others seal to a DID whose document names its public key. As a file it is a
 * Multikey, like {@link SecretKey}.
 */
public final class AgreementKey {
    /** x25519-priv of the multicodec table. */
    private static final Bytes CODEC = Bytes.fromHex("8226");

    private final Bytes secret;
    private final PublicKey.X25519Key publicKey;

    /**
     * @param secret 32 bytes of chance
     * @throws IdentityException if they are not 32
     */
    public AgreementKey(Bytes secret) {
        if (secret.size() != X25519.SIZE) {
            throw IdentityException.of("a secret for X25519 has 32 bytes, not %d", secret.size());
        }
        this.secret = secret;
        this.publicKey = new PublicKey.X25519Key(X25519.publicKey(secret));
    }

    public Bytes secret() {
        return secret;
    }

    public PublicKey.X25519Key publicKey() {
        return publicKey;
    }

    /** The file's content. */
    public ObjectNode toJson() {
        byte[] all = new byte[CODEC.size() + X25519.SIZE];
        System.arraycopy(CODEC.unsafeArray(), 0, all, 0, CODEC.size());
        System.arraycopy(secret.unsafeArray(), 0, all, CODEC.size(), X25519.SIZE);
        return Json.object()
                .put("type", "Multikey")
                .put("publicKeyMultibase", publicKey.multikey())
                .put("secretKeyMultibase", Multibase.base58(Bytes.wrap(all)));
    }

    /**
     * @throws IdentityException if that is no such file, or its halves do not fit
     */
    public static AgreementKey ofJson(ObjectNode file) {
        Bytes all = Multibase.ofBase58(Json.text(file, "secretKeyMultibase"));
        var key = new AgreementKey(
                Multibase.behind(CODEC, all).orElseThrow(() -> new IdentityException("its secret is not of X25519")));
        if (!key.publicKey.multikey().equals(Json.text(file, "publicKeyMultibase"))) {
            throw new IdentityException("its public key is not that of its secret");
        }
        return key;
    }

    @Override
    public String toString() {
        return "secret of " + publicKey.multikey();
    }
}
