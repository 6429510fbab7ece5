// SPDX-License-Identifier: Apache-2.0
/**
 * The precompiled contracts 0x01 to 0x11 and 0x100: pure functions from bytes to bytes with a price. One class a
 * contract or family; the curves BLS12-381, P-256 and secp256k1 come from native libraries, bn254 is our own.
 */
@NullMarked
package network.banyan.evm.precompile;

import org.jspecify.annotations.NullMarked;
