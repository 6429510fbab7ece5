// SPDX-License-Identifier: Apache-2.0
/** Configuration, wiring, the loop, metrics, the command line. */
@NullMarked
package network.banyan.node;

import org.jspecify.annotations.NullMarked;
