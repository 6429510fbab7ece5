// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.P256;
import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.CoseSign1;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A gateway's signed word that a record is in its log: a COSE receipt (RFC 9942) with one inclusion proof of
 * RFC9162_SHA256. The root is not in it; it follows from record and path. One byte form:
 *
 * <pre>
 * 18([ protected, {396: {-1: [ bstr .cbor [size, index, [* bstr]] ]}}, null, signature ])
 * </pre>
 *
 * @param index of the leaf, from 0
 * @param path the hashes beside the way from leaf to root, the leaf's own neighbour first
 * @param signature over header and root: r || s, s in the lower half
 */
public record Receipt(LogHeader header, long index, List<Hash> path, Bytes signature) {
    /** No receipt is larger. */
    public static final int MAX_BYTES = 4 * 1024;

    private static final int VERIFIABLE_DATA_PROOFS = 396;
    private static final int INCLUSION_PROOFS = -1;

    public Receipt {
        LogHeader.require(index >= 0 && index < header.size(), "a receipt's leaf lies in the log");
        LogHeader.require(path.size() < Long.SIZE, "a path has at most 63 hashes");
        LogHeader.require(P256.isLowS(signature), "the signature is not r || s with s in the lower half");
        path = List.copyOf(path);
    }

    /** The receipt for a leaf of the tree that a checkpoint signs. */
    public static Receipt of(LogCheckpoint checkpoint, long index, List<Hash> path) {
        return new Receipt(checkpoint.header(), index, path, checkpoint.signature());
    }

    /** The root that the record and the path lead to; empty if such a path does not belong to this leaf. */
    public Optional<Hash> root(Bytes record) {
        return MerkleTree.climb(MerkleTree.leafHash(record), index, header.size(), path);
    }

    /** Whether this shows that the holder of the key has taken the record into its log. */
    public boolean proves(Bytes record, P256.PublicKey key) {
        return root(record)
                .map(root -> new LogCheckpoint(header, root, signature).isSignedBy(key))
                .orElse(false);
    }

    public Bytes encode() {
        var proof =
                new CborWriter().array(3).integer(header.size()).integer(index).array(path.size());
        path.forEach(hash -> proof.bytes(hash.toArray()));
        return new CborWriter()
                .tag(CoseSign1.TAG)
                .array(4)
                .bytes(header.encode())
                .map(1)
                .integer(VERIFIABLE_DATA_PROOFS)
                .map(1)
                .integer(INCLUSION_PROOFS)
                .array(1)
                .bytes(proof.toBytes())
                .nil()
                .bytes(signature)
                .toBytes();
    }

    /**
     * Reads a receipt, not believing a word of it.
     *
     * @throws network.banyan.evidence.EvidenceFormatException if the bytes are anything but one receipt in its one form
     */
    public static Receipt decode(Bytes encoded) {
        LogHeader.require(encoded.size() <= MAX_BYTES, "a receipt has at most 4 KiB");
        var in = new CborReader(encoded);
        in.tag(CoseSign1.TAG);
        in.array(4, "a COSE_Sign1");
        LogHeader header = LogHeader.decode(in.bytes());
        LogHeader.require(in.map() == 1, "a receipt's unprotected header holds its proof alone");
        LogHeader.expect(in, VERIFIABLE_DATA_PROOFS, "vdp");
        LogHeader.require(in.map() == 1, "a receipt has inclusion proofs alone");
        LogHeader.expect(in, INCLUSION_PROOFS, "inclusion proofs");
        in.array(1, "the list of inclusion proofs");
        var proof = new CborReader(in.bytes());
        in.nil();
        Bytes signature = in.bytes();
        in.end();

        proof.array(3, "an inclusion proof");
        LogHeader.require(proof.unsigned() == header.size(), "the proof's size is the signed one");
        long index = proof.unsigned();
        int hashes = proof.array();
        LogHeader.require(hashes <= MerkleLog.MAX_PROOF, "a path has at most 63 hashes");
        List<Hash> path = new ArrayList<>(hashes);
        for (int i = 0; i < hashes; i++) {
            path.add(LogHeader.hash(proof.bytes()));
        }
        proof.end();
        return new Receipt(header, index, path, signature);
    }
}
