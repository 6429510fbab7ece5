// SPDX-License-Identifier: Apache-2.0
/**
 * Secrets on disk: keystores that other tools read, too (EIP-2335 for voting keys, Web3 Secret Storage 3 for accounts), the
 * passwords that open them, and files that only their owner may read (ADR-0022).
 */
@NullMarked
package network.banyan.node.keys;

import org.jspecify.annotations.NullMarked;
