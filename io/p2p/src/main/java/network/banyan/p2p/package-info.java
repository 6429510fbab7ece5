// SPDX-License-Identifier: Apache-2.0
/** Mutually authenticated connections between nodes. */
@NullMarked
package network.banyan.p2p;

import org.jspecify.annotations.NullMarked;
