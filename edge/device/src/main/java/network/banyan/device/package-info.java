// SPDX-License-Identifier: Apache-2.0
/**
 * The agent that makes a machine a trusted device: it reads sensors, signs each reading with the device's key, keeps it in
 * a journal that survives a power cut, publishes it to a node, and anchors batches of records on the chain.
 *
 * <p>Two rules carry everything. A record is durable <em>before</em> anyone sees it, so a sequence number is never used
 * twice. And the chain, not the agent's memory, says what is registered and anchored, so the agent may be stopped at any
 * moment and goes on where the chain stands.
 */
@NullMarked
package network.banyan.device;

import org.jspecify.annotations.NullMarked;
