// SPDX-License-Identifier: Apache-2.0
/**
 * What a light node believes (docs/spec/light-node.md). It keeps no state and executes no block; all it is told, it is told
 * by sources that may lie, and every answer is measured against what a quorum of the committee signed:
 *
 * <ol>
 *   <li>{@link network.banyan.light.VerifiedChain}: handovers lead to the committee that sits now, a certificate of it makes
 *       a header final, and hashes tie the headers before to that one.
 *   <li>{@link network.banyan.light.BlockAnswers}: the header's roots say whether transactions and receipts are the block's.
 *   <li>{@link network.banyan.light.StateAnswers}: its state root says whether an account, a slot or a code is.
 *   <li>{@link network.banyan.light.ProvenState}: a state that is fetched piece by piece with its proofs, so that contracts
 *       can be called on it.
 * </ol>
 *
 * <p>What does not hold is a {@link network.banyan.light.FalseAnswer}.
 */
@NullMarked
package network.banyan.light;

import org.jspecify.annotations.NullMarked;
