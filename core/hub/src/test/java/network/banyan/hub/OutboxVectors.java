// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Trees over an outbox, and paths in them: rule 23. */
final class OutboxVectors {
    private OutboxVectors() {}

    /** Digests of messages, made up. */
    static List<Hash> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> CheckpointVectors.text("message " + i))
                .toList();
    }

    static VectorFile trees() {
        var file = new VectorFile(
                "outbox-trees.json",
                "digest is the root of the outbox with these messages, given by their digests in order, and paths are each"
                        + " message's way to it, its own neighbour first",
                23);
        for (int count : List.of(0, 1, 2, 3, 4, 5, 7, 8)) {
            var tree = new OutboxTree(messages(count));
            var vector =
                    file.accepted("outbox-of-" + count, count % 2 == 0 ? "pairs" : "the last one goes up as it is");
            vector.putObject("input").set("messages", VectorJson.hashes(messages(count)));
            vector.put("digest", tree.root().toHex())
                    .set(
                            "paths",
                            VectorJson.array(
                                    IntStream.range(0, count)
                                            .mapToObj(tree::path)
                                            .toList(),
                                    VectorJson::hashes));
        }
        List<Hash> three = messages(3);
        var tree = new OutboxTree(three);
        wrong(
                file,
                "paired-with-itself",
                "what has no partner is not its own",
                three,
                node(node(leaf(0), leaf(1)), node(leaf(2), leaf(2))),
                tree);
        wrong(
                file,
                "paired-with-zero",
                "what has no partner is not paired with zeros",
                three,
                node(node(leaf(0), leaf(1)), node(leaf(2), Hash.ZERO)),
                tree);
        wrong(
                file,
                "bare-leaves",
                "a leaf has its index and a zero byte in it",
                messages(2),
                node(messages(2).get(0), messages(2).get(1)),
                new OutboxTree(messages(2)));
        wrong(
                file,
                "sorted-pairs",
                "left is left, whichever is smaller",
                messages(2),
                node(leaf(1), leaf(0)),
                new OutboxTree(messages(2)));
        wrong(file, "in-another-order", "the messages stand in another order", three.reversed(), tree.root(), tree);
        wrong(
                file,
                "path-of-another",
                "the paths of the first two messages are exchanged",
                messages(2),
                new OutboxTree(messages(2)).root(),
                List.of(new OutboxTree(messages(2)).path(1), new OutboxTree(messages(2)).path(0)));
        wrong(
                file,
                "nothing-is-zero",
                "an empty outbox has the root 0, not the hash of nothing",
                List.of(),
                Keccak.hash(Bytes.EMPTY),
                List.of());
        return file;
    }

    static VectorFile paths() {
        var file = new VectorFile(
                "outbox-paths.json",
                "the message with this digest stands at the index of the outbox with this root and count, as the path shows",
                23);
        for (int count : List.of(1, 2, 5, 7)) {
            var tree = new OutboxTree(messages(count));
            for (int index : new TreeSet<>(List.of(0, count / 2, count - 1))) {
                put(
                        file,
                        true,
                        index + "-of-" + count,
                        "a message at its place",
                        tree.root(),
                        count,
                        index,
                        messages(count).get(index),
                        tree.path(index));
            }
        }
        var seven = new OutboxTree(messages(7));
        Hash root = seven.root();
        Hash third = messages(7).get(2);
        List<Hash> path = seven.path(2);
        put(file, false, "index-out-of-tree", "there is no message 7 of 7", root, 7, 7, third, path);
        put(
                file,
                false,
                "index-of-another-round",
                "an index of the same path in a larger tree",
                root,
                7,
                10,
                third,
                path);
        put(file, false, "another-index", "the message stands beside", root, 7, 3, third, path);
        put(file, false, "path-of-another-leaf", "the path is message 3's", root, 7, 2, third, seven.path(3));
        put(
                file,
                false,
                "another-message",
                "the message stands elsewhere",
                root,
                7,
                2,
                messages(7).get(4),
                path);
        put(file, false, "path-too-short", "a sibling is missing", root, 7, 2, third, path.subList(0, 2));
        put(file, false, "path-too-long", "a sibling is left over", root, 7, 2, third, with(path, third));
        put(file, false, "path-turned", "the root's own neighbour comes first", root, 7, 2, third, path.reversed());
        put(
                file,
                false,
                "another-count",
                "in an outbox of 5 the third would have another path",
                root,
                5,
                2,
                third,
                seven.path(2).subList(0, 2));
        put(
                file,
                false,
                "sibling-of-the-last",
                "the last of seven goes up as it is, and has a sibling less",
                root,
                7,
                6,
                messages(7).get(6),
                with(seven.path(6), Hash.ZERO));
        put(
                file,
                false,
                "another-root",
                "the root is another outbox's",
                new OutboxTree(messages(8)).root(),
                7,
                2,
                third,
                path);
        Hash inner = node(leaf(0), leaf(1));
        put(
                file,
                false,
                "node-as-message",
                "an inner node is no message",
                new OutboxTree(messages(4)).root(),
                2,
                0,
                inner,
                List.of(node(leaf(2), leaf(3))));
        put(
                file,
                false,
                "leaf-as-message",
                "what is given is the leaf's hash, not the message's",
                root,
                7,
                2,
                leaf(2),
                path);
        put(
                file,
                false,
                "root-as-message",
                "the root of one message is not the message",
                leaf(0),
                1,
                0,
                leaf(0),
                List.of());
        put(file, false, "empty-outbox", "an empty outbox has no message", Hash.ZERO, 0, 0, Hash.ZERO, List.of());
        return file;
    }

    private static void wrong(
            VectorFile file, String name, String reason, List<Hash> messages, Hash root, OutboxTree tree) {
        wrong(
                file,
                name,
                reason,
                messages,
                root,
                IntStream.range(0, tree.count()).mapToObj(tree::path).toList());
    }

    private static void wrong(
            VectorFile file, String name, String reason, List<Hash> messages, Hash root, List<List<Hash>> paths) {
        var vector = file.refused(name, reason);
        vector.putObject("input").set("messages", VectorJson.hashes(messages));
        vector.put("digest", root.toHex()).set("paths", VectorJson.array(paths, VectorJson::hashes));
    }

    private static void put(
            VectorFile file,
            boolean isTrue,
            String name,
            String reason,
            Hash root,
            int count,
            int index,
            Hash message,
            List<Hash> path) {
        var vector = isTrue ? file.accepted(name, reason) : file.refused(name, reason);
        vector.putObject("input")
                .put("root", root.toHex())
                .put("count", Integer.toString(count))
                .put("index", Integer.toString(index))
                .put("message", message.toHex())
                .set("path", VectorJson.hashes(path));
    }

    private static List<Hash> with(List<Hash> path, Hash one) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(one);
        return longer;
    }

    /** Told again, so that false trees can be made. */
    private static Hash leaf(int index) {
        return tagged("00", UInt256.of(index).toHash(), CheckpointVectors.text("message " + index));
    }

    private static Hash node(Hash left, Hash right) {
        return tagged("01", left, right);
    }

    private static Hash tagged(String tag, Hash first, Hash second) {
        return Keccak.hash(
                Bytes.fromHex(tag + first.toHex().substring(2) + second.toHex().substring(2)));
    }
}
