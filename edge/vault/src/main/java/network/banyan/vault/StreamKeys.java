// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.HmacSha256;
import network.banyan.primitives.Hash;

/**
 * Nodes of one epoch's tree of keys: whoever holds a node derives the key of every slot below it, and of no other slot. The
 * owner begins with the root; a grantee gets the {@link #cover} of a range; forgetting leaves what is beside the way to the
 * forgotten slots.
 *
 * <p>Source: Goldreich, Goldwasser, Micali, "How to construct random functions"; as a puncturable and constrained function
 * Kiayias et al., CCS 2013. Rules 4 to 6 of docs/spec/vault.md.
 */
public final class StreamKeys {
    /** So many nodes cover any range of a whole tree, at most. */
    public static final int MAX_COVER = 2 * (SlotRange.DEPTH - 1);

    /** After many holes a tree is in many pieces; beyond this, a file would not be read again. */
    public static final int MAX_NODES = 65_536;

    private static final byte[] LEFT = {0};
    private static final byte[] RIGHT = {1};

    private final List<Node> nodes;

    private StreamKeys(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * A node of the tree.
     *
     * @param level 0 for the root, 32 for slots
     * @param index from the left, from 0
     * @param key secret
     */
    public record Node(int level, long index, Hash key) {
        /**
         * @throws VaultException if the tree has no such node
         */
        public Node {
            if (level < 0 || level > SlotRange.DEPTH || index < 0 || index >= 1L << level) {
                throw VaultException.of("a tree of keys has no node %d on level %d", index, level);
            }
        }

        public SlotRange slots() {
            int below = SlotRange.DEPTH - level;
            return new SlotRange(index << below, (index + 1) << below);
        }

        private Node left() {
            return new Node(level + 1, 2 * index, child(LEFT));
        }

        private Node right() {
            return new Node(level + 1, 2 * index + 1, child(RIGHT));
        }

        private Hash child(byte[] side) {
            return HmacSha256.of(key.toBytes(), side);
        }

        @Override
        public String toString() {
            return "key node %d of level %d".formatted(index, level);
        }
    }

    public static StreamKeys ofRoot(Hash root) {
        return new StreamKeys(List.of(new Node(0, 0, root)));
    }

    /**
     * Nodes that somebody was given.
     *
     * @throws VaultException if they are too many, or one lies below another
     */
    public static StreamKeys of(List<Node> nodes) {
        if (nodes.size() > MAX_NODES) {
            throw VaultException.of("%d nodes of a tree of keys are over %d", nodes.size(), MAX_NODES);
        }
        List<Node> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparingLong(node -> node.slots().from()));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).slots().meets(sorted.get(i).slots())) {
                throw new VaultException("two nodes of a tree of keys hold the same slot");
            }
        }
        return new StreamKeys(sorted);
    }

    /** In the order of their slots. */
    public List<Node> nodes() {
        return nodes;
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Empty if these nodes do not lead there. */
    public Optional<Hash> slotKey(long slot) {
        return cover(SlotRange.of(slot)).nodes.stream().findFirst().map(Node::key);
    }

    /** The fewest nodes that lead to all slots of a range which these lead to, and to no others. */
    public StreamKeys cover(SlotRange range) {
        List<Node> cover = new ArrayList<>();
        nodes.forEach(node -> keep(node, range, true, cover));
        return new StreamKeys(cover);
    }

    /**
     * What is left to whoever forgets a range.
     *
     * @throws VaultException if that is more than {@link #MAX_NODES}
     */
    public StreamKeys without(SlotRange range) {
        List<Node> rest = new ArrayList<>();
        nodes.forEach(node -> keep(node, range, false, rest));
        return of(rest);
    }

    private static void keep(Node node, SlotRange range, boolean inside, List<Node> kept) {
        boolean meets = range.meets(node.slots());
        if (meets && !range.contains(node.slots())) {
            keep(node.left(), range, inside, kept);
            keep(node.right(), range, inside, kept);
        } else if (meets == inside) {
            kept.add(node);
        }
    }

    @Override
    public String toString() {
        return "keys of " + nodes.size() + " nodes";
    }
}
