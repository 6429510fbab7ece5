// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;

/** The definition of the trie's root, written down without any thought of speed (Yellow Paper, appendix D). */
final class NaiveTrie {
    record Entry(Bytes key, Bytes value) {}

    private NaiveTrie() {}

    static Hash root(List<Entry> entries) {
        if (entries.isEmpty()) {
            return Keccak.hash(new byte[] {(byte) 0x80});
        }
        return Keccak.hash(structure(
                entries.stream()
                        .map(e -> new Entry(unpacked(e.key()), e.value()))
                        .toList(),
                0));
    }

    private static byte[] structure(List<Entry> entries, int depth) {
        if (entries.size() == 1) {
            Entry only = entries.getFirst();
            return pair(
                    only.key(),
                    depth,
                    only.key().size(),
                    true,
                    new RlpWriter().write(only.value()).toArray());
        }
        int shared = depth;
        while (allShare(entries, shared)) {
            shared++;
        }
        if (shared > depth) {
            return pair(entries.getFirst().key(), depth, shared, false, reference(structure(entries, shared)));
        }
        var branch = new RlpWriter().beginList();
        Bytes here = Bytes.EMPTY;
        for (int nibble = 0; nibble < 16; nibble++) {
            int wanted = nibble;
            List<Entry> below = entries.stream()
                    .filter(e -> e.key().size() > depth && e.key().at(depth) == wanted)
                    .toList();
            branch.writeRaw(below.isEmpty() ? new byte[] {(byte) 0x80} : reference(structure(below, depth + 1)));
        }
        for (Entry entry : entries) {
            here = entry.key().size() == depth ? entry.value() : here;
        }
        return branch.write(here).endList().toArray();
    }

    private static boolean allShare(List<Entry> entries, int position) {
        return entries.stream()
                .allMatch(e -> e.key().size() > position
                        && e.key().at(position) == entries.getFirst().key().at(position));
    }

    private static byte[] pair(Bytes nibbles, int from, int to, boolean leaf, byte[] second) {
        int odd = (to - from) % 2;
        byte[] packed = new byte[1 + (to - from) / 2];
        packed[0] = (byte) ((leaf ? 32 : 0) + (odd == 1 ? 16 + nibbles.at(from) : 0));
        for (int i = 1; i < packed.length; i++) {
            packed[i] = (byte) (16 * nibbles.at(from + odd + 2 * i - 2) + nibbles.at(from + odd + 2 * i - 1));
        }
        return new RlpWriter()
                .beginList()
                .write(packed)
                .writeRaw(second)
                .endList()
                .toArray();
    }

    private static byte[] reference(byte[] node) {
        return node.length < 32
                ? node
                : new RlpWriter().write(Keccak.hash(node)).toArray();
    }

    private static Bytes unpacked(Bytes key) {
        String digits = key.toHex().substring(2);
        byte[] nibbles = new byte[digits.length()];
        for (int i = 0; i < nibbles.length; i++) {
            nibbles[i] = (byte) Character.digit(digits.charAt(i), 16);
        }
        return Bytes.wrap(nibbles);
    }
}
