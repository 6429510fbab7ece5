// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Map;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;

/**
 * Nodes that a stranger showed, by their Keccak-256. A hash tells that a node is the one its parent names, but not that
 * either is a node of a state: a state root may be anybody's invention. So the form of each is checked before it is used,
 * and walking through them ends after {@value #NIBBLES} nibbles, whatever they are.
 */
final class ShownNodes implements TrieNodes, TrieNodes.Places {
    /** Of a hashed key. */
    private static final int NIBBLES = 2 * Hash.SIZE;

    /** A branch with sixteen hashes has 532; nobody shall nest lists deeper than this lets them. */
    private static final int BYTES_MAX = 1024;

    private final Map<Hash, Bytes> shown;
    private final Reach reach;

    ShownNodes(Map<Hash, Bytes> shown, Reach reach) {
        this.shown = shown;
        this.reach = reach;
    }

    @Override
    public TrieNodes accounts() {
        return this;
    }

    @Override
    public TrieNodes storage(Hash account) {
        return this;
    }

    @Override
    public Node load(Stub stub, byte[] path, int depth, long generation) {
        Bytes encoded = shown.get(stub.hash());
        if (encoded == null) {
            throw new PartialState.Missing("node " + stub.hash() + " is not shown");
        }
        if (encoded.size() > BYTES_MAX) {
            throw malformed(stub.hash() + " has " + encoded.size() + " bytes");
        }
        try {
            Node node = NodeCodec.decode(stub, encoded.toArray(), generation);
            check(node, depth);
            reach.add(stub.hash(), encoded.size());
            return node;
        } catch (RlpException | IllegalArgumentException noNode) {
            throw malformed(stub.hash() + ": " + noNode.getMessage());
        }
    }

    /** Nobody reads what is vacated here. */
    @Override
    public Bytes key(byte[] path, int depth) {
        return Bytes.EMPTY;
    }

    /** Whether a node can stand below so many nibbles, with all that stands inside it. */
    private static void check(Node node, int depth) {
        switch (node) {
            case Leaf leaf -> {
                if (depth + leaf.path().length != NIBBLES + 1) {
                    throw malformed("a leaf below %d nibbles has %d more".formatted(depth, leaf.path().length - 1));
                }
            }
            case Extension extension -> {
                int below = depth + extension.path().length;
                boolean onBranch = extension.child() instanceof Stub || extension.child() instanceof Branch;
                if (extension.path().length == 0 || below >= NIBBLES || !onBranch) {
                    throw malformed("an extension from %d nibbles to %d".formatted(depth, below));
                }
                check(extension.child(), below);
            }
            case Branch branch -> {
                if (depth >= NIBBLES || branch.child(Node.END) != null || branch.onlySlot() >= 0) {
                    throw malformed("a branch below %d nibbles".formatted(depth));
                }
                for (int slot = 0; slot < Node.END; slot++) {
                    Node child = branch.child(slot);
                    if (child != null) {
                        check(child, depth + 1);
                    }
                }
            }
            case Stub stub -> {
                if (depth > NIBBLES) {
                    throw malformed("node %s below %d nibbles".formatted(stub.hash(), depth));
                }
            }
        }
    }

    private static PartialState.Missing malformed(String what) {
        return new PartialState.Missing("a node that is shown is none: " + what);
    }
}
