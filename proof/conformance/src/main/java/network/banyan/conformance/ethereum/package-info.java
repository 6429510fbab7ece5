// SPDX-License-Identifier: Apache-2.0
/**
 * Blocks of Ethereum itself, since the merge: what their headers must say beyond what execution proves. Our own chains have
 * other rules; these are here so that the official block tests run through our execution.
 */
@NullMarked
package network.banyan.conformance.ethereum;

import org.jspecify.annotations.NullMarked;
