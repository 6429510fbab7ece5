// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.state.Node.Branch;
import network.banyan.state.Node.Extension;
import network.banyan.state.Node.Leaf;
import network.banyan.state.Node.Stub;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a finalised trie within its share of the heap: the subtrees that were longest not written to become stubs again.
 * A node is never older than what is below it, so cutting at an age cuts whole subtrees.
 */
final class TrieTrim {
    /** Ages are counted singly up to here, and together beyond. */
    private static final int AGES = 4_096;

    private final int[] nodesOfAge = new int[AGES];
    private final long newest;
    private long oldestKept;

    private TrieTrim(long newest) {
        this.newest = newest;
    }

    /**
     * @param root a tree whose every node is in the store
     * @param nodesMax what may be left in heap
     * @return the number of nodes that are left in heap
     */
    static int trim(@Nullable Node root, long newest, int nodesMax) {
        if (root == null) {
            return 0;
        }
        var trim = new TrieTrim(newest);
        trim.count(root);
        int kept = 0;
        int age = 0;
        while (age < AGES && kept + trim.nodesOfAge[age] <= nodesMax) {
            kept += trim.nodesOfAge[age++];
        }
        if (age < AGES) {
            trim.oldestKept = newest - age + 1;
            trim.cut(root);
        }
        return kept;
    }

    private void count(Node node) {
        if (node instanceof Stub) {
            return;
        }
        nodesOfAge[Math.clamp(newest - node.generation(), 0, AGES - 1)]++;
        switch (node) {
            case Leaf leaf -> {
                Node storage = leaf.storage();
                if (storage != null) {
                    count(storage);
                }
            }
            case Extension extension -> count(extension.child());
            case Branch branch -> {
                for (int slot = 0; slot < Branch.SLOTS; slot++) {
                    Node child = branch.child(slot);
                    if (child != null) {
                        count(child);
                    }
                }
            }
            case Stub stub -> {}
        }
    }

    private void cut(Node node) {
        switch (node) {
            case Leaf leaf -> {
                Node storage = leaf.storage();
                if (storage != null) {
                    leaf.swapStorage(shortened(storage));
                }
            }
            case Extension extension -> extension.setChild(shortened(extension.child()));
            case Branch branch -> {
                for (int slot = 0; slot < Node.END; slot++) {
                    Node child = branch.child(slot);
                    if (child != null) {
                        branch.setChild(slot, shortened(child));
                    }
                }
            }
            case Stub stub -> {}
        }
    }

    /** The child itself, cut further down, or its stub. What stands inside its parent has no stub. */
    private Node shortened(Node child) {
        byte[] reference = NodeCodec.reference(child);
        boolean stored = Node.isHashed(reference);
        if (stored && child.generation() < oldestKept && !(child instanceof Stub)) {
            return new Stub(reference);
        }
        cut(child);
        return child;
    }
}
