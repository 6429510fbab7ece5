// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import network.banyan.evm.Fork;
import network.banyan.ledger.Genesis;
import network.banyan.primitives.UInt256;

/**
 * By which rules a chain executes.
 *
 * @param requests whether blocks answer a consensus layer with requests (EIP-7685), as Ethereum's do and ours do not
 */
public record ChainRules(UInt256 chainId, Fork fork, BlobSchedule blobs, boolean requests) {
    /** Most blobs in one transaction from Osaka on (EIP-7594). */
    public static final int BLOBS_PER_TRANSACTION = 6;

    /** Rules of a chain without requests. */
    public ChainRules(UInt256 chainId, Fork fork, BlobSchedule blobs) {
        this(chainId, fork, blobs, false);
    }

    public static ChainRules of(Genesis genesis) {
        return new ChainRules(
                UInt256.of(genesis.chainId()),
                Fork.OSAKA,
                genesis.parameters().blobs() ? BlobSchedule.PRAGUE : BlobSchedule.NONE);
    }
}
