// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Which blocks a checkpoint of a chain of tier D is about (docs/spec/disputes.md, rule 2).
 *
 * @param hashes in order, 1 to {@value #MAX_BLOCKS}
 */
public record BlockList(List<Hash> hashes) {
    public static final int MAX_BLOCKS = 1_024;

    /**
     * @throws HubException if there are none, or too many
     */
    public BlockList {
        hashes = List.copyOf(hashes);
        HubException.require(
                !hashes.isEmpty() && hashes.size() <= MAX_BLOCKS,
                "a list of %d blocks, of 1 to %d",
                hashes.size(),
                MAX_BLOCKS);
    }

    /** One hash after the other. */
    public Bytes encode() {
        byte[] all = new byte[hashes.size() * Hash.SIZE];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).writeTo(all, i * Hash.SIZE);
        }
        return Bytes.wrap(all);
    }

    /** What the checkpoint names. */
    public Hash data() {
        return Keccak.hash(encode());
    }

    /** Whether it can be that of blocks {@code first} to {@code last}, of which the last has this hash. */
    public boolean covers(long first, long last, Hash end) {
        return hashes.size() == last - first + 1 && hashes.getLast().equals(end);
    }

    /**
     * @throws HubException if the bytes are no such list
     */
    public static BlockList decode(Bytes bytes) {
        HubException.require(bytes.size() % Hash.SIZE == 0, "a list of blocks with %d bytes", bytes.size());
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < bytes.size(); at += Hash.SIZE) {
            hashes.add(Hash.at(bytes.unsafeArray(), at));
        }
        return new BlockList(hashes);
    }
}
