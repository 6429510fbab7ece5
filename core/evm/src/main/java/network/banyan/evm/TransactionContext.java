// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What code may learn about its transaction.
 *
 * @param gasPrice what the sender pays for a unit of gas, base fee included
 */
public record TransactionContext(Address origin, UInt256 gasPrice, List<Hash> blobHashes) {
    public TransactionContext {
        blobHashes = List.copyOf(blobHashes);
    }

    public static TransactionContext of(Address origin, UInt256 gasPrice) {
        return new TransactionContext(origin, gasPrice, List.of());
    }
}
