// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Merkle-sum trees of who holds what, and paths in them: rules 44 and 47. */
final class ExitVectors {
    private ExitVectors() {}

    static ExitTree amounts(int asset, int count) {
        return ExitTree.ofAmounts(Address.ofNumber(asset), holdings(count));
    }

    static ExitTree tokens(int asset, int count) {
        return ExitTree.ofTokens(Address.ofNumber(asset), owned(count));
    }

    static VectorFile trees() {
        var file = new VectorFile(
                "exit-trees.json",
                "exit is the top of the tree over these holdings in their order, of tokens if areTokens, and paths are each"
                        + " leaf's way to it, its own neighbour first",
                44,
                47);
        for (int count : List.of(0, 1, 2, 3, 5, 8)) {
            put(
                    file.accepted("amounts-of-" + count, "accounts and what they hold"),
                    false,
                    holdings(count),
                    amounts(0, count).exit(),
                    paths(amounts(0, count), count));
        }
        for (int count : List.of(1, 3)) {
            put(
                    file.accepted("tokens-of-" + count, "each leaf counts 1, whatever its id"),
                    true,
                    owned(count),
                    tokens(0x721, count).exit(),
                    paths(tokens(0x721, count), count));
        }
        var large = List.of(
                new Holding(MessageVectors.alice(), UInt256.MAX.minus(UInt256.ONE)),
                new Holding(MessageVectors.bob(), UInt256.ONE));
        var largest = ExitTree.ofAmounts(Address.ofNumber(0), large);
        put(file.accepted("largest-sum", "2^256 - 1 together"), false, large, largest.exit(), paths(largest, 2));

        var two = amounts(0, 2);
        Exit exit = two.exit();
        wrong(
                file,
                "sum-of-one-more",
                "the sum is not that of the leaves",
                with(exit, exit.sum().plus(UInt256.ONE), 2));
        wrong(file, "count-of-one-more", "the count is not that of the leaves", with(exit, exit.sum(), 3));
        put(
                file.refused("sum-over-256-bits", "the sum has wrapped"),
                false,
                List.of(
                        new Holding(MessageVectors.alice(), UInt256.MAX),
                        new Holding(MessageVectors.bob(), UInt256.of(3))),
                wrapped(),
                wrappedPaths());
        put(
                file.refused("account-twice", "an account has one leaf"),
                false,
                List.of(holdings(1).getFirst(), holdings(1).getFirst()),
                doubled(),
                doubledPaths());
        put(
                file.refused("tokens-as-amounts", "the leaves are tokens, and hashed as such"),
                true,
                owned(2),
                amounts(0, 2).exit(),
                paths(amounts(0, 2), 2));
        put(
                file.refused("amounts-as-tokens", "the leaves are amounts, and hashed as such"),
                false,
                holdings(2),
                tokens(0, 2).exit(),
                paths(tokens(0, 2), 2));
        put(
                file.refused("in-another-order", "the leaves stand in another order"),
                false,
                holdings(2).reversed(),
                exit,
                paths(two, 2));
        put(
                file.refused("paths-exchanged", "the paths of two leaves are exchanged"),
                false,
                holdings(2),
                exit,
                paths(two, 2).reversed());
        return file;
    }

