// SPDX-License-Identifier: Apache-2.0
/** What a vault says to the chain, and hears from it. */
@NullMarked
package network.banyan.vault.chain;

import org.jspecify.annotations.NullMarked;
