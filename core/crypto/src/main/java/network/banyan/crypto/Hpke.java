// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.primitives.Bytes;

/**
 * Hybrid public key encryption (RFC 9180): seals messages to whoever holds the secret of a public key, with
 * DHKEM(X25519, HKDF-SHA256) in all four modes.
 *
 * <p>Pure: what must be of chance, the caller gives.
 */
public final class Hpke {
    /** DHKEM(X25519, HKDF-SHA256). */
    private static final int KEM = 0x20;

    private static final byte[] VERSION = ascii("HPKE-v1");
    private static final Labeled KEM_LABELS = new Labeled(Hkdf.SHA256, Bytes.wrap(joined(ascii("KEM"), two(KEM))));

    private Hpke() {}

    /**
     * What is used besides the KEM.
     *
     * @param aead empty for who only exports secrets
     */
    public record Suite(Hkdf kdf, Optional<Aead> aead) {
        public static final Suite AES_256 = new Suite(Hkdf.SHA256, Optional.of(Aead.AES_256_GCM));

        private Labeled labels() {
            int aeadId = aead.map(Aead::id).orElse(0xffff);
            return new Labeled(kdf, Bytes.wrap(joined(ascii("HPKE"), two(KEM), two(kdf.id()), two(aeadId))));
        }
    }

    /**
     * A secret that both sides have already.
     *
     * @param secret 32 bytes or more
     * @param id not empty
     */
    public record SharedKey(Bytes secret, Bytes id) {}

    /** What both sides must say alike. */
    public record Terms(Bytes info, Optional<SharedKey> sharedKey) {
        public static Terms of(Bytes info) {
            return new Terms(info, Optional.empty());
        }
    }

    /**
     * @param encapsulated what the receiver needs besides its secret; 32 bytes, not secret
     */
    public record Sending(Bytes encapsulated, HpkeContext context) {}

    /** A key pair out of 32 bytes or more of chance (RFC 9180, section 7.1.3): the secret. */
    public static Bytes deriveSecret(Bytes seed) {
        Bytes extracted = KEM_LABELS.extract(Bytes.EMPTY, "dkp_prk", seed);
        return KEM_LABELS.expand(extracted, "sk", Bytes.EMPTY, X25519.SIZE);
    }

    /**
     * The sender's side.
     *
     * @param receiver its public key
     * @param author the sender's own secret, if the receiver is to know by it who sent
     * @param seed 32 bytes of chance, used for nothing else
     * @return empty if the receiver's key is no one's
     */
    public static Optional<Sending> sender(
            Suite suite, Bytes receiver, Terms terms, Optional<Bytes> author, Bytes seed) {
        Bytes ephemeral = deriveSecret(seed);
        Bytes encapsulated = X25519.publicKey(ephemeral);
        return X25519.agree(ephemeral, receiver)
                .flatMap(first -> author.map(own -> X25519.agree(own, receiver).map(second -> join(first, second)))
                        .orElse(Optional.of(first)))
                .map(agreed -> shared(agreed, encapsulated, receiver, author.map(X25519::publicKey)))
                .map(shared -> new Sending(encapsulated, schedule(suite, shared, terms, author.isPresent())));
    }

    /**
     * The receiver's side.
     *
     * @param secret the receiver's
     * @param author the public key of who must have sent it
     * @return empty if what came is no sender's; a context of a wrong sender opens nothing
     */
    public static Optional<HpkeContext> receiver(
            Suite suite, Bytes encapsulated, Bytes secret, Terms terms, Optional<Bytes> author) {
        if (encapsulated.size() != X25519.SIZE) {
            return Optional.empty();
        }
        return X25519.agree(secret, encapsulated)
                .flatMap(first -> author.map(
                                other -> X25519.agree(secret, other).map(second -> join(first, second)))
                        .orElse(Optional.of(first)))
                .map(agreed -> shared(agreed, encapsulated, X25519.publicKey(secret), author))
                .map(shared -> schedule(suite, shared, terms, author.isPresent()));
    }

    /** Section 4.1: ExtractAndExpand over what was agreed and who agreed. */
    private static Bytes shared(Bytes agreed, Bytes encapsulated, Bytes receiver, Optional<Bytes> author) {
        Bytes context = join(join(encapsulated, receiver), author.orElse(Bytes.EMPTY));
        Bytes extracted = KEM_LABELS.extract(Bytes.EMPTY, "eae_prk", agreed);
        return KEM_LABELS.expand(extracted, "shared_secret", context, Hkdf.SHA256.size());
    }

    /** Section 5.1. */
    private static HpkeContext schedule(Suite suite, Bytes shared, Terms terms, boolean hasAuthor) {
        Labeled labels = suite.labels();
        Optional<SharedKey> known = terms.sharedKey();
        int mode = (known.isPresent() ? 1 : 0) + (hasAuthor ? 2 : 0);
        Bytes idHash = labels.extract(
                Bytes.EMPTY, "psk_id_hash", known.map(SharedKey::id).orElse(Bytes.EMPTY));
        Bytes infoHash = labels.extract(Bytes.EMPTY, "info_hash", terms.info());
        Bytes context = Bytes.wrap(joined(new byte[] {(byte) mode}, idHash.unsafeArray(), infoHash.unsafeArray()));
        Bytes secret =
                labels.extract(shared, "secret", known.map(SharedKey::secret).orElse(Bytes.EMPTY));
        Bytes exporter = labels.expand(secret, "exp", context, suite.kdf().size());
        Optional<HpkeContext.Cipher> cipher = suite.aead()
                .map(aead -> new HpkeContext.Cipher(
                        aead,
                        labels.expand(secret, "key", context, aead.keySize()),
                        labels.expand(secret, "base_nonce", context, Aead.NONCE_SIZE)));
        return new HpkeContext(labels, exporter, cipher);
    }

    /** Extraction and expansion that say what for (section 4). */
    record Labeled(Hkdf kdf, Bytes suite) {
        Bytes extract(Bytes salt, String label, Bytes material) {
            return kdf.extract(
                    salt, Bytes.wrap(joined(VERSION, suite.unsafeArray(), ascii(label), material.unsafeArray())));
        }

        Bytes expand(Bytes key, String label, Bytes info, int length) {
            return kdf.expand(
                    key,
                    Bytes.wrap(joined(two(length), VERSION, suite.unsafeArray(), ascii(label), info.unsafeArray())),
                    length);
        }
    }

    private static byte[] ascii(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] two(int number) {
        return new byte[] {(byte) (number >>> 8), (byte) number};
    }

    private static Bytes join(Bytes first, Bytes second) {
        return Bytes.wrap(joined(first.unsafeArray(), second.unsafeArray()));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
