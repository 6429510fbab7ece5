// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A key under notes with its name, as people hand it on: {@code name+key id+base64(kind, key)}.
 *
 * <p>Source: C2SP signed-note; tlog-cosignature; kind 2 as github.com/transparency-dev/formats has it.
 *
 * @param key 32 bytes of Ed25519, or the SubjectPublicKeyInfo of a P-256 key in DER
 */
public record NoteKey(String name, Kind kind, Bytes key) {
    /** No longer text is read as a key. */
    public static final int MAX_CHARACTERS = 1_024;

    /** What signs, and over what. */
    public enum Kind {
        /** Ed25519 over the text. */
        ED25519(1),
        /** ECDSA on P-256 over the text's SHA-256, in DER: what a gateway's hardware can do. */
        P256(2),
        /** A witness's Ed25519 over a time and the text ({@link Cosignature}). */
        COSIGNATURE(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** The DER before the point's coordinates, as every uncompressed P-256 key has it (RFC 5480). */
    private static final byte[] P256_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /**
     * @throws EvidenceFormatException if there can be no such key
     */
    public NoteKey {
        if (!NoteText.isName(name)) {
            throw new EvidenceFormatException("a key's name is not empty and has neither spaces nor a plus");
        }
        if (kind == Kind.P256) {
            if (!point(key).isOnCurve()) {
                throw new EvidenceFormatException("the key is no point of P-256");
            }
        } else if (key.size() != Ed25519.PUBLIC_KEY_SIZE) {
            throw EvidenceFormatException.of("an Ed25519 key has 32 bytes, not %d", key.size());
        }
    }

    /** The key that signs a gateway's log. */
    public static NoteKey ofGateway(Hash gateway, P256.PublicKey key) {
        var der = new ByteArrayOutputStream();
        der.writeBytes(P256_PREFIX);
        der.writeBytes(key.x().toArray());
        der.writeBytes(key.y().toArray());
        return new NoteKey(TreeHead.originOf(gateway), Kind.P256, Bytes.wrap(der.toByteArray()));
    }

    /** A witness's key. */
    public static NoteKey ofWitness(String name, Bytes publicKey) {
        return new NoteKey(name, Kind.COSIGNATURE, publicKey);
    }

    /** The first four bytes of a hash over name and key; of a P-256 key, over the key alone. */
    public int id() {
        var hashed = new ByteArrayOutputStream();
        if (kind != Kind.P256) {
            hashed.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            hashed.write('\n');
            hashed.write(kind.number);
        }
        hashed.writeBytes(key.unsafeArray());
        return ByteBuffer.wrap(Sha256.hash(hashed.toByteArray()).toArray()).getInt();
    }

    /** As {@link #parse} reads it. */
    public String text() {
        byte[] material = ByteBuffer.allocate(1 + key.size())
                .put((byte) kind.number)
                .put(key.unsafeArray())
                .array();
        return "%s+%08x+%s".formatted(name, id(), NoteText.base64(Bytes.wrap(material)));
    }

    /**
     * @throws EvidenceFormatException if it is no key of the three kinds, or its id is another's
     */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || text.length() > MAX_CHARACTERS) {
            throw new EvidenceFormatException("a key is written NAME+ID+BASE64");
        }
        Bytes material = NoteText.base64(parts[2], "the last part of a key");
        Kind kind = Stream.of(Kind.values())
                .filter(each -> !material.isEmpty() && material.at(0) == each.number)
                .findFirst()
                .orElseThrow(() ->
                        new EvidenceFormatException("the key is none of Ed25519 (1), P-256 (2) and cosignature (4)"));
        var key = new NoteKey(parts[0], kind, material.slice(1, material.size()));
        if (!key.text().equals(text)) {
            throw EvidenceFormatException.of("the key's id is %08x, not %s", key.id(), parts[1]);
        }
        return key;
    }

    /** Whether a line says that this key made it. */
    public boolean isNamedBy(SignedNote.Line line) {
        return line.keyId() == id() && line.name().equals(name);
    }

    /** Whether a signature in the form of this kind stands over a text. */
    public boolean holds(String text, Bytes signature) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return switch (kind) {
            case ED25519 -> Ed25519.verify(key, Bytes.wrap(message), signature);
            case P256 ->
                DerSignature.decode(signature)
                        .filter(pair -> P256.verify(point(key), message, pair))
                        .isPresent();
            case COSIGNATURE ->
                Cosignature.of(key, signature)
                        .filter(cosignature -> cosignature.isOver(text))
                        .isPresent();
        };
    }

    /** A P-256 signature over a note, as a line of this key. */
    public SignedNote.Line line(Bytes signature) {
        return new SignedNote.Line(name, id(), DerSignature.encode(signature));
    }

    private static P256.PublicKey point(Bytes der) {
        if (der.size() != P256_PREFIX.length + 2 * Hash.SIZE
                || !der.slice(0, P256_PREFIX.length).equals(Bytes.wrap(P256_PREFIX))) {
            throw new EvidenceFormatException("the key is no uncompressed P-256 key in DER");
        }
        return new P256.PublicKey(
                Hash.at(der.unsafeArray(), P256_PREFIX.length),
                Hash.at(der.unsafeArray(), P256_PREFIX.length + Hash.SIZE));
    }
}
