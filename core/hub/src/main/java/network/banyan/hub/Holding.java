// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/**
 * A leaf of an {@link ExitTree}.
 *
 * @param value how much the account holds, or, in a tree of tokens, the id of one of its tokens
 */
public record Holding(Address account, UInt256 value) {}
