// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/** An ERC-721 token that a message of an outbox takes out (rule 24). */
public record Token(Address asset, UInt256 id) implements Comparable<Token> {
    @Override
    public int compareTo(Token other) {
        int order = asset.compareTo(other.asset);
        return order != 0 ? order : id.compareTo(other.id);
    }
}
