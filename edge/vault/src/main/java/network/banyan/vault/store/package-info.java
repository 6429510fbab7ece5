// SPDX-License-Identifier: Apache-2.0
/** Where sealed bytes lie. A store is believed in nothing: whoever reads knows the hash of what must come. */
@NullMarked
package network.banyan.vault.store;

import org.jspecify.annotations.NullMarked;