    static VectorFile paths() {
        var file = new VectorFile(
                "exit-paths.json", "the exit tree has this leaf, of a token if isToken, as the path shows", 44, 47);
        for (int index : List.of(0, 2, 4)) {
            put(
                    file,
                    true,
                    "amount-" + index + "-of-5",
                    "a leaf at its place",
                    amounts(0, 5).exit(),
                    false,
                    holdings(5).get(index),
                    amounts(0, 5).path(index));
        }
        put(
                file,
                true,
                "token-2-of-3",
                "a token at its place",
                tokens(0x721, 3).exit(),
                true,
                owned(3).get(2),
                tokens(0x721, 3).path(2));
        Deep deepest = deep(ExitTree.MAX_DEPTH);
        put(file, true, "deepest", "64 siblings are the most", deepest.exit, false, deepest.holding, deepest.path);

        Exit exit = amounts(0, 5).exit();
        Holding own = holdings(5).get(2);
        List<Sibling> path = amounts(0, 5).path(2);
        Sibling first = path.getFirst();
        put(
                file,
                false,
                "another-amount",
                "the account holds less",
                exit,
                false,
                new Holding(own.account(), own.value().plus(UInt256.ONE)),
                path);
        put(
                file,
                false,
                "another-account",
                "the leaf is somebody else's",
                exit,
                false,
                new Holding(MessageVectors.bob(), own.value()),
                path);
        put(
                file,
                false,
                "path-of-another-leaf",
                "the path is leaf 3's",
                exit,
                false,
                own,
                amounts(0, 5).path(3));
        put(file, false, "path-too-short", "a sibling is missing", exit, false, own, path.subList(0, 2));
        put(
                file,
                false,
                "path-too-long",
                "a sibling of nothing is left over",
                exit,
                false,
                own,
                changed(path, path.size(), new Sibling(Hash.ZERO, UInt256.ZERO, false)));
        put(
                file,
                false,
                "other-side",
                "a sibling stands on the other side",
                exit,
                false,
                own,
                changed(path, 0, new Sibling(first.hash(), first.sum(), !first.isLeft())));
        put(
                file,
                false,
                "sum-of-a-sibling",
                "a node commits to the sums of both that are below it",
                exit,
                false,
                own,
                changed(path, 0, new Sibling(first.hash(), first.sum().plus(UInt256.ONE), first.isLeft())));
        put(
                file,
                false,
                "sum-moved",
                "what the leaf is given is taken from its sibling",
                exit,
                false,
                new Holding(own.account(), own.value().plus(UInt256.ONE)),
                changed(path, 0, new Sibling(first.hash(), first.sum().minus(UInt256.ONE), first.isLeft())));
        put(
                file,
                false,
                "sum-of-the-tree",
                "the tree says less than its leaves hold",
                with(exit, exit.sum().minus(UInt256.ONE), 5),
                false,
                own,
                path);
        put(
                file,
                false,
                "another-root",
                "the root is another tree's",
                amounts(0, 8).exit(),
                false,
                own,
                path);
        put(file, false, "empty-tree", "a tree of no leaves holds nobody", with(exit, exit.sum(), 0), false, own, path);
        put(
                file,
                false,
                "token-as-amount",
                "the leaf is a token's",
                tokens(0x721, 3).exit(),
                false,
                owned(3).get(2),
                tokens(0x721, 3).path(2));
        put(file, false, "amount-as-token", "the leaf is an amount's", exit, true, own, path);
        put(
                file,
                false,
                "another-id",
                "the account has another token",
                tokens(0x721, 3).exit(),
                true,
                new Holding(owned(3).get(2).account(), UInt256.of(9999)),
                tokens(0x721, 3).path(2));
        put(
                file,
                false,
                "another-owner",
                "the token is somebody else's",
                tokens(0x721, 3).exit(),
                true,
                new Holding(MessageVectors.bob(), owned(3).get(2).value()),
                tokens(0x721, 3).path(2));
        put(
                file,
                false,
                "sum-over-256-bits",
                "the sum has wrapped, and is less than a part of it",
                wrapped(),
                false,
                new Holding(MessageVectors.bob(), UInt256.of(3)),
                wrappedPaths().get(1));
        Deep tooDeep = deep(ExitTree.MAX_DEPTH + 1);
        put(
                file,
                false,
                "too-deep",
                "65 siblings, of a tree that has them",
                tooDeep.exit,
                false,
                tooDeep.holding,
                tooDeep.path);
        return file;
    }

    private static void wrong(VectorFile file, String name, String reason, Exit exit) {
        put(file.refused(name, reason), false, holdings(2), exit, paths(amounts(0, 2), 2));
    }

    private static void put(
            ObjectNode vector, boolean areTokens, List<Holding> holdings, Exit exit, List<List<Sibling>> paths) {
        vector.putObject("input")
                .put("asset", exit.asset().toHex())
                .put("areTokens", areTokens)
                .set("holdings", VectorJson.array(holdings, VectorJson::of));
        vector.set("exit", VectorJson.of(exit));
        vector.set("paths", VectorJson.array(paths, path -> VectorJson.array(path, VectorJson::of)));
    }

