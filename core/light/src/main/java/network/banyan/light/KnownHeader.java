// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Hash;

/** A header of a final block, with its hash computed once. */
public record KnownHeader(BlockHeader header, Hash hash) {
    static KnownHeader of(BlockHeader header) {
        return new KnownHeader(header, header.hash());
    }

    public long number() {
        return header.number();
    }
}
