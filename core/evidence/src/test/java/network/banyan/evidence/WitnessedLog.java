// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.witness.Cosignature;
import network.banyan.evidence.witness.NoteKey;
import network.banyan.evidence.witness.TreeHead;
import network.banyan.evidence.witness.Witnessed;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** A gateway's log that witnesses, who have numbers, look at. */
record WitnessedLog(Hash gateway, List<Hash> leaves) {
    static WitnessedLog of(Hash gateway, List<DeviceRecord> records) {
        return new WitnessedLog(
                gateway,
                records.stream()
                        .map(DeviceRecord::encoded)
                        .map(MerkleTree::leafHash)
                        .toList());
    }

    private static Ed25519.KeyPair pair(int number) {
        return Ed25519.KeyPair.fromSeed(
                Bytes.wrap(Sha256.hash(new byte[] {50, (byte) number}).toArray()));
    }

    static NoteKey key(int number) {
        return NoteKey.ofWitness("w" + number + ".example", pair(number).publicKey());
    }

    /** What witnesses say once the log has so many leaves more. */
    Witnessed seen(int more, int... witnesses) {
        List<Hash> longer = new ArrayList<>(leaves);
        for (int i = 0; i < more; i++) {
            longer.add(Sha256.hash(new byte[] {51, (byte) i}));
        }
        Hash root = MerkleTree.root(longer);
        TreeHead head = TreeHead.ofGateway(gateway, longer.size(), root);
        List<Cosignature> cosignatures = IntStream.of(witnesses)
                .mapToObj(number -> Cosignature.sign(head.text(), 1_763_683_300L + number, pair(number)))
                .sorted(Comparator.comparing(Cosignature::key))
                .toList();
        List<Hash> proof = MerkleLog.consistency(
                (level, index) -> MerkleTree.root(longer.subList((int) (index << level), (int) ((index + 1) << level))),
                leaves.size(),
                longer.size());
        return new Witnessed(longer.size(), root, proof, cosignatures);
    }
}