    private static void put(
            VectorFile file,
            boolean isTrue,
            String name,
            String reason,
            Exit exit,
            boolean isToken,
            Holding holding,
            List<Sibling> path) {
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        ObjectNode input = vector.putObject("input");
        input.set("exit", VectorJson.of(exit));
        input.put("isToken", isToken)
                .put("account", holding.account().toHex())
                .put("value", holding.value().toString())
                .set("path", VectorJson.array(path, VectorJson::of));
    }

    private static List<Holding> holdings(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Holding(Address.ofNumber(0xa0 + i), UInt256.of(100L * i + 7)))
                .toList();
    }

    /** Two tokens of the first account, one of each other. */
    private static List<Holding> owned(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Holding(Address.ofNumber(0xa0 + i / 2), UInt256.of(1000L + i)))
                .toList();
    }

    private static List<List<Sibling>> paths(ExitTree tree, int count) {
        return IntStream.range(0, count).mapToObj(tree::path).toList();
    }

    private static Exit with(Exit exit, UInt256 sum, long count) {
        return new Exit(exit.asset(), exit.root(), sum, count);
    }

    private static List<Sibling> changed(List<Sibling> path, int place, Sibling sibling) {
        List<Sibling> changed = new ArrayList<>(path);
        if (place == path.size()) {
            changed.add(sibling);
        } else {
            changed.set(place, sibling);
        }
        return changed;
    }

    /** 2^256 - 1 and 3, which are 2 to whoever lets them wrap. */
    private static Exit wrapped() {
        return new Exit(Address.ofNumber(0), node(most(), UInt256.MAX, three(), UInt256.of(3)), UInt256.of(2), 2);
    }

    private static List<List<Sibling>> wrappedPaths() {
        return List.of(
                List.of(new Sibling(three(), UInt256.of(3), false)), List.of(new Sibling(most(), UInt256.MAX, true)));
    }

    private static Exit doubled() {
        UInt256 value = holdings(1).getFirst().value();
        Hash leaf = leaf(holdings(1).getFirst());
        return new Exit(Address.ofNumber(0), node(leaf, value, leaf, value), value.plus(value), 2);
    }

    private static List<List<Sibling>> doubledPaths() {
        UInt256 value = holdings(1).getFirst().value();
        Hash leaf = leaf(holdings(1).getFirst());
        return List.of(List.of(new Sibling(leaf, value, false)), List.of(new Sibling(leaf, value, true)));
    }

    private static Hash most() {
        return leaf(new Holding(MessageVectors.alice(), UInt256.MAX));
    }

    private static Hash three() {
        return leaf(new Holding(MessageVectors.bob(), UInt256.of(3)));
    }

    private record Deep(Exit exit, Holding holding, List<Sibling> path) {}

    /** A tree whose left branch is so deep, and in which nobody else holds anything. */
    private static Deep deep(int depth) {
        var holding = new Holding(MessageVectors.alice(), UInt256.of(5));
        Hash here = leaf(holding);
        for (int i = 0; i < depth; i++) {
            here = node(here, holding.value(), Hash.ZERO, UInt256.ZERO);
        }
        return new Deep(
                new Exit(Address.ofNumber(0), here, holding.value(), (1L << 32) - 1),
                holding,
                Collections.nCopies(depth, new Sibling(Hash.ZERO, UInt256.ZERO, false)));
    }

    /** Told again, so that false trees can be made. */
    private static Hash leaf(Holding holding) {
        return Keccak.hash(Bytes.fromHex("02"
                + holding.account().toHex().substring(2)
                + holding.value().toHash().toHex().substring(2)));
    }

    private static Hash node(Hash left, UInt256 leftSum, Hash right, UInt256 rightSum) {
        return Keccak.hash(Bytes.fromHex("03"
                + left.toHex().substring(2)
                + leftSum.toHash().toHex().substring(2)
                + right.toHex().substring(2)
                + rightSum.toHash().toHex().substring(2)));
    }
}
