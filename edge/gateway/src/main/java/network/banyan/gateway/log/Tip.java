// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import network.banyan.primitives.Hash;

/**
 * How far the log holds a device's records.
 *
 * @param firstSequence number of the first one taken
 * @param lastSequence number of the newest
 * @param lastName name of the newest
 */
public record Tip(long firstSequence, long lastSequence, Hash lastName) {}
