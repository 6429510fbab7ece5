// SPDX-License-Identifier: Apache-2.0
package network.banyan.application;

import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * What an application is called with.
 *
 * @param self where it stands
 * @param sender who signed the transaction, or the contract that calls
 * @param input a stranger's bytes
 * @param timestamp the block's, in seconds since 1970
 */
public record Call(UInt256 chainId, Address self, Address sender, Bytes input, long blockNumber, long timestamp) {}
