// SPDX-License-Identifier: Apache-2.0
/**
 * A whole network on one machine: folder, keys, genesis, validators in one process or in one each, a device that publishes
 * this machine's readings, and the line that tells how it goes.
 */
@NullMarked
package network.banyan.node.devnet;

import org.jspecify.annotations.NullMarked;
