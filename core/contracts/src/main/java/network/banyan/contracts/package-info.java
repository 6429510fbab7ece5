// SPDX-License-Identifier: Apache-2.0
/**
 * How to speak to contracts. {@link network.banyan.contracts.AbiValue} and {@link network.banyan.contracts.AbiReader} are
 * Solidity's ABI, version 2, in both directions; {@code network.banyan.contracts.staking} puts types over the contracts of
 * Roll-DPoS. Call data goes out and answers come in as bytes: who carries them, a node's own executor or JSON-RPC, is not
 * known here.
 */
@NullMarked
package network.banyan.contracts;

import org.jspecify.annotations.NullMarked;
