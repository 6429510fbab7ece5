// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.witness;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleNodes;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.witness.AddCheckpoint;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.SignedNote;
import network.banyan.evidence.witness.TreeHead;
import network.banyan.gateway.TestDevice;
import network.banyan.primitives.Hash;

/** A gateway's log in memory: of one name there can be several histories. */
final class TestLog {
    private final TestDevice gateway;
    private final List<Hash> leaves = new ArrayList<>();

    TestLog(String gateway, int leaves, int history) {
        this.gateway = new TestDevice(gateway);
        for (int i = 0; i < leaves; i++) {
            this.leaves.add(Sha256.hash(new byte[] {(byte) history, (byte) i}));
        }
    }

    NoteKey key() {
        return NoteKey.ofGateway(gateway.device(), gateway.key());
    }

    AddCheckpoint request(int old, int size) {
        TreeHead head = TreeHead.ofGateway(gateway.device(), size, MerkleTree.root(leaves.subList(0, size)));
        MerkleNodes nodes =
                (level, index) -> MerkleTree.root(leaves.subList((int) (index << level), (int) ((index + 1) << level)));
        var note = new SignedNote(
                head.text(), List.of(key().line(gateway.sign(head.bytes().toArray()))));
        return new AddCheckpoint(old, old == 0 ? List.of() : MerkleLog.consistency(nodes, old, size), note);
    }
}
