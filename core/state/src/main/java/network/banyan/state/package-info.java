// SPDX-License-Identifier: Apache-2.0
/**
 * The world's state: accounts, storage and codes, their Merkle Patricia root, and proofs from it.
 *
 * <p>Finalised state lives behind {@link network.banyan.state.StateStore}: flat entries for fast reads and trie nodes by
 * path. Blocks that are executed but not final yet are layers above it, any number of branches of them; the layer that
 * becomes final is handed out as one {@link network.banyan.state.StateBatch} to be written together with its block.
 */
@NullMarked
package network.banyan.state;

import org.jspecify.annotations.NullMarked;
