// SPDX-License-Identifier: Apache-2.0
/**
 * Ethereum's methods over a {@link network.banyan.replica.ChainView}: {@code eth_}, {@code net_}, {@code web3_},
 * {@code txpool_} and {@code rpc_modules}, in the shapes that ethers, viem, web3j, Hardhat and Foundry read.
 *
 * <p>Only final blocks are shown, so {@code latest}, {@code safe} and {@code finalized} are one and the same block, no log
 * is ever removed, and {@code pending} is the latest block, except that a nonce counts the pool.
 *
 * <p>Source: ethereum/execution-apis; where it leaves words open, go-ethereum's.
 */
@NullMarked
package network.banyan.rpc.ethereum;

import org.jspecify.annotations.NullMarked;
