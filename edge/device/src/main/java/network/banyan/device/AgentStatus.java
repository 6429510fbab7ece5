// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.Optional;
import network.banyan.primitives.Hash;

/**
 * Where an agent stands.
 *
 * @param key what holds the device's key; it says loudly if that is only software
 * @param recorded number of the last durable record
 * @param published number of the last record that the node keeps
 * @param anchored number of the last record under a final anchor
 * @param missed readings that were not taken because the journal was full
 * @param problem what is in the way now
 */
public record AgentStatus(
        Hash device, String key, long recorded, long published, long anchored, long missed, Optional<String> problem) {}
