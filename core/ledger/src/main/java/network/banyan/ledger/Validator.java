// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/**
 * A member of a committee as genesis names it.
 *
 * @param name for people, at most 64 characters
 * @param operator receives the tips of the blocks it proposes
 * @param blsPublicKey 48 bytes, a compressed point of G1: signs votes
 * @param proofOfPossession 96 bytes: shows that the key is its own, so that keys may be added up
 * @param nodeKey 32 bytes, Ed25519: names its node on the network
 */
public record Validator(String name, Address operator, Bytes blsPublicKey, Bytes proofOfPossession, Bytes nodeKey) {
    public Validator {
        require(name.length() <= 64, "the name has over 64 characters");
        require(blsPublicKey.size() == 48, "blsPublicKey has not 48 bytes");
        require(proofOfPossession.size() == 96, "proofOfPossession has not 96 bytes");
        require(nodeKey.size() == 32, "nodeKey has not 32 bytes");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("validator: " + message);
        }
    }
}
