// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * Who holds a seat. That the BLS key is its own was proven to somebody before: to genesis, or to the contract that
 * delegates register with.
 *
 * @param name for people, at most {@value #NAME_BYTES_MAX} bytes in UTF-8
 * @param operator receives the tips of the blocks it proposes
 * @param blsPublicKey 48 bytes, a compressed point of G1: signs votes
 * @param nodeKey 32 bytes, Ed25519: names its node on the network
 */
public record Member(String name, Address operator, Bytes blsPublicKey, Bytes nodeKey) {
    /** What 64 characters can take. */
    static final int NAME_BYTES_MAX = 256;

    private static final int BLS_KEY_BYTES = 48;
    private static final int NODE_KEY_BYTES = 32;

    public Member {
        Invariant.check(
                blsPublicKey.size() == BLS_KEY_BYTES && nodeKey.size() == NODE_KEY_BYTES,
                "keys of %d and %d bytes",
                blsPublicKey.size(),
                nodeKey.size());
    }

    /** The one that genesis names. */
    public static Member of(Validator validator) {
        return new Member(validator.name(), validator.operator(), validator.blsPublicKey(), validator.nodeKey());
    }

    /** [name, operator, blsPublicKey, nodeKey]. */
    public void writeTo(RlpWriter out) {
        out.beginList()
                .write(name.getBytes(StandardCharsets.UTF_8))
                .write(operator)
                .write(blsPublicKey)
                .write(nodeKey)
                .endList();
    }

    /**
     * @throws RlpException if the next item is no member
     */
    public static Member read(RlpReader outer) {
        RlpReader in = outer.list();
        byte[] name = in.array();
        Address operator = in.address();
        Bytes blsPublicKey = in.bytes();
        Bytes nodeKey = in.bytes();
        in.end();
        if (name.length > NAME_BYTES_MAX || blsPublicKey.size() != BLS_KEY_BYTES || nodeKey.size() != NODE_KEY_BYTES) {
            throw new RlpException("no member: a name of %d bytes, keys of %d and %d"
                    .formatted(name.length, blsPublicKey.size(), nodeKey.size()));
        }
        var text = new String(name, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), name)) {
            throw new RlpException("no member: its name is not UTF-8");
        }
        return new Member(text, operator, blsPublicKey, nodeKey);
    }
}
