// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import java.util.ArrayList;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * The devices that a vendor vouches for with one transaction: a Merkle tree over their ids (docs/spec/did.md, rule 15). A
 * leaf is the Keccak-256 of an id, a node that of its two children in ascending order; one without a sibling goes up as it
 * is.
 */
public final class VendorBatch {
    /** Of one batch. A device's proof then has at most 20 hashes. */
    public static final int MAX_DEVICES = 1 << 20;

    private final List<List<Hash>> levels = new ArrayList<>();

    /** @param devices 1 to {@value #MAX_DEVICES} ids, in the order of their leaves */
    public VendorBatch(List<Hash> devices) {
        Invariant.check(!devices.isEmpty() && devices.size() <= MAX_DEVICES, "a batch of %d devices", devices.size());
        levels.add(devices.stream().map(id -> Keccak.hash(id.toArray())).toList());
        while (levels.getLast().size() > 1) {
            levels.add(above(levels.getLast()));
        }
    }

    private static List<Hash> above(List<Hash> level) {
        List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            above.add(i + 1 < level.size() ? parent(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return above;
    }

    private static Hash parent(Hash one, Hash other) {
        boolean ordered = one.toUInt256().compareTo(other.toUInt256()) < 0;
        byte[] both = new byte[2 * Hash.SIZE];
        (ordered ? one : other).writeTo(both, 0);
        (ordered ? other : one).writeTo(both, Hash.SIZE);
        return Keccak.hash(both);
    }

    public int size() {
        return levels.getFirst().size();
    }

    /** What the vendor puts on the chain. */
    public Hash root() {
        return levels.getLast().getFirst();
    }

    /** The siblings on the way from a device's leaf to the root, from below. */
    public List<Hash> proof(int index) {
        Invariant.check(index >= 0 && index < size(), "device %d of %d", index, size());
        List<Hash> proof = new ArrayList<>();
        int at = index;
        for (List<Hash> level : levels) {
            int sibling = at ^ 1;
            if (sibling < level.size() && level.size() > 1) {
                proof.add(level.get(sibling));
            }
            at >>= 1;
        }
        return proof;
    }
}
