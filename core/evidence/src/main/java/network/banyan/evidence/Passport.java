// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.P256;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * All that the registry says of a device, in the words whose hash is one word of the registry's storage (docs/spec/did.md).
 * Who has a proof of that word and these fields knows the device as it was in that block.
 *
 * @param id the device, by its first key
 * @param key its key in that block; of a revoked device, its last
 * @param registeredAt seconds since 1970, from 1 to 2^63 - 1
 * @param active false once revoked
 */
public record Passport(
        Hash id, Address owner, P256.PublicKey key, long registeredAt, boolean active, Attestation attestation) {
    /**
     * What evidence a device gave of where its key lives. The registry says only that it was given; whether it is good,
     * everyone judges from the document.
     *
     * @param kind a number of docs/spec/did.md, from 0 to 255; 0 if none was given
     * @param hash SHA-256 of the document; of a vendor's batch, Keccak-256 of vendor and root; zero if none was given
     */
    public record Attestation(int kind, Hash hash) {
        public static final Attestation NONE = new Attestation(0, Hash.ZERO);

        /**
         * @throws EvidenceFormatException if the kind is out of range, or there is a hash of nothing or nothing of a kind
         */
        public Attestation {
            if (kind < 0 || kind > 255) {
                throw EvidenceFormatException.of("%d is no kind of attestation: they go from 0 to 255", kind);
            }
            if (kind == 0 != hash.equals(Hash.ZERO)) {
                throw EvidenceFormatException.of("an attestation of kind %d cannot have the hash %s", kind, hash);
            }
        }

        /** The kind in a word or two; kinds are an open list. */
        public String kindName() {
            return switch (kind) {
                case 0 -> "none";
                case 1 -> "software";
                case 2 -> "vendor-chain";
                case 3 -> "tpm2";
                case 4 -> "pkcs11";
                case 5 -> "vendor-batch";
                default -> "kind-" + kind;
            };
        }

        /** That a vendor's batch names the device. */
        public static Attestation ofBatch(Address vendor, Hash root) {
            return new Attestation(
                    5, Keccak.hash(Words.concat(new byte[0], vendor.toWord().toHash(), root)));
        }
    }

    /** The mapping's slot in the registry's storage; it stays so for ever. */
    private static final Hash SLOT = Hash.ZERO;

    /**
     * @throws EvidenceFormatException if there is no such time
     */
    public Passport {
        if (registeredAt < 1) {
            throw EvidenceFormatException.of("no device is registered at %d", registeredAt);
        }
    }

    /** Where the registry keeps a device's passport. */
    public static UInt256 storageKey(Hash id) {
        return Keccak.hash(Words.concat(new byte[0], id, SLOT)).toUInt256();
    }

    /** The word that stands there. */
    public Hash hash() {
        return Keccak.hash(Words.concat(
                new byte[0],
                id,
                owner.toWord().toHash(),
                key.x(),
                key.y(),
                UInt256.of(registeredAt).toHash(),
                UInt256.of(active ? 1 : 0).toHash(),
                UInt256.of(attestation.kind()).toHash(),
                attestation.hash()));
    }

    /** As {@link #ofFields}; empty if the bytes are no such answer. */
    public static Optional<Passport> read(Bytes returned) {
        try {
            return Optional.of(ofFields(returned));
        } catch (EvidenceFormatException notOurRegistry) {
            return Optional.empty();
        }
    }

    /**
     * Reads what the registry's {@code passportFields} returned.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static Passport ofFields(Bytes returned) {
        var words = Words.ofOutput(returned);
        return new Passport(
                words.hash(),
                words.address(),
                new P256.PublicKey(words.hash(), words.hash()),
                words.number(63),
                words.flag(),
                new Attestation((int) words.number(8), words.hash()));
    }
}
