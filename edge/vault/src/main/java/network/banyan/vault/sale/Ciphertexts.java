// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.sale;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.VaultException;

/**
 * The encrypted records of a sale, which its root is over. None is longer than a record: what is longer could not be shown to
 * the contract in one transaction, so a buyer must refuse it before paying.
 */
public record Ciphertexts(List<Bytes> texts) {
    /** All of them together, as encoded. */
    public static final int MAX_BYTES = 32 << 20;

    /**
     * @throws VaultException if there are none, or one is empty or too long, or all of them are
     */
    public Ciphertexts {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new VaultException("a sale of no records is none");
        }
        long total = 0;
        for (Bytes text : texts) {
            if (text.isEmpty() || text.size() > DeviceRecord.MAX_BYTES) {
                throw VaultException.of("a sale holds %d bytes where a record must stand", text.size());
            }
            total += text.size() + 3L;
        }
        if (total > MAX_BYTES - 16) {
            throw VaultException.of("a sale has %d bytes of records, over %d: sell it in parts", total, MAX_BYTES);
        }
    }

    public static Ciphertexts of(Hash key, List<Bytes> records) {
        List<Bytes> texts = new ArrayList<>(records.size());
        for (Bytes record : records) {
            texts.add(SaleCipher.apply(key, texts.size(), record));
        }
        return new Ciphertexts(texts);
    }

    public Hash root() {
        return MerkleTree.root(leaves());
    }

    /** The way from a ciphertext to the root. */
    public List<Hash> path(int index) {
        return MerkleTree.path(leaves(), index);
    }

    private List<Hash> leaves() {
        return texts.stream().map(MerkleTree::leafHash).toList();
    }

    /** What stands in place {@code index} for who has the key. */
    public Bytes open(Hash key, int index) {
        return SaleCipher.apply(key, index, texts.get(index));
    }

    public Bytes encode() {
        var out = new CborWriter().array(texts.size());
        texts.forEach(out::bytes);
        return out.toBytes();
    }

    /**
     * Reads them out of hostile bytes; whether they are the right ones, the root tells.
     *
     * @throws VaultException if they are no ciphertexts in their one form
     */
    public static Ciphertexts decode(Bytes encoded) {
        if (encoded.size() > MAX_BYTES) {
            throw VaultException.of("ciphertexts of %d bytes are over %d", encoded.size(), MAX_BYTES);
        }
        try {
            var in = new CborReader(encoded);
            int count = in.array();
            List<Bytes> texts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                texts.add(in.bytes());
            }
            in.end();
            return new Ciphertexts(texts);
        } catch (EvidenceFormatException refused) {
            throw new VaultException("those are no ciphertexts: " + refused.getMessage(), refused);
        }
    }
}
