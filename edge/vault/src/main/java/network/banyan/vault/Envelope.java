// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.Hpke;
import network.banyan.crypto.Sha256;
import network.banyan.crypto.X25519;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The keys of a range, sealed to a grantee (docs/spec/vault.md, rule 11). It may lie anywhere: the chain names its hash.
 *
 * @param receiver the grantee's X25519 key
 * @param encapsulated HPKE's part for the receiver
 */
public record Envelope(Terms terms, Bytes receiver, Bytes encapsulated, Bytes ciphertext) {
    public static final int MAX_BYTES = 256 << 10;

    private static final int VERSION = 1;
    private static final int MAX_DID = 256;
    private static final Hpke.Terms INFO =
            Hpke.Terms.of(Bytes.wrap("banyan.vault.grant.v1".getBytes(StandardCharsets.US_ASCII)));

    /**
     * What was granted to whom, as the chain has it, too.
     *
     * @param grantee a DID
     * @param from seconds since 1970
     * @param until behind the last second
     */
    public record Terms(long chainId, Hash stream, String grantee, long from, long until) {
        private Bytes encode() {
            return new CborWriter()
                    .array(6)
                    .integer(VERSION)
                    .integer(chainId)
                    .bytes(stream.toBytes())
                    .text(grantee)
                    .integer(from)
                    .integer(until)
                    .toBytes();
        }
    }

    /**
     * @param receiver the grantee's X25519 key
     * @param seed 32 bytes of chance, used for nothing else
     * @throws VaultException if the key is no one's, or the keys are too many for an envelope
     */
    public static Envelope seal(Terms terms, Bytes receiver, KeyRing keys, Bytes seed) {
        if (receiver.size() != X25519.SIZE) {
            throw VaultException.of("an X25519 key has 32 bytes, not %d", receiver.size());
        }
        Hpke.Sending sending = Hpke.sender(Hpke.Suite.AES_256, receiver, INFO, Optional.empty(), seed)
                .orElseThrow(
                        () -> new VaultException("that X25519 key is nobody's: anybody could read what it receives"));
        var envelope = new Envelope(
                terms, receiver, sending.encapsulated(), sending.context().seal(terms.encode(), keys.encode()));
        if (envelope.encode().size() > MAX_BYTES) {
            throw VaultException.of(
                    "the keys of that range fill %d bytes, over %d: grant it in parts",
                    envelope.encode().size(), MAX_BYTES);
        }
        return envelope;
    }

    /** The keys; empty if the secret is not the receiver's, or anything was changed. */
    public Optional<KeyRing> open(Bytes secret) {
        return Hpke.receiver(Hpke.Suite.AES_256, encapsulated, secret, INFO, Optional.empty())
                .flatMap(context -> context.open(terms.encode(), ciphertext))
                .map(KeyRing::decode);
    }

    /** What the chain knows it by: the SHA-256 of its bytes. */
    public Hash hash() {
        return Sha256.hash(encode());
    }

    public Bytes encode() {
        return new CborWriter()
                .array(9)
                .integer(VERSION)
                .integer(terms.chainId())
                .bytes(terms.stream().toBytes())
                .text(terms.grantee())
                .integer(terms.from())
                .integer(terms.until())
                .bytes(receiver)
                .bytes(encapsulated)
                .bytes(ciphertext)
                .toBytes();
    }

    /**
     * @throws VaultException if the bytes are no envelope in its one form
     */
    public static Envelope decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("an envelope of %d bytes is over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            in.array(9, "an envelope");
            if (in.unsigned() != VERSION) {
                throw new VaultException("an envelope of a version that is not known here");
            }
            var terms =
                    new Terms(in.unsigned(), Segment.hash(in.bytes()), did(in.text()), in.unsigned(), in.unsigned());
            var envelope = new Envelope(terms, in.bytes(), in.bytes(), in.bytes());
            in.end();
            return envelope;
        } catch (EvidenceFormatException refused) {
            throw new VaultException("that is no envelope: " + refused.getMessage(), refused);
        }
    }

    private static String did(String text) {
        if (text.length() > MAX_DID) {
            throw new VaultException("an envelope names no DID of over " + MAX_DID + " characters");
        }
        return text;
    }
}
