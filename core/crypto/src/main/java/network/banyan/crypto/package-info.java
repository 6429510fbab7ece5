// SPDX-License-Identifier: Apache-2.0
/**
 * Hashes, signatures and Merkle trees. Stateless functions over bytes; native code (libsecp256k1, blst) where the JVM is
 * slow, always behind a type of ours so that callers never see the library.
 */
@NullMarked
package network.banyan.crypto;

import org.jspecify.annotations.NullMarked;
