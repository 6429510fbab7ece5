// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.Comparator;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Who holds how much of an asset on a chain, as a Merkle-sum tree (rules 44 and 47): each node commits to both its sums, so
 * that no branch counts for more or less than the root says, and whoever leaves is paid in full.
 *
 * <p>The leaves of ours rise in their accounts, or in their ids if they are tokens, so that nobody stands there twice and one
 * state has one tree. The root asks for no order: it would have to see every leaf.
 */
public final class ExitTree {
    /** A path longer than this belongs to no tree that anybody could have made. */
    public static final int MAX_DEPTH = 64;

    private static final byte AMOUNT = 2;
    private static final byte NODE = 3;
    private static final byte TOKEN = 4;

    private final Address asset;
    private final Levels<Node> levels;

    private record Node(Hash hash, UInt256 sum) {}

    private ExitTree(Address asset, List<Node> leaves) {
        this.asset = asset;
        this.levels = new Levels<>(leaves, ExitTree::join);
    }

    /**
     * A tree of amounts.
     *
     * @param holdings strictly rising in their accounts, none of nothing
     * @throws HubException if they are not, or if they hold more together than there are numbers for
     */
    public static ExitTree ofAmounts(Address asset, List<Holding> holdings) {
        Totals.requireRising(holdings, Comparator.comparing(Holding::account), "holdings");
        HubException.require(
                holdings.stream().noneMatch(holding -> holding.value().isZero()), "a holding of nothing");
        return new ExitTree(asset, holdings.stream().map(ExitTree::amountLeaf).toList());
    }

    /**
     * A tree of ERC-721 tokens.
     *
     * @param holdings strictly rising in their ids
     * @throws HubException if they are not
     */
    public static ExitTree ofTokens(Address asset, List<Holding> holdings) {
        Totals.requireRising(holdings, Comparator.comparing(Holding::value), "tokens");
        return new ExitTree(asset, holdings.stream().map(ExitTree::tokenLeaf).toList());
    }

    /** What stands in a checkpoint's list. */
    public Exit exit() {
        Node top = levels.root().orElse(new Node(Hash.ZERO, UInt256.ZERO));
        return new Exit(asset, top.hash(), top.sum(), levels.count());
    }

    /**
     * The way from a leaf to the root, its own neighbour first.
     *
     * @throws HubException if there is no such leaf
     */
    public List<Sibling> path(int index) {
        return levels.path(index).stream()
                .map(beside -> new Sibling(beside.node().hash(), beside.node().sum(), beside.isLeft()))
                .toList();
    }

    /** Whether a tree of amounts has this leaf. */
    public static boolean holds(Exit tree, Holding holding, List<Sibling> path) {
        return climbs(tree, amountLeaf(holding), path);
    }

    /** Whether a tree of tokens has this leaf. */
    public static boolean owns(Exit tree, Holding holding, List<Sibling> path) {
        return climbs(tree, tokenLeaf(holding), path);
    }

    private static boolean climbs(Exit tree, Node leaf, List<Sibling> path) {
        if (tree.count() == 0 || path.size() > MAX_DEPTH) {
            return false;
        }
        Node here = leaf;
        for (Sibling sibling : path) {
            var beside = new Node(sibling.hash(), sibling.sum());
            if (overflows(here, beside)) {
                return false;
            }
            here = sibling.isLeft() ? join(beside, here) : join(here, beside);
        }
        return here.equals(new Node(tree.root(), tree.sum()));
    }

    private static boolean overflows(Node left, Node right) {
        return left.sum().plus(right.sum()).compareTo(left.sum()) < 0;
    }

    private static Node join(Node left, Node right) {
        HubException.require(!overflows(left, right), "a tree whose sums are over 256 bits");
        byte[] input = new byte[1 + 4 * Hash.SIZE];
        input[0] = NODE;
        left.hash().writeTo(input, 1);
        left.sum().writeTo(input, 1 + Hash.SIZE);
        right.hash().writeTo(input, 1 + 2 * Hash.SIZE);
        right.sum().writeTo(input, 1 + 3 * Hash.SIZE);
        return new Node(Keccak.hash(input), left.sum().plus(right.sum()));
    }

    private static Node amountLeaf(Holding holding) {
        return new Node(leaf(AMOUNT, holding), holding.value());
    }

    private static Node tokenLeaf(Holding holding) {
        return new Node(leaf(TOKEN, holding), UInt256.ONE);
    }

    private static Hash leaf(byte tag, Holding holding) {
        byte[] input = new byte[1 + Address.SIZE + Hash.SIZE];
        input[0] = tag;
        holding.account().writeTo(input, 1);
        holding.value().writeTo(input, 1 + Address.SIZE);
        return Keccak.hash(input);
    }
}
