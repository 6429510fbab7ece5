// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * What hangs at one node of a trie whose hash is known: all leaves below it, if they are few, or else the node itself, whose
 * children hang at longer paths. Either way the node's hash tells whether it is the right one, so a part may come from
 * anybody (docs/spec/sync.md).
 */
public sealed interface SnapshotPart {
    /** Bytes of the keys and values of a part of leaves; more are asked for in parts. */
    int LEAVES_BYTES_MAX = 64 << 10;

    /** The node's RLP: a branch or an extension. */
    record Fork(Bytes node) implements SnapshotPart {}

    /**
     * @param leaves all below the node, by rising key
     */
    record Leaves(List<Leaf> leaves) implements SnapshotPart {
        public Leaves {
            leaves = List.copyOf(leaves);
        }
    }

    /**
     * @param key the whole hashed key
     * @param value as the trie has it: RLP of an account with its storage root, or of a storage word
     */
    record Leaf(Hash key, Bytes value) {
        int size() {
            return Hash.SIZE + value.size();
        }
    }

    /** RLP: {@code [node]}, or {@code [key, value, key, value, ...]}. */
    default Bytes encode() {
        var out = new RlpWriter(1024).beginList();
        switch (this) {
            case Fork(Bytes node) -> out.write(node);
            case Leaves(List<Leaf> leaves) ->
                leaves.forEach(leaf -> out.write(leaf.key()).write(leaf.value()));
        }
        return Bytes.wrap(out.endList().toArray());
    }

    /**
     * @throws RlpException if it is no part; whether it is the right one, {@link SnapshotRestore} says
     */
    static SnapshotPart decode(Bytes encoded) {
        var outer = new RlpReader(encoded.unsafeArray());
        List<Bytes> items = outer.list(RlpReader::bytes);
        outer.end();
        if (items.size() == 1) {
            return new Fork(items.getFirst());
        }
        if (items.isEmpty() || items.size() % 2 != 0) {
            throw new RlpException("a part has one node, or keys with values, not %d items".formatted(items.size()));
        }
        List<Leaf> leaves = new ArrayList<>(items.size() / 2);
        for (int i = 0; i < items.size(); i += 2) {
            Bytes key = items.get(i);
            if (key.size() != Hash.SIZE) {
                throw new RlpException("a hashed key has 32 bytes, not " + key.size());
            }
            leaves.add(new Leaf(Hash.at(key.unsafeArray(), 0), items.get(i + 1)));
        }
        return new Leaves(leaves);
    }
}
