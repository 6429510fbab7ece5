// SPDX-License-Identifier: Apache-2.0
/** Device records, Merkle logs, evidence bundles, and the offline verifier. */
@NullMarked
package network.banyan.evidence;

import org.jspecify.annotations.NullMarked;
