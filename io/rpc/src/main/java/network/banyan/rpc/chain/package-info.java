// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code banyan_} methods: what our chains know and Ethereum's interface has no word for, and lists for the explorer.
 * Numbers are JSON numbers, amounts decimal texts in wei, times milliseconds since 1970.
 */
@NullMarked
package network.banyan.rpc.chain;

import org.jspecify.annotations.NullMarked;
