// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** The root of a Merkle Patricia trie straight from its definition (Yellow Paper, appendix D), to check against. */
public final class PlainTrie {
    private PlainTrie() {}

    public static Hash root(MemoryState state) {
        Map<Bytes, byte[]> entries = new TreeMap<>();
        state.accounts.forEach((address, account) -> {
            Map<Bytes, byte[]> slots = new TreeMap<>();
            state.storage
                    .getOrDefault(address, new TreeMap<>())
                    .forEach((slot, value) -> slots.put(
                            Keccak.hash(slot.toArray()).toBytes(),
                            new RlpWriter(40).write(value).toArray()));
            byte[] leaf = new RlpWriter(120)
                    .beginList()
                    .write(new UInt256(0, 0, 0, account.nonce()))
                    .write(account.balance())
                    .write(root(slots))
                    .write(account.codeHash())
                    .endList()
                    .toArray();
            entries.put(Keccak.hash(address.toArray()).toBytes(), leaf);
        });
        return root(entries);
    }

    public static Hash root(Map<Bytes, byte[]> entries) {
        List<Map.Entry<Bytes, byte[]>> sorted = List.copyOf(new TreeMap<>(entries).entrySet());
        return Keccak.hash(sorted.isEmpty() ? new byte[] {(byte) 0x80} : node(sorted, 0));
    }

    /** The encoding of the node over entries that agree in their first {@code depth} nibbles. */
    private static byte[] node(List<Map.Entry<Bytes, byte[]>> entries, int depth) {
        Bytes first = entries.getFirst().getKey();
        if (entries.size() == 1) {
            return new RlpWriter(64)
                    .beginList()
                    .write(Bytes.wrap(path(first, depth, 2 * first.size(), true)))
                    .write(Bytes.wrap(entries.getFirst().getValue()))
                    .endList()
                    .toArray();
        }
        Bytes last = entries.getLast().getKey();
        int common = depth;
        while (common < 2 * Math.min(first.size(), last.size()) && nibble(first, common) == nibble(last, common)) {
            common++;
        }
        if (common > depth) {
            RlpWriter extension = new RlpWriter(64).beginList().write(Bytes.wrap(path(first, depth, common, false)));
            return link(extension, node(entries, common)).endList().toArray();
        }
        RlpWriter branch = new RlpWriter(600).beginList();
        byte[] value = new byte[0];
        int from = 0;
        if (2 * first.size() == depth) {
            value = entries.getFirst().getValue();
            from = 1;
        }
        for (int digit = 0; digit < 16; digit++) {
            int to = from;
            while (to < entries.size() && nibble(entries.get(to).getKey(), depth) == digit) {
                to++;
            }
            if (to == from) {
                branch.write(Bytes.EMPTY);
            } else {
                link(branch, node(entries.subList(from, to), depth + 1));
            }
            from = to;
        }
        return branch.write(Bytes.wrap(value)).endList().toArray();
    }

    private static RlpWriter link(RlpWriter out, byte[] node) {
        return node.length < 32 ? out.writeRaw(node) : out.write(Keccak.hash(node));
    }

    private static int nibble(Bytes key, int index) {
        return key.at(index / 2) >>> (index % 2 == 0 ? 4 : 0) & 15;
    }

    private static byte[] path(Bytes key, int from, int to, boolean leaf) {
        int count = to - from;
        byte[] packed = new byte[count / 2 + 1];
        packed[0] = (byte) ((leaf ? 0x20 : 0) | (count % 2 != 0 ? 0x10 | nibble(key, from) : 0));
        for (int i = from + count % 2, at = 1; i < to; i += 2, at++) {
            packed[at] = (byte) (nibble(key, i) << 4 | nibble(key, i + 1));
        }
        return packed;
    }
}
