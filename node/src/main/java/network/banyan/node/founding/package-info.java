// SPDX-License-Identifier: Apache-2.0
/**
 * How a chain begins with delegates and stake: the genesis is what the contracts themselves make of the founders' own
 * transactions, run before there is a chain. Nobody writes into their storage by hand, so nothing there can contradict
 * itself.
 */
@NullMarked
package network.banyan.node.founding;

import org.jspecify.annotations.NullMarked;
