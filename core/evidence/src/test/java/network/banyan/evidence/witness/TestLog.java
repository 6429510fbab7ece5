// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleNodes;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.primitives.Hash;

/** A gateway's log in memory, which can also be the log of a liar. */
final class TestLog {
    private final Hash secret;
    private final Hash gateway;
    private final List<Hash> leaves;

    private TestLog(Hash secret, List<Hash> leaves) {
        this.secret = secret;
        this.gateway = Sha256.hash(secret.toBytes());
        this.leaves = leaves;
    }

    static TestLog of(int secret) {
        return new TestLog(Sha256.hash(new byte[] {(byte) secret}), new ArrayList<>());
    }

    /** The same key with the same first leaves; what comes then is its own. */
    TestLog fork(int shared) {
        return new TestLog(secret, new ArrayList<>(leaves.subList(0, shared)));
    }

    TestLog add(int count, int kind) {
        for (int i = 0; i < count; i++) {
            leaves.add(Sha256.hash(new byte[] {(byte) kind, (byte) leaves.size(), (byte) (leaves.size() >> 8)}));
        }
        return this;
    }

    NoteKey key() {
        return NoteKey.ofGateway(gateway, P256.publicKey(secret));
    }

    SignedNote note(int size) {
        TreeHead head = TreeHead.ofGateway(gateway, size, MerkleTree.root(leaves.subList(0, size)));
        return sign(head);
    }

    SignedNote sign(TreeHead head) {
        return new SignedNote(
                head.text(), List.of(key().line(P256.sign(secret, head.bytes().toArray()))));
    }

    AddCheckpoint request(int old, int size) {
        return new AddCheckpoint(old, proof(old, size), note(size));
    }

    List<Hash> proof(int old, int size) {
        MerkleNodes nodes =
                (level, index) -> MerkleTree.root(leaves.subList((int) (index << level), (int) ((index + 1) << level)));
        return old == 0 ? List.of() : MerkleLog.consistency(nodes, old, size);
    }
}
