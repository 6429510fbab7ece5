// SPDX-License-Identifier: Apache-2.0
/**
 * The words every other module speaks: bytes, hashes, addresses, 256-bit integers, RLP, and the invariant check.
 *
 * <p>All types are immutable values with structural equality. Hashes, addresses and integers keep their bits in
 * {@code long} fields, so they are cheap keys and never alias a caller's array.
 */
@NullMarked
package network.banyan.primitives;

import org.jspecify.annotations.NullMarked;
