// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What code may learn about its block.
 *
 * @param timestamp seconds since 1970
 * @param prevRandao what PREVRANDAO answers (EIP-4399)
 * @param ancestors answers BLOCKHASH for the 256 blocks before this one
 */
public record BlockContext(
        UInt256 chainId,
        long number,
        long timestamp,
        long gasLimit,
        Address beneficiary,
        Hash prevRandao,
        UInt256 baseFee,
        UInt256 blobBaseFee,
        Ancestors ancestors) {
    /** The hash of an earlier block. Asked only for the last 256; {@link Hash#ZERO} if there is none. */
    @FunctionalInterface
    public interface Ancestors {
        Hash hash(long number);
    }
}
