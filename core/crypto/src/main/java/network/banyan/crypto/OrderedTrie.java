// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpWriter;

/**
 * The Merkle Patricia trie that commits a block to its transactions, receipts or withdrawals: RLP(index) to value (Yellow
 * Paper, section 4.3.2 and appendix D). Built at once from the whole list and kept nowhere.
 *
 * <p>No key is a prefix of another, because RLP is a prefix-free code; so no branch ever holds a value.
 */
public final class OrderedTrie {
    /** The root of a trie without entries: Keccak-256 of RLP's empty string. */
    public static final Hash EMPTY_ROOT = Keccak.hash(new byte[] {(byte) 0x80});

    private static final int NOWHERE = -1;
    private static final byte[] NO_VALUE = new byte[0];

    private final List<Entry> entries;
    private final int wanted;
    private final List<Bytes> path = new ArrayList<>();

    private record Entry(Bytes nibbles, Bytes value) {}

    /** @param index of the value whose path is to be collected, or {@link #NOWHERE} */
    private OrderedTrie(List<byte[]> values, int index) {
        List<Entry> unsorted = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Invariant.check(values.get(i).length > 0, "value %d is empty, which a trie cannot hold", i);
            unsorted.add(new Entry(nibbles(i), Bytes.wrap(values.get(i))));
        }
        this.entries =
                unsorted.stream().sorted(Comparator.comparing(Entry::nibbles)).toList();
        this.wanted = index == NOWHERE ? NOWHERE : entries.indexOf(unsorted.get(index));
    }

    /** The key under which the trie holds the value at {@code index}. */
    public static Bytes key(int index) {
        return Bytes.wrap(new RlpWriter(8).write((long) index).toArray());
    }

    /** The root over the values in their order; none of them may be empty. */
    public static Hash root(List<byte[]> values) {
        return values.isEmpty() ? EMPTY_ROOT : Keccak.hash(new OrderedTrie(values, NOWHERE).node(0, values.size(), 0));
    }

    /**
     * The nodes from the root that show the value at {@code index}, for {@link PatriciaProof#verify} with {@link #key}.
     *
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public static List<Bytes> proof(List<byte[]> values, int index) {
        Objects.checkIndex(index, values.size());
        var trie = new OrderedTrie(values, index);
        trie.path.add(Bytes.wrap(trie.node(0, values.size(), 0)));
        Collections.reverse(trie.path);
        return List.copyOf(trie.path);
    }

    /** The encoded node above the entries from {@code low} to {@code high}, which share {@code depth} nibbles. */
    private byte[] node(int low, int high, int depth) {
        byte[] first = entries.get(low).nibbles().unsafeArray();
        if (high - low == 1) {
            byte[] tail = HexPrefix.encode(first, depth, first.length, true);
            return new RlpWriter()
                    .beginList()
                    .write(tail)
                    .write(entries.get(low).value())
                    .endList()
                    .toArray();
        }
        int fork = Arrays.mismatch(first, entries.get(high - 1).nibbles().unsafeArray());
        if (fork == depth) {
            return branch(low, high, depth);
        }
        return new RlpWriter()
                .beginList()
                .write(HexPrefix.encode(first, depth, fork, false))
                .writeRaw(reference(branch(low, high, fork), low, high))
                .endList()
                .toArray();
    }

    private byte[] branch(int low, int high, int depth) {
        var writer = new RlpWriter(544).beginList();
        int start = low;
        for (int nibble = 0; nibble < 16; nibble++) {
            int end = start;
            while (end < high && entries.get(end).nibbles().at(depth) == nibble) {
                end++;
            }
            if (end == start) {
                writer.write(NO_VALUE);
            } else {
                writer.writeRaw(reference(node(start, end, depth + 1), start, end));
            }
            start = end;
        }
        return writer.write(NO_VALUE).endList().toArray();
    }

    /** How a parent names a node: by its hash, or by itself if it is shorter than a hash. */
    private byte[] reference(byte[] node, int low, int high) {
        if (node.length < Hash.SIZE) {
            return node;
        }
        if (low <= wanted && wanted < high) {
            path.add(Bytes.wrap(node));
        }
        return new RlpWriter(33).write(Keccak.hash(node)).toArray();
    }

    private static Bytes nibbles(int index) {
        return Bytes.wrap(HexPrefix.nibbles(key(index).unsafeArray()));
    }
}
