// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import network.banyan.crypto.Ed25519;
import network.banyan.primitives.Bytes;

/**
 * A node's name on the network: its Ed25519 public key. Ordered as unsigned bytes.
 *
 * @param publicKey 32 bytes
 */
public record NodeId(Bytes publicKey) implements Comparable<NodeId> {
    /**
     * @throws IllegalArgumentException unless there are exactly 32 bytes
     */
    public NodeId {
        if (publicKey.size() != Ed25519.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("a node's key has 32 bytes, not " + publicKey.size());
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return publicKey.compareTo(other.publicKey);
    }

    /** The first eight digits: enough to tell nodes apart in a log. */
    @Override
    public String toString() {
        return publicKey.slice(0, 4).toHex();
    }
}
