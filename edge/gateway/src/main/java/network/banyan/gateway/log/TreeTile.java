// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.MerkleTree;
import network.banyan.evidence.log.LogTile;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/** Up to 256 hashes that stand side by side, and every complete subtree above them within the tile. */
final class TreeTile {
    static final int BYTES = LogTile.WIDTH * Hash.SIZE;

    private final List<List<Hash>> rows = new ArrayList<>();

    TreeTile() {
        for (int height = 0; height <= LogTile.HEIGHT; height++) {
            rows.add(new ArrayList<>());
        }
    }

    static TreeTile of(byte[] encoded) {
        var tile = new TreeTile();
        for (int at = 0; at < encoded.length; at += Hash.SIZE) {
            tile.add(Hash.at(encoded, at));
        }
        return tile;
    }

    int width() {
        return rows.getFirst().size();
    }

    boolean isFull() {
        return width() == LogTile.WIDTH;
    }

    /** The root over all of a full tile. */
    Hash top() {
        return rows.getLast().getFirst();
    }

    void add(Hash hash) {
        Invariant.check(!isFull(), "the tile is full");
        Hash complete = hash;
        for (List<Hash> row : rows) {
            row.add(complete);
            if ((row.size() & 1) == 1) {
                return;
            }
            complete = MerkleTree.node(row.get(row.size() - 2), row.getLast());
        }
    }

    /** The hash over {@code 2^height} of the tile's hashes, the {@code index}-th of its row. */
    Hash node(int height, int index) {
        return rows.get(height).get(index);
    }

    /** Its first hashes. */
    TreeTile prefix(int width) {
        var tile = new TreeTile();
        rows.getFirst().subList(0, width).forEach(tile::add);
        return tile;
    }

    byte[] encode() {
        byte[] encoded = new byte[width() * Hash.SIZE];
        for (int i = 0; i < width(); i++) {
            rows.getFirst().get(i).writeTo(encoded, i * Hash.SIZE);
        }
        return encoded;
    }
}
