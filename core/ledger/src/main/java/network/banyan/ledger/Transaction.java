// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import org.jspecify.annotations.Nullable;

/**
 * A signed transaction of type 0, 1, 2, 3 or 4, with its exact EIP-2718 bytes and its hash.
 *
 * <p>Recovering the sender costs tens of microseconds, so the answer is kept; two threads that race compute the same.
 */
public final class Transaction {
    /** Larger encodings are refused before anything is decoded. */
    public static final int MAX_BYTES = 128 * 1024;

    private final TransactionBody body;
    private final Secp256k1.Signature signature;
    private final Bytes encoded;
    private final Hash hash;
    private volatile @Nullable Sender sender;

    Transaction(TransactionBody body, Secp256k1.Signature signature, Bytes encoded) {
        this.body = body;
        this.signature = signature;
        this.encoded = encoded;
        this.hash = Keccak.hash(encoded);
    }

    /**
     * Reads one transaction from its EIP-2718 bytes: a type byte and its payload, or a legacy list.
     *
     * @throws RlpException if the bytes are anything but one canonical transaction
     */
    public static Transaction decode(byte[] encoded) {
        return decode(encoded, MAX_BYTES);
    }

    /**
     * The same for chains whose blocks have larger ones, as Ethereum's may.
     *
     * @throws RlpException if the bytes are anything but one canonical transaction of at most so many bytes
     */
    public static Transaction decode(byte[] encoded, int bytesMax) {
        return TransactionCodec.decode(encoded, bytesMax);
    }

    /** Signs a body as an account. */
    public static Transaction sign(TransactionBody body, Hash privateKey) {
        return of(body, Secp256k1.sign(TransactionCodec.signingHash(body), privateKey));
    }

    /** Puts a body and its signature together; whether they fit shows in {@link #sender}. */
    public static Transaction of(TransactionBody body, Secp256k1.Signature signature) {
        return new Transaction(body, signature, Bytes.wrap(TransactionCodec.encode(body, signature)));
    }

    public TransactionBody body() {
        return body;
    }

    public Secp256k1.Signature signature() {
        return signature;
    }

    /** The EIP-2718 bytes: what is hashed, sent and put into the transactions trie. */
    public Bytes encoded() {
        return encoded;
    }

    public Hash hash() {
        return hash;
    }

    public int type() {
        return body.type();
    }

    /** The account that signed; empty if the signature is not canonical (EIP-2) or no key made it. */
    public Optional<Address> sender() {
        Sender known = sender;
        if (known == null) {
            known = new Sender(
                    signature.isCanonical()
                            ? Secp256k1.recoverAddress(TransactionCodec.signingHash(encoded, body), signature)
                            : Optional.empty());
            sender = known;
        }
        return known.address();
    }

    private record Sender(Optional<Address> address) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Transaction that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "transaction " + hash;
    }
}
