// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import network.banyan.primitives.UInt256;

/**
 * What a chain says of an account.
 *
 * @param amount that it holds of the asset asked for, in its smallest unit
 * @param nonce unsigned; of the account's next order
 */
public record Account(UInt256 amount, long nonce) {}
