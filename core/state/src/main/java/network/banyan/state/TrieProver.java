// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/** Collects the nodes on a key's path. Changes no tree, so that any thread may use it beside the one that edits. */
final class TrieProver {
    private final TrieSpace space;

    TrieProver(TrieSpace space) {
        this.space = space;
    }

    /**
     * @param leaf what is under the key; null for nothing
     * @param nodes from the root, without those that stand inside their parents
     */
    record Path(@Nullable Leaf leaf, List<Bytes> nodes) {}

    /** Empty if a node of the tree is neither in heap nor in the store any more. */
    Optional<Path> path(@Nullable Node root, byte[] key) {
        List<Bytes> nodes = new ArrayList<>();
        Node next = root;
        int depth = 0;
        while (next != null) {
            Node node = loaded(next, key, depth);
            if (node == null) {
                return Optional.empty();
            }
            if (depth == 0 || Node.isHashed(NodeCodec.reference(node))) {
                nodes.add(Bytes.wrap(NodeCodec.encode(node)));
            }
            switch (node) {
                case Leaf leaf -> {
                    boolean found = Arrays.equals(leaf.path(), 0, leaf.path().length, key, depth, key.length);
                    return Optional.of(new Path(found ? leaf : null, nodes));
                }
                case Extension extension -> {
                    int end = depth + extension.path().length;
                    boolean on = end < key.length && Arrays.equals(extension.path(), 0, end - depth, key, depth, end);
                    next = on ? extension.child() : null;
                    depth = end;
                }
                case Branch branch -> next = branch.child(key[depth++]);
                case Stub stub -> throw new IllegalStateException("stub " + stub.hash() + " was loaded as a stub");
            }
        }
        return Optional.of(new Path(null, nodes));
    }

    private @Nullable Node loaded(Node node, byte[] key, int depth) {
        if (!(node instanceof Stub stub)) {
            return node;
        }
        byte[] encoded = space.encoded(stub, key, depth);
        return encoded == null ? null : NodeCodec.decode(stub, encoded, 0);
    }
}
