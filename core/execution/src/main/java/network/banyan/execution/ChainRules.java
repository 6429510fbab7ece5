// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.evm.Fork;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.UInt256;

/**
 * By which rules a chain executes.
 *
 * @param blobsPerBlock most blobs in a block; 0 refuses blob transactions, as our own chains do
 */
public record ChainRules(UInt256 chainId, Fork fork, int blobsPerBlock) {
    /** Most blobs in one transaction from Osaka on (EIP-7594). */
    public static final int BLOBS_PER_TRANSACTION = 6;

    /** Most blobs in a block of Ethereum at Prague and Osaka (EIP-7691). */
    public static final int ETHEREUM_BLOBS_PER_BLOCK = 9;

    public static ChainRules of(Genesis genesis) {
        return new ChainRules(
                UInt256.of(genesis.chainId()), Fork.OSAKA, genesis.parameters().blobs() ? ETHEREUM_BLOBS_PER_BLOCK : 0);
    }
}
