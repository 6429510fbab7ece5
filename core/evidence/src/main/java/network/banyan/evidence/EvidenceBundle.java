// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Everything that proves one reading to who knows only genesis.json: the record, its place under the anchored root, the
 * transaction and the receipt that anchored it with their proofs, the header of their block, and the finality certificate
 * of that block or of a later one, with the headers between.
 *
 * <p>It has one JSON form and one CBOR form; {@link #parse} takes either and refuses whatever is not exactly one of them.
 * Nothing in it is believed: that is the {@link Verifier}'s work.
 *
 * @param chainId the chain it speaks of
 * @param record the record's bytes
 * @param headers RLP of the anchoring block's header, then of its descendants up to the certified one; 1 to 256
 * @param certificate RLP of a FINALIZE certificate for the last header
 */
public record EvidenceBundle(
        long chainId,
        Bytes record,
        Inclusion inclusion,
        AnchorTransaction transaction,
        AnchorReceipt receipt,
        List<Bytes> headers,
        Bytes certificate) {
    /** The first words of both forms. */
    public static final String FORMAT = "banyan-evidence-1";

    /** Larger files are refused before anything is decoded. */
    public static final int MAX_BYTES = 1024 * 1024;

    public static final int MAX_HEADERS = 256;

    /** A tree of 2^32 - 1 leaves is 32 high. */
    static final int MAX_PATH = 32;

    /** RLP of an index has at most 5 bytes, so no path in the trie has more nodes than 10 nibbles and a leaf. */
    static final int MAX_PROOF = 11;

    public EvidenceBundle {
        headers = List.copyOf(headers);
        EvidenceFormat.between(chainId, 1, 1L << 52, "chainId");
        EvidenceFormat.between(headers.size(), 1, MAX_HEADERS, "number of headers");
    }

    /** RFC 9162: the record is leaf {@code index} of {@code size}. */
    public record Inclusion(long index, long size, List<Hash> path) {
        public Inclusion {
            path = List.copyOf(path);
            EvidenceFormat.between(size, 1, (1L << 32) - 1, "inclusion size");
            EvidenceFormat.between(index, 0, size - 1, "inclusion index");
            EvidenceFormat.between(path.size(), 0, MAX_PATH, "length of the inclusion path");
        }
    }

    /**
     * @param index its place in the block
     * @param raw its EIP-2718 bytes
     * @param proof trie nodes from the header's transactionsRoot
     */
    public record AnchorTransaction(long index, Bytes raw, List<Bytes> proof) {
        public AnchorTransaction {
            proof = List.copyOf(proof);
            EvidenceFormat.between(index, 0, Integer.MAX_VALUE, "transaction index");
            EvidenceFormat.between(proof.size(), 1, MAX_PROOF, "length of the transaction proof");
        }
    }

    /**
     * @param logIndex the place of the anchor's event among the receipt's logs
     * @param raw as it stands in the receipts trie
     * @param proof trie nodes from the header's receiptsRoot
     */
    public record AnchorReceipt(long logIndex, Bytes raw, List<Bytes> proof) {
        public AnchorReceipt {
            proof = List.copyOf(proof);
            EvidenceFormat.between(logIndex, 0, Integer.MAX_VALUE, "log index");
            EvidenceFormat.between(proof.size(), 1, MAX_PROOF, "length of the receipt proof");
        }
    }

    /**
     * Reads a file in either form.
     *
     * @throws EvidenceFormatException if it is anything but one bundle in its one JSON form or its one CBOR form
     */
    public static EvidenceBundle parse(Bytes file) {
        if (file.isEmpty() || file.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("a file of %d bytes; a bundle has 1 to %d", file.size(), MAX_BYTES);
        }
        return file.at(0) == '{' ? BundleJson.parse(file) : BundleCbor.parse(file);
    }

    /** For people and the web: indented JSON, ASCII, with a line feed at the end. */
    public Bytes toJson() {
        return BundleJson.write(this);
    }

    /** For devices and archives: deterministic CBOR, half the size. */
    public Bytes toCbor() {
        return BundleCbor.write(this);
    }
}
