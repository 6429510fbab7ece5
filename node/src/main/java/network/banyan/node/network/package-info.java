// SPDX-License-Identifier: Apache-2.0
/** How a network begins, and how nodes join one: genesis, a folder for each delegate, a folder for a full node. */
@NullMarked
package network.banyan.node.network;

import org.jspecify.annotations.NullMarked;
