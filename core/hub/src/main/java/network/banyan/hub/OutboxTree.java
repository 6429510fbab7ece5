// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.List;
import java.util.stream.IntStream;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * The messages of a checkpoint's outbox under one root (rule 23). Each leaf has its index in it, and leaves and nodes begin
 * with different bytes, so that a path proves one message at one place.
 */
public final class OutboxTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final Levels<Hash> levels;

    /**
     * @param messages their digests in order
     * @throws HubException if there are more than {@link Checkpoint#MAX_OUTBOX}
     */
    public OutboxTree(List<Hash> messages) {
        HubException.require(
                messages.size() <= Checkpoint.MAX_OUTBOX,
                "an outbox of %d messages, of %d",
                messages.size(),
                Checkpoint.MAX_OUTBOX);
        this.levels = new Levels<>(
                IntStream.range(0, messages.size())
                        .mapToObj(index -> leaf(index, messages.get(index)))
                        .toList(),
                OutboxTree::node);
    }

    /** How many messages. */
    public int count() {
        return levels.count();
    }

    /** Zero of no messages. */
    public Hash root() {
        return levels.root().orElse(Hash.ZERO);
    }

    /**
     * What stands beside the way from a message to the root, its own neighbour first.
     *
     * @throws HubException if there is no such message
     */
    public List<Hash> path(int index) {
        return levels.path(index).stream().map(Levels.Beside::node).toList();
    }

    /**
     * Whether a message stands at an index of an outbox.
     *
     * @param count how many messages the outbox has
     * @param message the digest of it
     */
    public static boolean isAt(Hash root, int count, long index, Hash message, List<Hash> path) {
        if (index < 0 || index >= count) {
            return false;
        }
        Hash here = leaf(index, message);
        long place = index;
        int used = 0;
        for (int width = count; width > 1; width = (width + 1) / 2) {
            if ((place ^ 1) < width) {
                if (used == path.size()) {
                    return false;
                }
                Hash beside = path.get(used++);
                here = (place & 1) == 0 ? node(here, beside) : node(beside, here);
            }
            place /= 2;
        }
        return used == path.size() && here.equals(root);
    }

    private static Hash leaf(long index, Hash message) {
        return hash(LEAF, UInt256.of(index).toHash(), message);
    }

    private static Hash node(Hash left, Hash right) {
        return hash(NODE, left, right);
    }

    private static Hash hash(byte tag, Hash first, Hash second) {
        byte[] input = new byte[1 + 2 * Hash.SIZE];
        input[0] = tag;
        first.writeTo(input, 1);
        second.writeTo(input, 1 + Hash.SIZE);
        return Keccak.hash(input);
    }
}
