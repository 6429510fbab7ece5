// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/**
 * How much of an asset the messages of an outbox take out together (rule 24).
 *
 * @param asset zero for the root's coin
 */
public record Total(Address asset, UInt256 amount) {}
