// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.Hpke;
import network.banyan.crypto.X25519;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.VaultException;

/**
 * The ciphertexts of a sale, sealed to the buyer: the key of a sale becomes public on the chain, so that whoever had the
 * ciphertexts would have the records, too. It may lie anywhere, by the sale's name.
 *
 * @param encapsulated HPKE's part for the receiver
 */
public record Parcel(long chainId, Hash sale, Bytes encapsulated, Bytes sealed) {
    public static final int MAX_BYTES = Ciphertexts.MAX_BYTES + 256;

    private static final int VERSION = 1;
    private static final Hpke.Terms INFO =
            Hpke.Terms.of(Bytes.wrap("banyan.vault.sale.v1".getBytes(StandardCharsets.US_ASCII)));

    /**
     * @param receiver the buyer's X25519 key
     * @param seed 32 bytes of chance, used for nothing else
     * @throws VaultException if the key is no one's
     */
    public static Parcel seal(long chainId, Hash sale, Ciphertexts texts, Bytes receiver, Bytes seed) {
        if (receiver.size() != X25519.SIZE) {
            throw VaultException.of("an X25519 key has 32 bytes, not %d", receiver.size());
        }
        Hpke.Sending sending = Hpke.sender(Hpke.Suite.AES_256, receiver, INFO, Optional.empty(), seed)
                .orElseThrow(
                        () -> new VaultException("that X25519 key is nobody's: anybody could read what it receives"));
        return new Parcel(
                chainId, sale, sending.encapsulated(), sending.context().seal(terms(chainId, sale), texts.encode()));
    }

    /**
     * The ciphertexts.
     *
     * @param secret the buyer's
     * @return empty if the secret is not the receiver's, or anything was changed
     * @throws VaultException if something else was sealed
     */
    public Optional<Ciphertexts> open(Bytes secret) {
        return Hpke.receiver(Hpke.Suite.AES_256, encapsulated, secret, INFO, Optional.empty())
                .flatMap(context -> context.open(terms(chainId, sale), sealed))
                .map(Ciphertexts::decode);
    }

    private static Bytes terms(long chainId, Hash sale) {
        return new CborWriter()
                .array(3)
                .integer(VERSION)
                .integer(chainId)
                .bytes(sale.toBytes())
                .toBytes();
    }

    public Bytes encode() {
        return new CborWriter()
                .array(5)
                .integer(VERSION)
                .integer(chainId)
                .bytes(sale.toBytes())
                .bytes(encapsulated)
                .bytes(sealed)
                .toBytes();
    }

    /**
     * @throws VaultException if the bytes are no parcel in its one form
     */
    public static Parcel decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("a parcel of %d bytes is over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            in.array(5, "a parcel");
            if (in.unsigned() != VERSION) {
                throw new VaultException("a parcel of a version that is not known here");
            }
            long chainId = in.unsigned();
            Bytes sale = in.bytes();
            if (sale.size() != Hash.SIZE) {
                throw VaultException.of("a sale's name has 32 bytes, not %d", sale.size());
            }
            var parcel = new Parcel(chainId, Hash.of(sale.toArray()), in.bytes(), in.bytes());
            in.end();
            return parcel;
        } catch (EvidenceFormatException refused) {
            throw new VaultException("that is no parcel: " + refused.getMessage(), refused);
        }
    }
}
