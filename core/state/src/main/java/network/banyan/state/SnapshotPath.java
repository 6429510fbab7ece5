// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * Where a {@link SnapshotPart} hangs: at a node of the account trie, or of one account's storage trie.
 *
 * @param account the hashed address whose storage it is; empty for the account trie
 * @param nibbles from the trie's root to the node, one a byte, at most 63
 */
public record SnapshotPath(Optional<Hash> account, Bytes nibbles) {
    static final int NIBBLES_MAX = 2 * Hash.SIZE - 1;
    private static final int NIBBLE_MAX = 15;

    public SnapshotPath {
        if (nibbles.size() > NIBBLES_MAX) {
            throw new IllegalArgumentException(
                    "a path has at most %d nibbles, not %d".formatted(NIBBLES_MAX, nibbles.size()));
        }
        for (int i = 0; i < nibbles.size(); i++) {
            if ((nibbles.at(i) & 0xff) > NIBBLE_MAX) {
                throw new IllegalArgumentException("nibble %d of a path is none".formatted(i));
            }
        }
    }

    /** The root of the account trie. */
    public static SnapshotPath root() {
        return new SnapshotPath(Optional.empty(), Bytes.EMPTY);
    }

    static SnapshotPath storage(Hash account) {
        return new SnapshotPath(Optional.of(account), Bytes.EMPTY);
    }

    /** RLP of the account, or of nothing, and the nibbles. */
    public Bytes encode() {
        return Bytes.wrap(new RlpWriter(112)
                .beginList()
                .write(account.map(Hash::toArray).orElseGet(() -> new byte[0]))
                .write(nibbles)
                .endList()
                .toArray());
    }

    /**
     * @throws RlpException if it is no path
     */
    public static SnapshotPath decode(Bytes encoded) {
        var outer = new RlpReader(encoded.unsafeArray());
        RlpReader in = outer.list();
        outer.end();
        byte[] account = in.array();
        Bytes nibbles = in.bytes();
        in.end();
        if (account.length != 0 && account.length != Hash.SIZE) {
            throw new RlpException("a hashed address has 32 bytes, not " + account.length);
        }
        try {
            return new SnapshotPath(account.length == 0 ? Optional.empty() : Optional.of(Hash.at(account, 0)), nibbles);
        } catch (IllegalArgumentException noPath) {
            throw new RlpException(String.valueOf(noPath.getMessage()));
        }
    }
}
